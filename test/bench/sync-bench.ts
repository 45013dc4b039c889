import { type ChildProcess, fork, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres, { type Sql } from 'postgres'
import { z } from 'zod'
import { createFlexnetPlatform } from '../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { sellerSettings } from '../support/seller.ts'
import { upsertLines } from './ceiling.ts'
import { settle } from './with-database.ts'
import { type Edition, rowsIn } from './world.ts'

type Say = (text?: string) => void

/**
 * The command that operators use, `npx store sync`, against SOAP pages over HTTP, beside the barest upsert of the same
 * lines. Rates are rows a second of the whole run, from its first question to its publication.
 */
export async function benchSync(options: {
  readonly client: Sql
  readonly address: string
  readonly lines: number
  readonly say: Say
}): Promise<void> {
  const { client, address, lines, say } = options
  const same: Edition = { lines, revision: 0, changedOneIn: 1 }
  const changed: Edition = { lines, revision: 1, changedOneIn: 1 }
  const onePercent: Edition = { lines, revision: 2, changedOneIn: 100 }
  say(
    `SYNC: ${count(lines)} lines, ${count(rowsIn(same))} rows of all kinds over SOAP; vacuumed and a checkpoint before each`,
  )

  // Each ceiling in the minute before what it is for: a shared machine is not as fast all the time.
  await client`create table ceiling_lines (like entitlement_lines including all) with (autovacuum_enabled = off)`
  const portal = await startRendered(same)
  const ceilingOf = async (title: string, edition: Edition) => {
    await settle(client)
    const rate = lines / (await upsertLines(client, edition))
    say(`ceiling of ${title.padEnd(17)} ${count(rate).padStart(9)}`)
    return rate
  }
  const run = (edition: Edition, mode: 'full' | 'incremental', title: string, rate: number | null) =>
    sync({ client, address, portal, edition, mode, title, ceilingRate: rate, say })
  say(header)
  try {
    const fresh = await run(same, 'full', 'full, fresh', await ceilingOf('fresh', same))
    await run(same, 'full', 'full, unchanged', await ceilingOf('unchanged', same))
    await run(changed, 'full', 'full, changed', await ceilingOf('changed', changed))
    const incremental = await run(onePercent, 'incremental', 'incremental, 1 %', null)
    say(`incremental takes 1/${(fresh / incremental).toFixed(0)} of a fresh full sync`)
  } finally {
    await portal.end()
  }
  await client`drop table ceiling_lines`
  const [size] = await client`select pg_size_pretty(pg_database_size(current_database())) as size`
  say(`database ${size?.['size']}`)
}

/** A whole Debian index as catalog, read from the portal of the box itself: its own cost is most of the time. */
export async function benchDebian(options: {
  readonly client: Sql
  readonly address: string
  readonly packagesFile: string
  readonly say: Say
}): Promise<void> {
  const { say } = options
  const none: Edition = { lines: 0, revision: 0, changedOneIn: 1 }
  const portal = await startRendered(none, options.packagesFile)
  say(`DEBIAN INDEX ${options.packagesFile}`)
  say(header)
  try {
    for (const title of ['full, fresh', 'full, unchanged'])
      await sync({ ...options, portal, edition: none, mode: 'full', title, ceilingRate: null })
    await sync({ ...options, portal, edition: none, mode: 'incremental', title: 'incremental', ceilingRate: null })
  } finally {
    await portal.end()
  }
  const [row] =
    await options.client`select count(*)::int as items, pg_size_pretty(pg_database_size(current_database())) as size
    from items where withdrawn_at is null`
  say(`${count(Number(row?.['items']))} items, database ${row?.['size']}`)
}

const header =
  '                  seconds    rows/s  of ceiling  memory MB  store CPU s  portal CPU s  longest look  longest lock'

interface Rendered {
  readonly url: string
  /** Answers what it used since it was asked last, and goes on with this edition. */
  turnTo(edition: Edition): Promise<number>
  end(): Promise<void>
}

async function startRendered(edition: Edition, packagesFile?: string): Promise<Rendered> {
  const more = packagesFile === undefined ? [] : [packagesFile]
  const child = fork(new URL('./rendered-portal.ts', import.meta.url), [JSON.stringify(edition), ...more])
  const { url } = z.object({ url: z.string() }).parse(await messageOf(child))
  if (packagesFile === undefined) await askOnce(url)
  const ask = async (message: object) => {
    const answer = messageOf(child)
    child.send(message)
    return z.object({ cpuSeconds: z.number() }).parse(await answer).cpuSeconds
  }
  return {
    url,
    turnTo: (next) => ask({ edition: next }),
    end: async () => {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.send({ end: true })
      await gone
    },
  }
}

/** Each question of a sync, as the store asks it, so that the portal can have its answers ready. */
async function askOnce(url: string): Promise<void> {
  const platform = createFlexnetPlatform({
    baseUrl: url,
    credentials: { user: 'bench', password: 'bench-password' },
    log: createLog({ level: 'silent' }),
  })
  await platform.products({ page: 1, kind: 'product' })
  await platform.partNumbers({ page: 1 })
  await platform.accounts({ page: 1 })
  await platform.members({ page: 1 })
  await platform.entitlementLines({ page: 1 })
  await platform.maintenanceLines({ page: 1 })
}

function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', () => reject(new Error('the bench portal ended')))
  })
}

async function sync(given: {
  readonly client: Sql
  readonly address: string
  readonly portal: Rendered
  readonly edition: Edition
  readonly mode: 'full' | 'incremental'
  readonly title: string
  readonly ceilingRate: number | null
  readonly say: Say
}): Promise<number> {
  const { client, portal, edition, mode, ceilingRate } = given
  await portal.turnTo(edition)
  await settle(client)
  const store = fileURLToPath(new URL('../../dist/src/cli/store.js', import.meta.url))
  const child = spawn(process.execPath, [store, 'sync', ...(mode === 'full' ? ['--full'] : [])], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'warn',
      DATABASE_URL: given.address,
      SESSION_SECRET: 'x'.repeat(40),
      ...sellerSettings,
      FLEXNET_URL: portal.url,
      FLEXNET_USER: 'bench',
      FLEXNET_PASSWORD: 'bench-password',
      HANDOFF_SECRET: 'x'.repeat(40),
    },
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const [used, looks] = await Promise.all([usedBy(child.pid ?? 0, ended), watch(given.address, ended)])
  const code = await ended
  if (code !== 0 && code !== 4) throw new Error(`store sync ended with ${code}`)
  const [run] = await client`select state, report, extract(epoch from finished_at - started_at)::float8 as seconds
    from sync_runs order by started_at desc limit 1`
  const found = z.object({ state: z.literal('published'), report: reportSchema, seconds: z.number() }).parse(run)
  const read = Object.values(found.report.kinds).reduce((sum, kind) => sum + kind.read, 0)
  const rate = read / found.seconds
  given.say(
    [
      given.title.padEnd(17),
      found.seconds.toFixed(2).padStart(8),
      count(rate).padStart(9),
      (ceilingRate === null ? '' : (rate / ceilingRate).toFixed(2)).padStart(11),
      used.peakMegabytes.toFixed(0).padStart(10),
      used.cpuSeconds.toFixed(1).padStart(12),
      (await portal.turnTo(edition)).toFixed(1).padStart(13),
      `${looks.longestLookMs.toFixed(0)} ms`.padStart(13),
      `${looks.longestLockMs.toFixed(0)} ms`.padStart(13),
    ].join(' '),
  )
  return found.seconds
}

const reportSchema = z.object({ kinds: z.record(z.string(), z.object({ read: z.number() })) })

/** The most memory that a process had, and the time of the processors that it took, as the kernel counts them. */
async function usedBy(
  pid: number,
  ended: Promise<unknown>,
): Promise<{ readonly peakMegabytes: number; readonly cpuSeconds: number }> {
  let peakMegabytes = 0
  let cpuSeconds = 0
  let running = true
  void ended.then(() => {
    running = false
  })
  while (running) {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      peakMegabytes = Math.max(peakMegabytes, Number(kilobytes ?? 0) / 1024)
      // After the name in brackets; in hundredths of a second.
      const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
      const [user, system] = rest.split(' ').slice(11, 13).map(Number)
      cpuSeconds = ((user ?? 0) + (system ?? 0)) / 100
    } catch {
      // It has just ended.
    }
    await pause(50)
  }
  return { peakMegabytes, cpuSeconds }
}

// Half of the longest lock that a shopper may meet; oftener, and the watching would slow down what it watches.
const watchEveryMs = 50

/** Looks up an account's lines again and again as a shopper does; notes the slowest look, and how long one waited for a lock. */
async function watch(
  address: string,
  ended: Promise<unknown>,
): Promise<{ longestLookMs: number; longestLockMs: number }> {
  const shopper = postgres(address, { max: 1, onnotice: () => {}, connection: { application_name: 'bench-shopper' } })
  const observer = postgres(address, { max: 1, onnotice: () => {} })
  let longestLookMs = 0
  let longestLockMs = 0
  let running = true
  void ended.then(() => {
    running = false
  })
  const shop = async () => {
    await shopper`select 1`
    for (let n = 0; running; n += 1) {
      const before = performance.now()
      await shopper`select l.* from entitlement_lines l where l.account_id in (select ${`ACCOUNT-${n % 1000}`}::text
        union all select parent_account_id from account_parents where account_id = ${`ACCOUNT-${n % 1000}`})
        and l.removed_at is null limit 20`
      await shopper`select part_number from items where part_number = ${`PART-${n % 1000}`}`
      longestLookMs = Math.max(longestLookMs, performance.now() - before)
      await pause(watchEveryMs)
    }
  }
  const observe = async () => {
    while (running) {
      const [row] = await observer`select extract(epoch from max(clock_timestamp() - waitstart)) * 1000 as ms
        from pg_locks join pg_stat_activity using (pid) where not granted and application_name = 'bench-shopper'`
      longestLockMs = Math.max(longestLockMs, Number(row?.['ms'] ?? 0))
      await pause(watchEveryMs)
    }
  }
  await Promise.all([shop(), observe()])
  await Promise.all([shopper.end({ timeout: 1 }), observer.end({ timeout: 1 })])
  return { longestLookMs, longestLockMs }
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
