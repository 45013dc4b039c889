import type { EntitlementPlatform } from '../../../domains/entitlements/rights/port.ts'
import { createAccounts } from './accounts.ts'
import { createAuthentication } from './authentication.ts'
import { createCatalog } from './catalog.ts'
import { createDelivery } from './delivery.ts'
import { createLicenseModels } from './license-models.ts'
import { createLines } from './lines.ts'
import { type FlexnetOptions, settingsOf } from './options.ts'
import { createSales } from './sales.ts'
import { createThreadedBulkReads } from './threaded-bulk-reads.ts'
import { createTransport } from './transport.ts'

/**
 * FlexNet Operations behind the store's own words. Every failure is a PartnerFailure, judged once: reads are tried again
 * here, writes are sent once, and one without a clear answer is `unclear`. Error texts hold no credentials, tokens or
 * e-mail addresses.
 */
export function createFlexnetPlatform(options: FlexnetOptions): EntitlementPlatform {
  const settings = settingsOf(options)
  const transport = createTransport(settings)
  const { exists, ...lines } = createLines(transport, settings)
  const { secureToken, validateToken, checkPassword } = createAuthentication(transport, settings)
  return {
    ...createCatalog(transport, settings.pageSize),
    ...createAccounts(transport, settings),
    ...lines,
    ...createSales(transport, { exists }),
    ...createLicenseModels(transport),
    ...(options.thread ? createThreadedBulkReads(options) : {}),
    ...createDelivery(transport, { header: settings.deliveryHeader, storeUser: settings.storeUser, secureToken }),
    validateToken,
    checkPassword,
  }
}
