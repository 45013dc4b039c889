import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { checkGrants } from './check-grants.ts'
import { grantsToCheck, linkDue, pushRequested, syncRequested, welcomeRequested } from './events.ts'
import { linkParent } from './link-parent.ts'
import { pushEntitlement } from './push-entitlement.ts'
import { requestWelcome } from './request-welcome.ts'
import { carryOutSync, type SyncDeps } from './run-sync.ts'

export function entitlementHandlers(deps: SyncDeps): JobHandler[] {
  return [
    handle(syncRequested, ({ runId }, stopping) => carryOutSync({ ...deps, stopping }, runId)),
    handle(grantsToCheck, (asked, stopping) => checkGrants({ ...deps, stopping }, asked)),
    handle(pushRequested, ({ orderId }) => pushEntitlement(deps, orderId)),
    handle(linkDue, ({ activationId }) => linkParent(deps, activationId)),
    handle(welcomeRequested, ({ orderId }) => requestWelcome(deps, orderId)),
  ]
}
