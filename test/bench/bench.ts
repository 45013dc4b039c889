import { fork } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { z } from 'zod'
import { migrate } from '../../src/platform/db/migrate.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startBoss } from '../../src/platform/queue/boss.ts'
import { startPostgres } from '../support/postgres.ts'
import { upsertLines } from './ceiling.ts'
import { type Edition, rowsIn } from './world.ts'

// Ratios of one run on one machine; the figures themselves do not travel.
const lines = Number(process.env['BENCH_LINES'] ?? 100_000)
const say = (text = '') => void process.stdout.write(`${text}\n`)

async function main(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL']
  const server = given === undefined ? await startPostgres() : { url: given, stop: async () => {} }
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  const name = `store_bench_${process.pid}`
  await admin.unsafe(`create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const sql = postgres(url.href, { max: 4, onnotice: () => {} })
  try {
    await migrate({ url: url.href, pool: 1 })
    const queueClient = postgres(url.href, { max: 1, onnotice: () => {} })
    const boss = await startBoss(queueClient, createLog({ level: 'error' }))
    await boss.stop({ graceful: false })
    await queueClient.end({ timeout: 1 })
    await bench(sql, url.href)
  } finally {
    await sql.end({ timeout: 1 })
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
    await server.stop()
  }
}

async function bench(client: Sql, address: string): Promise<void> {
  const same: Edition = { lines, revision: 0, changedOneIn: 1 }
  const changed: Edition = { lines, revision: 1, changedOneIn: 1 }
  const onePercent: Edition = { lines, revision: 2, changedOneIn: 100 }
  say(`${count(lines)} lines, ${count(rowsIn(same))} rows of all kinds`)

  await client`create table ceiling_lines (like entitlement_lines including all)`
  const ceiling = {
    fresh: lines / (await upsertLines(client, same)),
    unchanged: lines / (await upsertLines(client, same)),
    changed: lines / (await upsertLines(client, changed)),
  }
  await client`drop table ceiling_lines`
  for (const [title, rate] of Object.entries(ceiling))
    say(`ceiling ${title.padEnd(12)} ${count(rate).padStart(9)} rows/s`)
  say()
  say('                  seconds  reading    rows/s   of ceiling  memory MB  longest look  longest lock')
  const fresh = await sync(address, { ...same, mode: 'full' }, 'full, fresh', ceiling.fresh)
  await sync(address, { ...same, mode: 'full' }, 'full, unchanged', ceiling.unchanged)
  await sync(address, { ...changed, mode: 'full' }, 'full, changed', ceiling.changed)
  const incremental = await sync(address, { ...onePercent, mode: 'incremental' }, 'incremental, 1 %', null)
  say()
  say(`incremental takes 1/${(fresh.seconds / incremental.seconds).toFixed(0)} of a fresh full sync`)
  const [size] = await client`select pg_size_pretty(pg_database_size(current_database())) as size`
  say(`database ${size?.['size']}`)
}

const outcome = z.object({
  seconds: z.number(),
  readSeconds: z.number(),
  rows: z.number(),
  baseMegabytes: z.number(),
  peakMegabytes: z.number(),
})

async function sync(
  address: string,
  edition: Edition & { readonly mode: 'full' | 'incremental' },
  title: string,
  ceilingRate: number | null,
): Promise<z.infer<typeof outcome>> {
  const child = fork(new URL('./sync-child.ts', import.meta.url), [JSON.stringify({ url: address, ...edition })])
  let message: unknown = null
  child.once('message', (sent) => {
    message = sent
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const looks = watch(address, ended)
  await ended
  const { longestLookMs, longestLockMs } = await looks
  const found = outcome.parse(message)
  const rate = found.rows / found.seconds
  say(
    [
      title.padEnd(17),
      found.seconds.toFixed(2).padStart(8),
      found.readSeconds.toFixed(2).padStart(8),
      count(rate).padStart(10),
      (ceilingRate === null ? '' : (rate / ceilingRate).toFixed(2)).padStart(12),
      `${found.peakMegabytes.toFixed(0)} (${found.baseMegabytes.toFixed(0)})`.padStart(10),
      `${longestLookMs.toFixed(0)} ms`.padStart(13),
      `${longestLockMs.toFixed(0)} ms`.padStart(13),
    ].join(' '),
  )
  return found
}

/** Looks up an account's lines again and again as a shopper does; notes the slowest look, and how long one waited for a lock. */
async function watch(address: string, ended: Promise<void>): Promise<{ longestLookMs: number; longestLockMs: number }> {
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
      await pause(5)
    }
  }
  const observe = async () => {
    while (running) {
      const [row] = await observer`select extract(epoch from max(clock_timestamp() - waitstart)) * 1000 as ms
        from pg_locks join pg_stat_activity using (pid) where not granted and application_name = 'bench-shopper'`
      longestLockMs = Math.max(longestLockMs, Number(row?.['ms'] ?? 0))
      await pause(10)
    }
  }
  await Promise.all([shop(), observe()])
  await Promise.all([shopper.end({ timeout: 1 }), observer.end({ timeout: 1 })])
  return { longestLookMs, longestLockMs }
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}

await main()
