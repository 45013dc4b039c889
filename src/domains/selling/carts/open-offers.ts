import { and, desc, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { commonEndOf } from './line-term.ts'
import type { RequestedLine } from './price-lines.ts'
import { cartLines, carts, pricedCarts } from './tables.ts'

/** What somebody may still turn into an order: an open cart, or a priced cart of one that is good. */
export interface Offer {
  readonly kind: 'cart' | 'pricedCart'
  readonly id: string
  readonly cartId: string
  readonly accountId: string
  readonly userName: string
  readonly endCustomerAccountId: string | null
  /** Of a priced cart; a cart has the account's. */
  readonly currency: string | null
  readonly lines: readonly RequestedLine[]
  /** Net amount of each line of a priced cart, by its id; null for a cart, which has today's price. */
  readonly pricedNet: ReadonlyMap<string, number> | null
}

/** Those that are of one of the accounts, for one of them, or have one of the part numbers: priced carts first, latest first. */
export async function openOffers(
  tx: Tx,
  { at, touched }: { readonly at: Date; readonly touched: { readonly accountIds: SQL; readonly partNumbers: SQL } },
): Promise<Offer[]> {
  const { accountIds, partNumbers } = touched
  const isTouched = (offer: typeof carts | typeof pricedCarts, has: SQL) =>
    or(inArray(offer.accountId, accountIds), inArray(offer.endCustomerAccountId, accountIds), has)
  const found = await tx
    .select({ pricedCart: pricedCarts })
    .from(pricedCarts)
    .innerJoin(carts, eq(carts.id, pricedCarts.cartId))
    .where(
      and(
        eq(carts.state, 'open'),
        eq(pricedCarts.state, 'open'),
        gt(pricedCarts.expiresAt, at),
        isTouched(
          pricedCarts,
          sql`exists (select from jsonb_array_elements(${pricedCarts.lines}) line where line ->> 'partNumber' in ${partNumbers})`,
        ),
      ),
    )
    .orderBy(desc(pricedCarts.createdAt), desc(pricedCarts.id))
  return [
    ...found.map(({ pricedCart }) => offerOfPricedCart(pricedCart)),
    ...(await openCarts(tx, isTouched, partNumbers)),
  ]
}

function offerOfPricedCart(pricedCart: typeof pricedCarts.$inferSelect): Offer {
  const { id, cartId, accountId, userName, endCustomerAccountId, currency } = pricedCart
  return {
    kind: 'pricedCart',
    id,
    cartId,
    accountId,
    userName,
    endCustomerAccountId,
    currency,
    lines: pricedCart.lines.map((line) => ({ ...line, id: String(line.lineNumber), coTermThrough: commonEndOf(line) })),
    pricedNet: new Map(pricedCart.lines.map((line) => [String(line.lineNumber), line.netMinor])),
  }
}

async function openCarts(
  tx: Tx,
  isTouched: (offer: typeof carts, has: SQL) => SQL | undefined,
  partNumbers: SQL,
): Promise<Offer[]> {
  const has = sql`exists (select from ${cartLines} where ${cartLines.cartId} = ${carts.id}
    and ${cartLines.partNumber} in ${partNumbers})`
  const rows = await tx
    .select({ cart: carts, line: cartLines })
    .from(carts)
    .innerJoin(cartLines, eq(cartLines.cartId, carts.id))
    .where(and(eq(carts.state, 'open'), isTouched(carts, has)))
    .orderBy(desc(carts.updatedAt), desc(carts.id), cartLines.position)
  const found = new Map<string, Offer>()
  for (const { cart, line } of rows) {
    const { id, accountId, userName, endCustomerAccountId, coTermThrough } = cart
    const owner = { id, cartId: id, accountId, userName, endCustomerAccountId }
    const lines = [...(found.get(id)?.lines ?? []), { ...line, coTermThrough }]
    found.set(id, { kind: 'cart', ...owner, currency: null, pricedNet: null, lines })
  }
  return [...found.values()]
}
