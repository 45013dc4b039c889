import type { Db } from '../../../platform/db/db.ts'
import { viewHelpers } from '../../../platform/http/pages/view-helpers.ts'
import type { MoneyBack } from './money-back-schema.ts'
import { type CardReturn, returnsOfPayment } from './return-store.ts'

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

/** What a paper says of it, in one sentence. */
export function moneyBackSentence({ amountMinor, currency, reason, state, receivedAt, returnedAt }: MoneyBack): string {
  const amount = viewHelpers.money(amountMinor, currency)
  const title = reason === 'paid-twice' ? 'Paid twice' : 'Paid after the offer was over'
  if (state === 'returned')
    return `${title}, given back: ${amount} went back to the card on ${viewHelpers.date(returnedAt)}.`
  if (state === 'due')
    return `${title}: ${amount} came in by card on ${viewHelpers.date(receivedAt)} and goes back to the card by itself.`
  return `${title}: the bank did not take ${amount} back to the card. It is given back in another way.`
}

/** What of a card payment goes back; the caller knows that the payment is the account's. */
export async function moneyBackOfPayment(deps: { readonly db: Db }, paymentId: string): Promise<MoneyBack[]> {
  return (await returnsOfPayment(deps.db, paymentId)).map(moneyBackOf)
}
