/**
 * What an item of a payout is to us. `fee`: what the processor keeps for no payment in particular, as a monthly one.
 * `returned-payout`: money that the bank sent back and the processor pays out again. `payout`: the payout itself, which
 * stands in its own list. Everything else moves the money of a payment.
 */
export type PayoutItemKind = 'payment' | 'fee' | 'returned-payout' | 'payout'

/** @see Stripe's reporting categories of balance transactions */
export function itemKindOf(item: {
  readonly reportingCategory: string
  readonly paymentIntentId: string | null
}): PayoutItemKind {
  switch (item.reportingCategory) {
    case 'payout':
      return 'payout'
    case 'payout_reversal':
      return 'returned-payout'
    case 'fee':
      // A fee that names a payment is one of its moves.
      return item.paymentIntentId === null ? 'fee' : 'payment'
    default:
      return 'payment'
  }
}
