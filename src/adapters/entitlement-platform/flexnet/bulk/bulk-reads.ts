import type { PlatformReader } from '../../../../domains/entitlements/rights/port.ts'
import { type FlexnetOptions, settingsOf } from '../options.ts'
import { createTransport } from '../protocol/transport.ts'
import { createAccounts } from '../reads/accounts.ts'
import { createCatalog } from '../reads/catalog.ts'
import { createLines } from '../reads/lines.ts'

/** What a sync reads: whole catalogs and customer bases, page by page. */
export type BulkReads = Pick<
  PlatformReader,
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
