import { formatMoney, money } from '../../../kernel/money.ts'
import type { Actor, OrderDeps } from '../../fulfilment/orders/index.ts'
import { reasonSentence } from '../approvals/index.ts'
import { openCart } from '../carts/index.ts'
import { approversOf, judgeIntended } from './judge-order.ts'

export interface Foreseen {
  readonly approvalNeeded: boolean
  /** What ordering would lead to, in a sentence; null when the order would be placed at once. */
  readonly approvalSentence: string | null
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

/** The same for a quote in writing, before it is accepted. */
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
  if (judgement.outcome === 'place') return { approvalNeeded: false, approvalSentence: null }
  const why = judgement.reasons.map(reasonSentence).join(' ')
  if (judgement.outcome === 'refuse')
    return { approvalNeeded: false, approvalSentence: `This order would be refused: ${why} Nobody may approve it.` }
  const names = (await approversOf(deps.db, actor)).map(({ name }) => name)
  const by = names.length > 3 ? `${names.slice(0, 3).join(', ')} or another approver` : orList(names)
  const amount = formatMoney(money(total.totalMinor, total.currency))
  return {
    approvalNeeded: true,
    approvalSentence: `This order of ${amount} will need approval by ${by} before it is placed. ${why}`,
  }
}

function orList(names: readonly string[]): string {
  const [last, ...others] = [...names].reverse()
  return others.length === 0 ? (last ?? 'an approver') : `${others.reverse().join(', ')} or ${last}`
}
