import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { raiseAlarm } from '../../people/notifications/index.ts'
import { hasOwn, type Reading } from './line-of-order.ts'
import type { PushDeps } from './push-deps.ts'
import * as store from './push-store.ts'
import { activationIdOf } from './request-push.ts'

/**
 * Gives the missing lines of an order, and its entitlement, ids that no other order can have: the platform has those that
 * follow from the order number for somebody else's order. The order keeps its number, which is on paper; operators are
 * told. Kept before anything is created, and the same ids for the same order, so that a retry meets what this try makes.
 * @throws {PartnerFailure} when the second ids are taken as well
 */
export async function mintAgain(
  deps: PushDeps,
  push: store.Push,
  lines: readonly store.PushLine[],
  { there, taken }: Reading,
): Promise<store.Push> {
  const stem = `${push.orderNumber}-${push.orderId.slice(-8).toUpperCase()}`
  if (taken.some((id) => id.startsWith(stem)))
    throw new PartnerFailure('entitlement-platform', 'final', `The platform has ${taken.join(', ')} for another order`)
  const renamed = lines
    .filter(({ activationId }) => !there.has(activationId))
    .map(({ activationId, orderLineNumber }) => ({ from: activationId, to: activationIdOf(stem, orderLineNumber) }))
  const entitlementId = hasOwn(lines, there) ? push.entitlementId : stem
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    await store.renameLines(tx, { orderId: push.orderId, entitlementId, lines: renamed })
    const outcome = `the platform has ${taken.join(', ')} for another order; this one gets ${renamed.map(({ to }) => to).join(', ')}`
    await store.recordAttempt(tx, { orderId: push.orderId, action: 'clash', outcome, at })
    await raiseAlarm(tx, deps, {
      alarm: 'order-number-taken',
      about: push.orderNumber,
      detail: `The platform has ${taken.join(', ')} for an order that is not this one. The rights of this order were given ids of their own. Is a second store beside the platform, or was this database restored? Give each store an ORDER_NUMBER_PREFIX of its own.`,
      adminPath: `/admin/orders/${push.orderId}`,
      dedupeKey: `order-number-taken:${push.orderId}`,
      at,
    })
  })
  return { ...push, entitlementId }
}
