import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createStripeProcessor } from '../../../../src/adapters/payment/stripe/index.ts'
import { importChains } from '../../../../src/domains/entitlements/rights/index.ts'
import { carryOutSync, decideDryRun, findRun, openSync } from '../../../../src/domains/entitlements/sync/index.ts'
import { closePair } from '../../../../src/domains/selling/approvals/close-pair.ts'
import { addToCart } from '../../../../src/domains/selling/carts/add-to-cart.ts'
import { priceCart } from '../../../../src/domains/selling/carts/priced-cart.ts'
import { cartLines } from '../../../../src/domains/selling/carts/tables.ts'
import { importOverrides } from '../../../../src/domains/shop/catalog/index.ts'
import { importPriceList } from '../../../../src/domains/shop/pricing/index.ts'
import { DomainError } from '../../../../src/kernel/domain-error.ts'
import { dublin } from '../../../support/shopping.ts'
import { accountOf, differing, type Given, holds, partOf, productOf } from './dry-run-world.ts'
import { accountsOf, orderableLines, seenPairs, told, without } from './naive-reference.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await syncWorld(50)
  const { db } = world.database
  await db.transaction(async (tx) => {
    const entries = Array.from({ length: 9 }, (_, n) => ({ partNumber: partOf(n), unitMinor: 1000 + n }))
    await importPriceList(tx, { id: 'all', name: 'All', audience: 'everybody', currency: 'EUR', entries })
    // A rule for one product, an early ship for one account, a day that has come, and an offer under maintenance.
    await importOverrides(
      tx,
      [
        { partNumber: partOf(0), requiresAnyOf: ['P1', 'P2@1', 'offered: P3@1'], soldTo: ['customer', 'vendor'] },
        { partNumber: partOf(1), addsToLine: true },
        // Kept from holders, from accounts and from tiers, without asking for anything; and two products at once.
        { partNumber: partOf(2), requiresNoneOf: ['P0', 'P4@1'] },
        { partNumber: partOf(4), notAccounts: [accountOf(3)], partnerTiers: ['gold'] },
        { partNumber: partOf(5), requiresAllOf: ['P1', 'P2@1'] },
        { partNumber: partOf(8), onlyAccounts: [0, 1, 2, 4, 5].map(accountOf), requiresNoneOf: ['P3'] },
      ],
      { at: world.clock.now() },
    )
    const chain = { validator: 'subscription' as const, grants: 'update' as const }
    await importChains(tx, [
      { id: 'early', from: { name: 'P0' }, to: productOf(3), ...chain, cohort: [accountOf(1)] },
      {
        id: 'day',
        from: { name: 'P1' },
        to: productOf(4),
        ...chain,
        cohort: [accountOf(2)],
        generalFrom: '2026-06-15',
      },
      { id: 'offer', from: productOf(2), to: productOf(6), validator: 'maintenance', grants: 'upgrade' },
      { id: 'warm', from: { name: 'P2' }, to: productOf(7), validator: 'warranty', warrantyDays: 60, grants: 'update' },
      { id: 'none', from: { name: 'P3' }, to: productOf(5), validator: 'subscription', grants: 'hidden' },
    ])
  })
})
afterAll(() => world.close())

/** Every account puts what it sees into a cart, some for a customer, and asks for a quote of it. */
async function shop(accounts: Given['accounts']): Promise<void> {
  const { database } = world
  // Says what cannot be paid by card, and is asked nothing else.
  const cards = createStripeProcessor({ secretKey: 'sk', webhookSecret: 'whsec', timeoutMs: 1000, log: world.deps.log })
  const deps = { ...world.deps, cards, closeOffers: closePair }
  await database.db.delete(cartLines)
  for (const { n } of accounts) {
    const actor = { accountId: accountOf(n), userName: `member-${n}@example.com` }
    for (let part = 0; part < 9; part += 1)
      await refusable(addToCart(deps, actor, { partNumber: partOf(part), quantity: n + 1, downloadDeclined: true }))
    if (n % 2 === 0)
      await refusable(priceCart({ ...deps, taxNoRate: 'sell', freightNoRate: 'sell' }, actor, { shipTo: dublin }))
  }
}

async function refusable(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
  })
}

async function dryRun() {
  const runId = await openSync(world.deps, { mode: 'full', trigger: 'test', dryRun: true })
  await carryOutSync(world.deps, runId)
  const run = await findRun(world.database.db, runId)
  if (!run?.dryRunReport) throw new Error('the run was no dry run')
  return { runId, dryRunReport: run.dryRunReport, report: run.report }
}

it('the numbers of a dry run are those of the publication that follows: accounts and items, carts, quotes and value, each found again the slow way [N12]', async () => {
  const { db } = world.database
  let [gained, lost, brokenCarts, brokenPricedCarts] = [0, 0, 0, 0]
  await fc.assert(
    fc.asyncProperty(differing, async ({ first, second, parts }) => {
      world.clock.advance({ seconds: 1 })
      holds(world.platform, first, world.clock.now())
      await world.run('full')
      await shop(first.accounts)
      const next = { ...first, ...Object.fromEntries(parts.map((part) => [part, second[part]])) }
      world.clock.advance({ seconds: 1 })
      holds(world.platform, next, world.clock.now())

      const at = world.clock.now()
      const seenBefore = await seenPairs(db, at)
      const linesBefore = await orderableLines(db, at)
      const { runId, dryRunReport, report } = await dryRun()
      expect(await seenPairs(db, at)).toEqual(seenBefore)
      await decideDryRun(world.deps, { runId, decision: 'publish', by: 'test' })
      await carryOutSync(world.deps, runId)
      const published = await findRun(db, runId)
      expect(published).toMatchObject({ state: 'published', report })
      const seenAfter = await seenPairs(db, at)
      const linesAfter = await orderableLines(db, at)

      for (const [side, pairs] of [
        ['gains', without(seenAfter, seenBefore)],
        ['loses', without(seenBefore, seenAfter)],
      ] as const) {
        expect(dryRunReport.items[side]).toEqual({ accounts: accountsOf(pairs), items: pairs.size })
        const said = told(dryRunReport.items, side)
        const unexplained = without(pairs, said.pairs)
        expect(said.pairs.size + unexplained.size).toBe(pairs.size)
        const byItem = [...unexplained].filter((pair) => said.everybody.has(pair.split(' ')[1] ?? ''))
        const byAccount = without(unexplained, new Set(byItem))
        for (const [item, count] of said.everybody)
          expect([item, byItem.filter((pair) => pair.endsWith(` ${item}`)).length]).toEqual([item, count])
        for (const pair of byAccount) expect(said.accounts.has(pair.split(' ')[0] ?? '')).toBe(true)
        for (const [account, count] of said.accounts)
          expect([account, [...byAccount].filter((pair) => pair.startsWith(`${account} `)).length]).toEqual([
            account,
            count,
          ])
      }
      gained += dryRunReport.items.gains.items
      lost += dryRunReport.items.loses.items

      const broken = without(linesBefore.keys(), new Set(linesAfter.keys()))
      for (const kind of ['cart', 'pricedCart'] as const) {
        const lines = [...broken].filter((line) => line.startsWith(kind))
        const minor = lines.reduce((sum, line) => sum + (linesBefore.get(line) ?? 0), 0)
        const figures = dryRunReport.offers[kind === 'cart' ? 'carts' : 'pricedCarts']
        expect(figures).toEqual({
          count: new Set(lines.map((line) => line.split(' ')[1])).size,
          lines: lines.length,
          value: lines.length === 0 ? [] : [{ currency: 'EUR', minor }],
        })
        const shown = dryRunReport.offers.broken.filter((one) => one.kind === kind)
        expect(shown.reduce((sum, one) => sum + one.valueMinor, 0)).toBe(minor)
      }
      brokenCarts += dryRunReport.offers.carts.count
      brokenPricedCarts += dryRunReport.offers.pricedCarts.count
    }),
    { numRuns: 20 },
  )
  // A property that never met a difference would say nothing.
  expect(Math.min(gained, lost, brokenCarts, brokenPricedCarts)).toBeGreaterThan(0)
}, 480_000)
