export { alarmLateSync } from './alarm-late-sync.ts'
export type { ImportedChain } from './chain.ts'
export { importChains, removeChains } from './chain-store.ts'
export {
  type DriftReport,
  type DriftRow,
  driftOf,
  driftRowsOf,
  latestDrift,
} from './drift-report.ts'
export { refreshRights } from './effective-rights.ts'
export { entitlementHandlers } from './handlers.ts'
export {
  type HeldRight,
  heldRights,
  type OfferedProduct,
  type RightsAndOffers,
  rightsAndOffers,
} from './held-rights.ts'
export { linesWithoutOrder } from './lines-without-order.ts'
export { driftRowsKept } from './note-drift.ts'
export { type PlatformOffer, platformOffers } from './platform-offers.ts'
export type { DownloadFile, DownloadPackage, EntitlementPlatform } from './port.ts'
export {
  attemptsOf,
  findPush,
  linesOf as pushLinesOf,
  maintenanceOfOrders,
  pushesIn,
  rightsNumberedLike,
  rightsOfOrders,
} from './push-store.ts'
export { activationIdOf, requestPush } from './request-push.ts'
export { heldRightsAsOf, rightsAndOffersAsOf } from './rights-history.ts'
export { carryOutSync, decideRehearsed, openSync, requestSync, type SyncDeps } from './run-sync.ts'
export { findRun, lastPublished, recentRuns, type SyncRun } from './sync-store.ts'
