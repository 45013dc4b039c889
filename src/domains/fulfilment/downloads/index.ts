export { packagesByLine } from './download-states.ts'
export {
  type DownloadDeps,
  type Downloads,
  downloadsOfLine,
  downloadsSchema,
  type ServesCustomer,
} from './downloads.ts'
export { downloadHandlers } from './handlers.ts'
export { chooseMedia, kitsAvoided, recordKitRemoved, recordOfferShown } from './kit-choice.ts'
export { askAboutOpenOffers, downloadsDue, readPlatformDownloads } from './platform-downloads.ts'
export {
  type DownloadedBefore,
  downloadedBefore,
  downloadedBeforeSchema,
  kitsDownloaded,
  titlesOf,
} from './taken-downloads.ts'
