export { type Asker, askInTurn, packagesOfLines } from './ask-in-turn.ts'
export { chainSchema, type ImportedChain } from './chain.ts'
export { importChains, removeChains } from './chain-store.ts'
export { channelPartnersOf, customersOfChannelPartner, isNamedOnLine } from './channel-partners.ts'
export { checkGrants } from './check-grants.ts'
export { type DeliveredRight, deliveredFor, downloadOfRight, type RightDownload } from './delivered.ts'
export { isPublished, type ReadRights, type RightsSources, refreshRights, rightsFacts } from './effective-rights.ts'
export { grantsToCheck } from './events.ts'
export { type BothSides, saveFormerRows } from './former-rows.ts'
export {
  type HeldRight,
  heldRights,
  type OfferedProduct,
  type RightsAndOffers,
  rightsAndOffers,
  rightsOfFacts,
} from './held-rights.ts'
export { highestOrderNumber } from './highest-order-number.ts'
export { isDelivered, mayDeliver } from './is-delivered.ts'
export { knownRights, type RightsSince, rightsSinceFacts } from './kept-rights.ts'
export { type LineEnd, lineEnds } from './line-ends.ts'
export { formerLines, presentEntitlement, presentLine, presentLines } from './line-successors.ts'
export { linesWithoutOrder } from './lines-without-order.ts'
export { type ListedChain, listChains, partNumbersOf } from './list-chains.ts'
export { lineMirror, maintenanceMirror, partNumberMirror, productMirror, relationMirror } from './mirror.ts'
export {
  livePartNumbers,
  livePartNumbersAmong,
  type PlatformOffer,
  partNumbersRead,
  platformOffers,
} from './platform-offers.ts'
export type {
  Attributes,
  AttributeValue,
  CompletedDownload,
  DownloadFile,
  DownloadPackage,
  EntitlementPlatform,
  MarkedPage,
  MarkedPageQuery,
  NewEntitlementLine,
  NewMaintenanceLine,
  OddRow,
  PlatformDownloads,
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
  PlatformReader,
  PlatformWriter,
  ProductKey,
} from './port.ts'
export { productCategories, productTitles } from './product-categories.ts'
export { requestGrantCheck } from './request-grant-check.ts'
export { heldRightsAsOf, rightsAndOffersAsOf, rowsAsKnown } from './rights-history.ts'
export { entitlementLines, maintenanceLines, platformPartNumbers, products } from './tables.ts'
export { type GrantChecked, recordGrantsChecked, undeliveredNow } from './undelivered-grants.ts'
export { chooseUnknownRelease, unknownReleases } from './unknown-releases.ts'
