import { and, desc, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { commonEndOf } from './line-term.ts'
import type { Want } from './price-wants.ts'
import { cartLines, carts, quotes } from './tables.ts'

/** What somebody may still turn into an order: an open cart, or a quote of one that is good. */
export interface Offer {
  readonly kind: 'cart' | 'quote'
  readonly id: string
  readonly cartId: string
  readonly accountId: string
  readonly userName: string
  readonly endCustomerAccountId: string | null
  /** Of a quote; a cart has the account's. */
  readonly currency: string | null
  readonly lines: readonly Want[]
  /** Net amount of each line of a quote, by its id; null for a cart, which has today's price. */
  readonly quoted: ReadonlyMap<string, number> | null
}

/** Those that are of one of the accounts, for one of them, or have one of the part numbers: quotes first, latest first. */
export async function openOffers(
  tx: Tx,
  { at, touched }: { readonly at: Date; readonly touched: { readonly accountIds: SQL; readonly partNumbers: SQL } },
): Promise<Offer[]> {
  const { accountIds, partNumbers } = touched
  const isTouched = (offer: typeof carts | typeof quotes, has: SQL) =>
    or(inArray(offer.accountId, accountIds), inArray(offer.endCustomerAccountId, accountIds), has)
  const found = await tx
    .select({ quote: quotes })
    .from(quotes)
    .innerJoin(carts, eq(carts.id, quotes.cartId))
    .where(
      and(
        eq(carts.state, 'open'),
        eq(quotes.state, 'open'),
        gt(quotes.expiresAt, at),
        isTouched(
          quotes,
          sql`exists (select from jsonb_array_elements(${quotes.lines}) line where line ->> 'partNumber' in ${partNumbers})`,
        ),
      ),
    )
    .orderBy(desc(quotes.createdAt), desc(quotes.id))
  return [...found.map(({ quote }) => offerOfQuote(quote)), ...(await openCarts(tx, isTouched, partNumbers))]
}

function offerOfQuote(quote: typeof quotes.$inferSelect): Offer {
  const { id, cartId, accountId, userName, endCustomerAccountId, currency } = quote
  return {
    ...{ kind: 'quote', id, cartId, accountId, userName, endCustomerAccountId, currency },
    lines: quote.lines.map((line) => ({ ...line, id: String(line.lineNumber), coTermThrough: commonEndOf(line) })),
    quoted: new Map(quote.lines.map((line) => [String(line.lineNumber), line.netMinor])),
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
    found.set(id, { kind: 'cart', ...owner, currency: null, quoted: null, lines })
  }
  return [...found.values()]
}
