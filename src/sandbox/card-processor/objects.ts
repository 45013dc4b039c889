import { balanceTransactionObject, payoutObject, refundObject } from './balance-objects.ts'
import { chargeObject, intentObject } from './payment-objects.ts'
import { sessionObject } from './session-object.ts'
import type { StripeObject } from './stripe-object.ts'
import { checkoutOf, type World } from './world.ts'

/** The object behind an id of any kind; undefined when there is none. */
export function objectById(world: World, id: string, baseUrl: string): StripeObject | undefined {
  const checkout = world.checkouts.get(id)
  if (checkout) return sessionObject(checkout, baseUrl)
  const owner = checkoutOf(world, id)
  if (owner?.intent?.id === id) return intentObject(owner) ?? undefined
  const charge = owner?.intent?.charges.find((one) => one.id === id)
  if (owner && charge) return chargeObject(world, owner, charge)
  const refund = world.refunds.get(id)
  if (refund) return refundObject(refund)
  const move = world.moves.get(id)
  if (move) return balanceTransactionObject(move)
  const payout = world.payouts.get(id)
  return payout && payoutObject(payout)
}
