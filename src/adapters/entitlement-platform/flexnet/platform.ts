import type { EntitlementPlatform } from '../../../domains/entitlements/rights/port.ts'
import { createThreadedBulkReads } from './bulk/threaded-bulk-reads.ts'
import { createDelivery } from './delivery.ts'
import { type FlexnetOptions, settingsOf } from './options.ts'
import { createAuthentication } from './protocol/authentication.ts'
import { createTransport } from './protocol/transport.ts'
import { createAccounts } from './reads/accounts.ts'
import { createCatalog } from './reads/catalog.ts'
import { createLicenseModels } from './reads/license-models.ts'
import { createLines } from './reads/lines.ts'
import { createSales } from './sales.ts'

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
