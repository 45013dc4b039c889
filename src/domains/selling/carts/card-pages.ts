import { eq, type SQL } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { closeLater, openPaymentsOf } from '../../money/payments/index.ts'
import { pricedCarts } from './tables.ts'

/** The cart is no longer what was priced, so no card page of it may be paid: part of each change of a cart. */
export async function closeCardPagesOfCart(tx: Tx, cartId: string): Promise<void> {
  await closePages(tx, eq(pricedCarts.cartId, cartId))
}

/** No card page of the priced cart of the version may be paid. */
export async function closeCardPagesOfVersion(tx: Tx, versionId: string): Promise<void> {
  await closePages(tx, eq(pricedCarts.quoteVersionId, versionId))
}

// By the job alone: a change of a cart holds the cart, and a payment that completes waits for it.
async function closePages(tx: Tx, of: SQL): Promise<void> {
  const rows = await tx.select({ id: pricedCarts.id }).from(pricedCarts).where(of)
  const open = await openPaymentsOf(
    tx,
    rows.map(({ id }) => id),
  )
  for (const payment of open) await closeLater(tx, payment)
}
