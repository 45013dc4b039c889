import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { findAccount } from '../../people/accounts/index.ts'
import type { PushDeps } from './push-deps.ts'
import * as store from './push-store.ts'

/**
 * Asks the platform, once per order, for its welcome mail; the store itself sends a receipt and no second welcome (S64).
 * The request is noted before it is made, because each call mails again: after a death or a lost answer in between no
 * second one is asked for, and the log says so.
 */
export async function requestWelcome(deps: PushDeps, orderId: string): Promise<void> {
  const push = await store.findPush(deps.db, orderId)
  if (push?.state !== 'live' || push.shipToEmail === null) return
  const lines = await store.linesOf(deps.db, orderId)
  // Lines that went into an entitlement that the account had are announced by that entitlement.
  const entitlementId = lines.some((line) => line.targetEntitlementId === null)
    ? push.entitlementId
    : lines[0]?.targetEntitlementId
  if (!entitlementId || !(await findAccount(deps.db, push.accountId))) return
  const mine = await deps.db.transaction((tx) => store.claimWelcome(tx, orderId, deps.clock.now()))
  if (!mine) return
  try {
    await deps.platform.emailEntitlement({ entitlementId, to: push.shipToEmail, locale: push.locale })
  } catch (error) {
    if (error instanceof PartnerFailure && error.judgement !== 'unclear') {
      await deps.db.transaction((tx) => store.releaseWelcome(tx, orderId))
      throw error
    }
    deps.log.warn({ orderId, err: error }, 'whether the welcome mail went out is not known; it is not asked for again')
  }
}
