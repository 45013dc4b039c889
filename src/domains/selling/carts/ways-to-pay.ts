import { money } from '../../../kernel/money.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { CardNotPossible } from './errors.ts'
import type { PricedCartView } from './schemas.ts'

interface Total {
  readonly totalMinor: number
  readonly currency: string
}

/** The ways to pay a total, and why the others are not offered. */
export function waysToPay(
  deps: Pick<OrderDeps, 'cards'>,
  total: Total,
): Pick<PricedCartView, 'paymentMethods' | 'notOffered'> {
  if (total.totalMinor === 0) return { paymentMethods: ['free'], notOffered: [] }
  const reason = deps.cards.refusalOf(money(total.totalMinor, total.currency))
  return reason === null
    ? { paymentMethods: ['purchaseOrder', 'card'], notOffered: [] }
    : { paymentMethods: ['purchaseOrder'], notOffered: [{ method: 'card', reason }] }
}

/** @throws {CardNotPossible} for a total that the card processor would refuse */
export function refuseCard(deps: Pick<OrderDeps, 'cards'>, total: Total): void {
  const reason = deps.cards.refusalOf(money(total.totalMinor, total.currency))
  if (reason !== null) throw new CardNotPossible(reason)
}
