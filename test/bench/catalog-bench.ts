import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import postgres, { type Sql } from 'postgres'
import { z } from 'zod'
import type { StoreProcess } from '../support/store-process.ts'
import { accountOf, addLines, type CatalogWorld, loadCatalog, openSessions } from './catalog-data.ts'
import { type Load, type Measured, measure } from './load.ts'
import { type Place, startCeiling, tokenOf, withStore } from './shop-processes.ts'
import { withDatabase } from './with-database.ts'

export interface CatalogBench {
  /** A migrated database without accounts and items; it is filled. */
  readonly url: string
  /** Entitlement lines in the end; a hundredth of them for the first look at growth. */
  readonly lines: number
  readonly say: (text?: string) => void
}

const world: CatalogWorld = {
  items: Number(process.env['BENCH_ITEMS'] ?? 100_000),
  accounts: Number(process.env['BENCH_ACCOUNTS'] ?? 100_000),
}
const requestsARound = Number(process.env['BENCH_REQUESTS'] ?? 3000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
// Who comes back; the others look once.
const regulars = 300

/** The catalog as shoppers meet it, over HTTP, beside its ceilings, which are measured in turn with it. */
export async function benchCatalog({ url, lines, say }: CatalogBench): Promise<void> {
  const sql = postgres(url, { max: 2, onnotice: () => {} })
  const dataDir = mkdtempSync(join(tmpdir(), 'store-bench-'))
  const ceiling = await startCeiling(url)
  try {
    say(
      `${count(world.items)} items, ${count(world.accounts)} accounts; vacuumed, analyzed and a checkpoint after each load`,
    )
    await loadCatalog(sql, world)
    await openSessions(
      sql,
      Array.from({ length: world.accounts }, (_, n) => n),
    )
    const few = Math.floor(lines / 100)
    await addLines(sql, world, 0, few)
    const before = await withStore(url, dataDir, (store) =>
      lookAround({ store, ceiling, say, title: `${count(few)} lines` }),
    )
    await addLines(sql, world, few, lines)
    const after = await withStore(url, dataDir, async (store) => {
      await sameAnswers(sql, store.url, ceiling.url)
      const seen = await lookAround({ store, ceiling, say, title: `${count(lines)} lines` })
      return seen
    })
    say()
    say(
      `growth of p99 from ${count(few)} to ${count(lines)} lines: ${(after.newP99 / before.newP99).toFixed(2)} times for`,
    )
    say(
      `new pages, ${(after.keptP99 / before.keptP99).toFixed(2)} for repeated ones (the ceiling's grew ${(after.ceilingP99 / before.ceilingP99).toFixed(2)} times)`,
    )
  } finally {
    ceiling.stop()
    await sql.end({ timeout: 1 })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Seen {
  readonly newP99: number
  readonly keptP99: number
  readonly ceilingP99: number
}

async function lookAround(given: {
  store: StoreProcess
  ceiling: Place
  say: CatalogBench['say']
  title: string
}): Promise<Seen> {
  const { store, ceiling, say } = given
  say()
  say(`${given.title.padEnd(34)} store/s ceiling/s   ratio   store p50, p99 ms   p99 of ceiling's`)
  const strangers = everyoneOnce()
  const pages = pageRequests()
  const items = itemRequests()
  const compare = async (title: string, connections: number, choose: () => Choice) => {
    const pairs: [Measured, Measured][] = []
    for (let round = 0; round < rounds; round += 1) {
      const choices = Array.from({ length: requestsARound }, choose)
      const bare = { url: ceiling.url, connections, requests: choices.map(({ bare }) => bare) }
      const whole: Load = { url: store.url, connections, requests: await Promise.all(choices.map(signed)) }
      pairs.push([await measure(whole), await measure(bare)])
    }
    const of = (pick: (pair: [Measured, Measured]) => number) => median(pairs.map(pick))
    say(
      [
        title.padEnd(32),
        count(of(([own]) => own.perSecond)).padStart(9),
        count(of(([, top]) => top.perSecond)).padStart(9),
        of(([own, top]) => own.perSecond / top.perSecond)
          .toFixed(2)
          .padStart(7),
        `${of(([own]) => own.p50).toFixed(1)}, ${of(([own]) => own.p99).toFixed(1)}`.padStart(19),
        of(([own, top]) => own.p99 / top.p99)
          .toFixed(2)
          .padStart(18),
      ].join(' '),
    )
    return { own: of(([own]) => own.p99), ceiling: of(([, top]) => top.p99) }
  }
  const regular = () => (Math.floor(Math.random() * regulars) * 7) % world.accounts
  // Both sides warm: compiled code, statements known to the database.
  for (const choose of [() => pages(strangers()), () => items(strangers())]) {
    const choices = Array.from({ length: 1000 }, choose)
    await measure({ url: ceiling.url, connections: 10, requests: choices.map(({ bare }) => bare) })
    await measure({ url: store.url, connections: 10, requests: await Promise.all(choices.map(signed)) })
  }
  const once = await compare('page, never asked before, 10', 10, () => pages(strangers()))
  await compare('page, never asked before, 50', 50, () => pages(strangers()))
  const again = await compare(`page, ${regulars} accounts come back, 10`, 10, () => pages(regular()))
  await compare(`page, ${regulars} accounts come back, 50`, 50, () => pages(regular()))
  await compare('item, never asked before, 10', 10, () => items(strangers()))
  await compare('item, repeated, 10', 10, () => items(regular(), 4))
  const empty = await measure({
    url: ceiling.url,
    connections: 10,
    requests: Array.from({ length: requestsARound }, () => ({ path: '/static', token: null })),
  })
  say(`${'static route'.padEnd(32)} ${''.padStart(9)} ${count(empty.perSecond).padStart(9)}`)
  say(`memory of the store ${megabytesOf(store.pid, 'VmRSS')} MB, at most ${megabytesOf(store.pid, 'VmHWM')} MB`)
  return { newP99: once.own, keptP99: again.own, ceilingP99: once.ceiling }
}

interface Choice {
  readonly account: number
  readonly path: string
  readonly bare: Load['requests'][number]
}

/** Accounts in an order without pattern, each once, as often around as is asked for. */
function everyoneOnce(): () => number {
  let n = 0
  return () => {
    n += 1
    return (n * 48_271) % world.accounts
  }
}

function pageRequests(): (account: number) => Choice {
  let n = 0
  return (account) => {
    n += 1
    const category = ['base', 'upgrade', 'addon', 'base', 'media'][n % 5] ?? 'base'
    return {
      account,
      path: `/api/items?category=${category}`,
      bare: { path: `/page?account=${accountOf(account)}&category=${category}`, token: null },
    }
  }
}

function itemRequests(): (account: number, among?: number) => Choice {
  let n = 0
  return (account, among = world.items / 10) => {
    n += 1
    // Open to all, and to every type of account.
    const partNumber = `PART-${((n * 7919) % Math.floor(among)) * 10 + 1}`
    return {
      account,
      path: `/api/items/${partNumber}`,
      bare: { path: `/item?account=${accountOf(account)}&partNumber=${partNumber}`, token: null },
    }
  }
}

async function signed({ account, path }: Choice): Promise<Load['requests'][number]> {
  return { path, token: await tokenOf(account) }
}

const storePage = z.object({
  items: z.array(z.object({ partNumber: z.string(), unitPrice: z.object({ minor: z.number() }) })),
})
const barePage = z.object({
  items: z.array(
    z.object({ part_number: z.string(), unit_minor: z.coerce.number(), off: z.coerce.number().nullable() }),
  ),
})

/** A ceiling that answered something else would be no measure. */
async function sameAnswers(sql: Sql, storeUrl: string, ceilingUrl: string): Promise<void> {
  const [{ account_id: holder = '' } = {}] = await sql`select account_id from account_parents limit 1`
  for (const account of [Number(String(holder).slice(8)), 17, 103, 250, 1237])
    for (const category of ['base', 'upgrade', 'addon']) {
      const own = await fetch(`${storeUrl}/api/items?category=${category}`, {
        headers: { authorization: `Bearer ${await tokenOf(account)}` },
      })
      const bare = await fetch(`${ceilingUrl}/page?account=${accountOf(account)}&category=${category}`)
      const shown = storePage.parse(await own.json()).items.map((item) => [item.partNumber, item.unitPrice.minor])
      const expected = barePage
        .parse(await bare.json())
        .items.map((item) => [
          item.part_number,
          item.unit_minor - Math.round((item.unit_minor * (item.off ?? 0)) / 10_000),
        ])
      if (JSON.stringify(shown) !== JSON.stringify(expected))
        throw new Error(`account ${account}, ${category}: ${JSON.stringify(shown)} is not ${JSON.stringify(expected)}`)
    }
}

function megabytesOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024)
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await withDatabase((url) =>
    benchCatalog({
      url,
      lines: Number(process.env['BENCH_LINES'] ?? 1_000_000),
      say: (text = '') => void process.stdout.write(`${text}\n`),
    }),
  )
