import type { EntitlementPlatform } from '../../../domains/entitlements/rights/port.ts'
import { createAccounts } from './accounts.ts'
import { createCatalog } from './catalog.ts'
import { createLines } from './lines.ts'
import { type FlexnetOptions, settingsOf } from './options.ts'
import { createTransport } from './transport.ts'

/** What a sync reads: whole catalogs and customer bases, page by page. */
export type BulkReads = Pick<
  EntitlementPlatform,
  | 'products'
  | 'partNumbers'
  | 'relationsOf'
  | 'accounts'
  | 'parentsOf'
  | 'members'
  | 'entitlementLines'
  | 'maintenanceLines'
>

export function createBulkReads(options: FlexnetOptions): BulkReads {
  const settings = settingsOf(options)
  const transport = createTransport(settings)
  const { products, partNumbers, relationsOf } = createCatalog(transport, settings.pageSize)
  const { accounts, parentsOf, members } = createAccounts(transport, settings)
  const { entitlementLines, maintenanceLines } = createLines(transport, settings)
  return { products, partNumbers, relationsOf, accounts, parentsOf, members, entitlementLines, maintenanceLines }
}
