import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import type { StoreProcess } from '../support/store-process.ts'
import { type Shopped, shop } from './buyers.ts'
import { loadShop } from './checkout-data.ts'
import { copyOrder, rowsOfOrder, writeRows } from './order-ceiling.ts'
import { familySeconds, parentOf, processorSeconds } from './processor-time.ts'
import { tokenOf, withStore } from './shop-processes.ts'
import { countOf, forgetStatements, linesOf, statementsByCalls } from './statements.ts'
import { settle } from './with-database.ts'

export interface CheckoutBench {
  /** A migrated database without accounts and items; it is filled. */
  readonly url: string
  readonly say: (text?: string) => void
}

const accounts = 7
const linesOfAccount = Number(process.env['BENCH_LINES_OF_ACCOUNT'] ?? 70)
const orders = Number(process.env['BENCH_ORDERS'] ?? 400)
/** So many orders are there before a second look. */
const growth = Number(process.env['BENCH_GROWTH'] ?? 0)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)

/** Orders on a purchase order as buyers place them, over HTTP: three requests, beside one transaction with the same rows. */
export async function benchCheckout({ url, say }: CheckoutBench): Promise<void> {
  const sql = postgres(url, { max: 2, onnotice: () => {} })
  const dataDir = mkdtempSync(join(tmpdir(), 'store-bench-'))
  try {
    await loadShop(sql, { accounts, linesOfAccount })
    await withStore(url, dataDir, async (store) => {
      await shop({ ...(await shopping(8, 200, 'warm')), url: store.url })
      say(
        `${accounts} accounts with ${linesOfAccount} lines each; web role, ${orders} orders a round, ${rounds} rounds`,
      )
      say('buyers   orders/s   ceiling/s   ratio   p50, p99 ms   kB   statements   ms Node, PostgreSQL')
      for (const buyers of [8, 32]) await compare({ sql, store, url, say, buyers })
      say()
      await sayStatements({ sql, store, say })
      if (growth === 0) return
      await copyOrder(sql, await rowsOfOrder(sql), growth)
      await settle(sql)
      say()
      say(`after ${growth} further orders`)
      for (const buyers of [8, 32]) await compare({ sql, store, url, say, buyers })
    })
  } finally {
    await sql.end({ timeout: 1 })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Setting {
  readonly sql: Sql
  readonly store: StoreProcess
  readonly say: CheckoutBench['say']
}

async function compare(setting: Setting & { readonly url: string; readonly buyers: number }): Promise<void> {
  const { sql, store, url, say, buyers } = setting
  const seen: (Shopped & { ceiling: number; statements: number; node: number; database: number })[] = []
  const [{ pid: backend = 0 } = {}] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  const server = parentOf(backend)
  for (let round = 0; round < rounds; round += 1) {
    await forgetStatements(sql)
    const before = { node: processorSeconds(store.pid), database: familySeconds(server) }
    const shopped = await shop({ ...(await shopping(buyers, orders, `${buyers}-${round}`)), url: store.url })
    const each = (seconds: number) => (seconds * 1000) / orders
    const node = each(processorSeconds(store.pid) - before.node)
    const database = each(familySeconds(server) - before.database)
    const statements = countOf(await statementsByCalls(sql), orders)
    const ceiling = await writeRows(url, await rowsOfOrder(sql), { connections: buyers, orders })
    seen.push({ ...shopped, ceiling, statements, node, database })
  }
  const of = (pick: (one: (typeof seen)[number]) => number) =>
    seen.map(pick).sort((a, b) => a - b)[Math.floor(seen.length / 2)] ?? Number.NaN
  say(
    [
      String(buyers).padStart(6),
      of((one) => one.ordersPerSecond)
        .toFixed(1)
        .padStart(10),
      of((one) => one.ceiling)
        .toFixed(0)
        .padStart(11),
      of((one) => one.ordersPerSecond / one.ceiling)
        .toFixed(2)
        .padStart(7),
      `${of((one) => one.p50).toFixed(0)}, ${of((one) => one.p99).toFixed(0)}`.padStart(13),
      (of((one) => one.bytes) / 1000).toFixed(1).padStart(4),
      of((one) => one.statements)
        .toFixed(1)
        .padStart(12),
      `${of((one) => one.node).toFixed(1)}, ${of((one) => one.database).toFixed(1)}`.padStart(21),
    ].join(' '),
  )
}

/** One buyer alone: each statement of an order, as often as it is sent. */
async function sayStatements({ sql, store, say }: Setting): Promise<void> {
  await forgetStatements(sql)
  const alone = 20
  await shop({ ...(await shopping(1, alone, 'alone')), url: store.url })
  const statements = await statementsByCalls(sql)
  say(`one buyer: ${countOf(statements, alone).toFixed(1)} statements an order; times sent, ms each, statement`)
  for (const line of linesOf(statements, alone)) say(line)
}

async function shopping(buyers: number, count: number, run: string) {
  const tokens = await Promise.all(Array.from({ length: buyers }, (_, n) => tokenOf(n)))
  // Base licences, open to every account, and priced.
  const partNumbers = Array.from({ length: 40 }, (_, n) => `PART-${n * 10 + 1}`)
  return { tokens, partNumbers, orders: count, run: `${run}-${process.pid}` }
}
