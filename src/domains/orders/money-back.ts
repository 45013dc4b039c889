import type { Db } from '../../platform/db/db.ts'
import { type CardReturn, returnsOfPayment } from '../payments/index.ts'
import type { MoneyBack } from './money-back-schema.ts'

export function moneyBackOf(of: CardReturn): MoneyBack {
  return {
    amountMinor: of.amountMinor,
    currency: of.currency,
    reason: of.reason,
    state: of.state,
    receivedAt: of.receivedAt.toISOString(),
    returnedAt: of.returnedAt?.toISOString() ?? null,
  }
}

/** What of a card payment goes back; the caller knows that the payment is the account's. */
export async function moneyBackOfPayment(deps: { readonly db: Db }, paymentId: string): Promise<MoneyBack[]> {
  return (await returnsOfPayment(deps.db, paymentId)).map(moneyBackOf)
}
