import { and, eq } from 'drizzle-orm'
import type { ItemChanges } from '../../../../src/domains/entitlements/sync/index.ts'
import { accounts } from '../../../../src/domains/people/accounts/tables.ts'
import { priceLines } from '../../../../src/domains/selling/carts/price-lines.ts'
import { cartLines, carts, pricedCarts } from '../../../../src/domains/selling/carts/tables.ts'
import { loadViewer, visibleItems } from '../../../../src/domains/shop/catalog/index.ts'
import { dateOf } from '../../../../src/kernel/local-date.ts'
import type { Db } from '../../../../src/platform/db/db.ts'

/** Every pair of an account and an item that it sees, asked one account at a time. */
export async function seenPairs(db: Db, at: Date): Promise<Set<string>> {
  const seen = new Set<string>()
  for (const { accountId, removedAt } of await db.select().from(accounts)) {
    if (removedAt !== null) continue
    const viewer = await loadViewer(db, accountId, dateOf(at))
    for (const { partNumber } of (await visibleItems(db, viewer, { limit: 10_000 })).items)
      seen.add(`${accountId} ${partNumber}`)
  }
  return seen
}

/** Every line of an open cart or quote that can be ordered, with its net amount, asked one by one. */
export async function orderableLines(db: Db, at: Date): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  const look = async (
    id: string,
    owner: { accountId: string; endCustomerAccountId: string | null },
    lines: Parameters<typeof priceLines>[2],
    netOf: (lineId: string) => number | undefined,
  ) => {
    const rightsOf = owner.endCustomerAccountId ?? owner.accountId
    const viewer = await loadViewer(db, owner.accountId, dateOf(at), rightsOf).catch(() => null)
    if (viewer === null) return
    for (const requested of await priceLines(db, viewer, lines))
      if (requested.problem === null)
        found.set(
          `${id} ${requested.id}`,
          netOf(requested.id) ?? (requested.price?.unitPriceMinor ?? 0) * requested.quantity,
        )
  }
  for (const cart of await db.select().from(carts).where(eq(carts.state, 'open'))) {
    const lines = await db.select().from(cartLines).where(eq(cartLines.cartId, cart.id))
    await look(`cart ${cart.id}`, cart, lines, () => undefined)
  }
  for (const pricedCart of await db
    .select()
    .from(pricedCarts)
    .where(and(eq(pricedCarts.state, 'open'))))
    if (pricedCart.expiresAt > at) {
      const lines = pricedCart.lines.map((line) => ({ ...line, id: String(line.lineNumber) }))
      await look(`pricedCart ${pricedCart.id}`, pricedCart, lines, (id) => pricedCart.lines[Number(id) - 1]?.netMinor)
    }
  return found
}

export function without<Value>(these: Iterable<Value>, those: ReadonlySet<Value>): Set<Value> {
  return new Set([...these].filter((one) => !those.has(one)))
}

export function accountsOf(pairs: ReadonlySet<string>): number {
  return new Set([...pairs].map((pair) => pair.split(' ')[0])).size
}

/** What a dry run says of one side, pair by pair, as far as it names pairs; and how many it says beside them. */
export function told(changes: ItemChanges, side: 'gains' | 'loses') {
  const pairs = changes.changes.filter(({ change }) => change === side)
  return {
    pairs: new Set(pairs.map(({ accountId, partNumber }) => `${accountId} ${partNumber}`)),
    everybody: new Map(
      changes.everybody
        .filter(({ change }) => change === side)
        .map(({ partNumber, accounts: count }) => [partNumber, count] as const),
    ),
    accounts: new Map(changes.accounts.map((one) => [one.accountId, one[side]])),
  }
}
