import { formatMoney, money } from '../../../kernel/money.ts'
import { type Message, message } from '../../../platform/messages/messages.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { reasonMessage } from '../approvals/index.ts'
import { openCart } from '../carts/index.ts'
import { approversOf, judgeIntended } from './judge-order.ts'

export interface Foreseen {
  readonly approvalNeeded: boolean
  /** Who has to approve the order, or that nobody can, and why; none when it would be placed at once. */
  readonly approvalSentences: readonly Message[]
}

/**
 * Says beforehand whether the member's cart would wait for an approver, and for whom. An outlook: what counts is asked
 * again when it is ordered.
 */
export async function foreseeApproval(
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  actor: Actor,
  total: { readonly totalMinor: number; readonly currency: string },
): Promise<Foreseen> {
  const cart = await openCart(deps.db, actor)
  return foresee(deps, actor, { ...total, cartId: cart?.id ?? '' })
}

/** Says whether a written quote would wait for an approver, before it is accepted. */
export async function foreseeAcceptance(
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  actor: Actor,
  offer: { readonly totalMinor: number; readonly currency: string },
): Promise<Foreseen> {
  return foresee(deps, actor, { totalMinor: offer.totalMinor, currency: offer.currency, cartId: '' })
}

async function foresee(
  deps: Pick<OrderDeps, 'db' | 'clock'>,
  actor: Actor,
  total: { readonly totalMinor: number; readonly currency: string; readonly cartId: string },
): Promise<Foreseen> {
  const { accountId, userName } = actor
  const judgement = await judgeIntended(deps.db, { accountId, userName, ...total }, deps.clock.now())
  if (judgement.outcome === 'place') return { approvalNeeded: false, approvalSentences: [] }
  const why = judgement.reasons.map(reasonMessage)
  if (judgement.outcome === 'refuse') {
    const approvalSentences = [message('approvals.foreseen.refused'), ...why, message('approvals.foreseen.noApprover')]
    return { approvalNeeded: false, approvalSentences }
  }
  const approvers = await approversOf(deps.db, actor)
  const [first = '', second = '', third = ''] = approvers.map(({ name }) => name)
  const needed = message('approvals.foreseen.needed', {
    count: approvers.length,
    total: formatMoney(money(total.totalMinor, total.currency)),
    first,
    second,
    third,
  })
  return { approvalNeeded: true, approvalSentences: [needed, ...why] }
}
