import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { accountOf, loadCatalog, openSessions } from './catalog-data.ts'
import { measure } from './load.ts'
import { startCeiling, tokenOf, withStore } from './shop-processes.ts'
import { settle } from './with-database.ts'

const world = { items: 5_000, accounts: 2_000 }
const lists = Number(process.env['BENCH_LISTS'] ?? 2_000)
// Each account asks once in a round, and for another category in each: no answer is there already.
const categories = ['media', 'base', 'upgrade', 'addon']
/** What a page with all the lists may take, by p95: of one with hardly any, and of the ceiling beside it. */
const budget = { growth: 1.3, ofCeiling: 4 }

/** Pages of prices that nobody asked for before, with a few price lists and with 2,000 that price all 5,000 items (C8). */
export async function benchPrices({ url, say }: { readonly url: string; readonly say: (text?: string) => void }) {
  const sql = postgres(url, { max: 2, onnotice: () => {} })
  const dataDir = mkdtempSync(join(tmpdir(), 'store-bench-'))
  const ceiling = await startCeiling(url)
  try {
    await loadCatalog(sql, world)
    const accounts = Array.from({ length: world.accounts }, (_, n) => n)
    await openSessions(sql, accounts)
    say(`PRICES: ${world.items.toLocaleString('en')} items, p95 of a page over 10 connections, in milliseconds`)
    say(`${'price lists'.padStart(12)} ${'store'.padStart(8)} ${'ceiling'.padStart(8)} ${'ratio'.padStart(8)}`)
    const seen: { own: number; top: number }[] = []
    for (const many of [false, true]) {
      if (many) await addLists(sql)
      await settle(sql)
      const found = await withStore(url, dataDir, (store) => p95Beside(store.url, ceiling.url))
      seen.push(found)
      const [{ count = 0 } = {}] = await sql<{ count: number }[]>`select count(*)::int as count from price_lists`
      say(
        [count.toLocaleString('en'), found.own.toFixed(1), found.top.toFixed(1), (found.own / found.top).toFixed(2)]
          .map((text, column) => text.padStart(column === 0 ? 12 : 8))
          .join(' '),
      )
    }
    const [few, all] = seen
    if (!few || !all) throw new Error('nothing was measured')
    say(`growth of p95: ${(all.own / few.own).toFixed(2)} (budget ${budget.growth})`)
    say(`of the ceiling: ${(all.own / all.top).toFixed(2)} (budget ${budget.ofCeiling})`)
  } finally {
    ceiling.stop()
    await sql.end({ timeout: 1 })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Each of them is one account's own and prices everything. */
async function addLists(sql: Sql): Promise<void> {
  await sql`insert into price_lists (id, name, audience, audience_value, currency, priority, falls_back)
    select 'own-' || n, 'Own ' || n, 'account', 'ACCOUNT-' || n, case when n % 5 = 0 then 'EUR' else 'USD' end, 1, true
    from generate_series(0, ${lists - 1}::int) n`
  await sql`insert into price_list_entries (price_list_id, part_number, min_quantity, unit_minor)
    select 'own-' || l, 'PART-' || p, 1, 400 + (l + p) % 5000
    from generate_series(0, ${lists - 1}::int) l, generate_series(0, ${world.items - 1}::int) p`
}

async function p95Beside(storeUrl: string, ceilingUrl: string) {
  const own: number[] = []
  const top: number[] = []
  for (const [round, category] of categories.entries()) {
    const asked = Array.from({ length: world.accounts }, (_, n) => (n * 7_919) % world.accounts)
    const signed = asked.map(async (account) => ({
      path: `/api/items?category=${category}`,
      token: await tokenOf(account),
    }))
    const mine = await measure({ url: storeUrl, connections: 10, requests: await Promise.all(signed) })
    const bare = asked.map((account) => ({
      path: `/page?account=${accountOf(account)}&category=${category}`,
      token: null,
    }))
    const theirs = await measure({ url: ceilingUrl, connections: 10, requests: bare })
    // The first round warms both sides up.
    if (round === 0) continue
    own.push(mine.p95)
    top.push(theirs.p95)
  }
  return { own: middle(own), top: middle(top) }
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
