export { forEver, type HeldRight, heldRights } from './held-rights.ts'
export { type PlatformOffer, platformOffers } from './platform-offers.ts'
export type { DownloadFile, DownloadPackage, EntitlementPlatform } from './port.ts'
