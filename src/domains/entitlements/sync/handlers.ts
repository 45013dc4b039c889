import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { linkDue, linkParent, pushEntitlement, pushRequested, requestWelcome, welcomeRequested } from '../push/index.ts'
import { checkGrants, grantsToCheck } from '../rights/index.ts'
import { syncRequested } from './events.ts'
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
