export { registerSyncAdminApi } from './admin-api.ts'
export { entitlementHandlers } from './handlers.ts'
export { forEver, type HeldRight, heldRights } from './held-rights.ts'
export { type PlatformOffer, platformOffers } from './platform-offers.ts'
export type { DownloadFile, DownloadPackage, EntitlementPlatform } from './port.ts'
export { pushEntitlement } from './push-entitlement.ts'
export {
  attemptsOf,
  findPush,
  linesOf as pushLinesOf,
  type MirroredRight,
  maintenanceOfOrders,
  pushesIn,
  rightsNumberedLike,
  rightsOfOrders,
} from './push-store.ts'
export { activationIdOf, type PushRequest, requestPush } from './request-push.ts'
export { carryOutSync, openSync, requestSync, type SyncDeps, type SyncProgress } from './run-sync.ts'
export { findRun, lastPublished, recentRuns, type SyncRun } from './sync-store.ts'
