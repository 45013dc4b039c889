export { alarmLateSync } from './alarm-late-sync.ts'
export { type Asker, askInTurn, packagesOfLines } from './ask-in-turn.ts'
export { chainSchema, type ImportedChain } from './chain.ts'
export { importChains, removeChains } from './chain-store.ts'
export { channelPartnersOf, customersOfChannelPartner, isNamedOnLine } from './channel-partners.ts'
export { checkPushDemands } from './check-push-demands.ts'
export { decideRehearsed } from './decide-rehearsed.ts'
export { type DeliveredRight, deliveredFor, downloadOfRight, type RightDownload } from './delivered.ts'
export {
  type DriftReport,
  type DriftRow,
  driftOf,
  driftRowsOf,
  latestDrift,
} from './drift-report.ts'
export { type ReadRights, rightsFacts } from './effective-rights.ts'
export { entitlementHandlers } from './handlers.ts'
export {
  type HeldRight,
  heldRights,
  type OfferedProduct,
  rightsAndOffers,
  rightsOfFacts,
} from './held-rights.ts'
export { highestOrderNumber } from './highest-order-number.ts'
export { isDelivered, mayDeliver } from './is-delivered.ts'
export { formerLines, presentLine, presentLines } from './line-successors.ts'
export { linesWithoutOrder } from './lines-without-order.ts'
export { type ListedChain, listChains, partNumbersOf } from './list-chains.ts'
export { driftRowsKept } from './note-drift.ts'
export { ordersElsewhere } from './orders-elsewhere.ts'
export { openLinks } from './parent-link-store.ts'
export { livePartNumbers, livePartNumbersAmong, type PlatformOffer, platformOffers } from './platform-offers.ts'
export type { CompletedDownload, DownloadFile, DownloadPackage, EntitlementPlatform } from './port.ts'
export { productCategories, productTitles } from './product-categories.ts'
export {
  checkPushAttributes,
  pushAttributeSchema,
  replacePushAttributes,
  scopeOf,
} from './push-attributes.ts'
export {
  attemptsOf,
  findPush,
  lastWritten,
  linesOf as pushLinesOf,
  maintenanceOfOrders,
  pushesIn,
  rightsNumberedLike,
  rightsOfOrders,
} from './push-store.ts'
export { type QuarantinedRow, quarantined } from './quarantine.ts'
export { paceOf } from './reading-pace.ts'
export {
  type BrokenOffers,
  type ItemChanges,
  type Rehearsal,
  type RehearsalObservers,
  rehearsalOf,
  rowsShown,
} from './rehearsal.ts'
export { type KeptHoldings, keep, keepHoldings } from './rehearse-holdings.ts'
export { activationIdOf, requestPush } from './request-push.ts'
export { heldRightsAsOf, rightsAndOffersAsOf, rowsAsKnown } from './rights-history.ts'
export { carryOutSync, openSync, requestSync, type SyncDeps } from './run-sync.ts'
export type { SyncProgress } from './sync-reading.ts'
export { findRun, lastPublished, recentRuns, type SyncRun } from './sync-store.ts'
export { type GrantChecked, noteGrantsChecked, undeliveredNow } from './undelivered-grants.ts'
export { chooseUnknownRelease, unknownReleases } from './unknown-releases.ts'
