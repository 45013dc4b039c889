import type { Clock } from '../../../kernel/clock.ts'
import type { Collection, Journal } from '../../journal.ts'
import {
  type Account,
  type CompletedDownload,
  type DownloadPackage,
  type Entitlement,
  type EntitlementLine,
  keyOf,
  type LoggedDownload,
  type MaintenanceLine,
  type Member,
  type PackageFile,
  type PartNumber,
  type Product,
  type ProductKey,
  type Relation,
  type SentMail,
} from './rows.ts'

/** Mandatory attributes of the tenant, by name; `licenseModel` has to be named by the order itself. */
export interface TenantDemands {
  readonly licenseModel: boolean
  readonly lineAttributes: readonly string[]
  readonly entitlementAttributes: readonly string[]
  /** License models beside those that part numbers name. */
  readonly licenseModels?: readonly LicenseModel[]
}

/** With what a line of it has to say, and the values that each may have; any where none is named. */
export interface LicenseModel {
  readonly name: string
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[]
}

/** Everything the platform knows. What changes goes through the journal; an index of thousands lies beside it. */
export interface World {
  readonly products: Collection<Product>
  readonly packages: Collection<DownloadPackage>
  readonly accounts: Collection<Account>
  readonly members: Collection<Member>
  readonly entitlements: Collection<Entitlement>
  readonly lines: Collection<EntitlementLine>
  readonly maintenanceLines: Collection<MaintenanceLine>
  readonly mails: Collection<SentMail>
  readonly downloads: Collection<CompletedDownload>
  readonly downloadLog: Collection<LoggedDownload>
  /** What this tenant demands of every line and entitlement that is created; nothing unless told. */
  readonly demands: Collection<TenantDemands>
  readonly isNew: boolean
  now(): string
  today(): string
  /** A platform id, never given twice. */
  nextUniqueId(): string
  /** Puts records beside the journal that are read again at each start; a journaled record of the same key wins. */
  addIndexed(products: readonly Product[], packages: readonly DownloadPackage[]): void
  partOf(partId: string): { readonly product: Product; readonly part: PartNumber } | undefined
  relationsOf(product: Product): readonly { readonly relation: Relation; readonly to: ProductKey }[]
  /** The package that lists the file, with the file. */
  fileOf(systemFileId: string): { readonly file: PackageFile; readonly download: DownloadPackage } | undefined
}

export function openWorld(journal: Journal, clock: Clock): World {
  const counters = journal.collection<number>('counters')
  const gone = journal.collection<true>('removedFromIndex')
  const entitlements = journal.collection<Entitlement>('entitlements')
  const lines = journal.collection<EntitlementLine>('lines')
  const maintenanceLines = journal.collection<MaintenanceLine>('maintenanceLines')
  dropOrphans(entitlements, lines)
  dropOrphans(entitlements, maintenanceLines)
  let version = 0
  const changed = () => {
    version += 1
  }
  const products = layered(journal.collection<Product>('products'), gone, changed)
  const packages = layered(journal.collection<DownloadPackage>('packages'), gone, changed)
  const accounts = journal.collection<Account>('accounts')
  const parts = derived(
    () => version,
    () => partsOf(products.values()),
  )
  const relations = derived(
    () => version,
    () => inverseRelations(products.values()),
  )
  const files = derived(
    () => version,
    () => filesOf(packages.values()),
  )
  return {
    products,
    packages,
    accounts,
    members: journal.collection('members'),
    entitlements,
    lines,
    maintenanceLines,
    mails: journal.collection('mails'),
    downloads: journal.collection('downloads'),
    downloadLog: journal.collection('downloadLog'),
    demands: journal.collection('demands'),
    isNew: accounts.size === 0,
    now: () => clock.now().toISOString(),
    today: () => clock.now().toISOString().slice(0, 10),
    nextUniqueId() {
      const next = (counters.get('uniqueId') ?? 900_100) + 1
      counters.set('uniqueId', next)
      return String(next)
    },
    addIndexed(moreProducts, morePackages) {
      for (const product of moreProducts) products.below.set(keyOf(product), product)
      for (const download of morePackages) packages.below.set(download.id, download)
      changed()
    },
    partOf: (partId) => parts().get(partId),
    relationsOf: (product) => [...product.relations, ...(relations().get(keyOf(product)) ?? [])],
    fileOf: (systemFileId) => files().get(systemFileId),
  }
}

/** A journaled collection over unjournaled rows: what is below shows until it is overwritten or removed. */
function layered<Row>(top: Collection<Row>, gone: Collection<true>, changed: () => void) {
  const below = new Map<string, Row>()
  const shown = (key: string) => top.get(key) === undefined && gone.get(key) === undefined
  return {
    below,
    get: (key: string): Row | undefined => top.get(key) ?? (shown(key) ? below.get(key) : undefined),
    set(key: string, row: Row): void {
      // A row that replaces an indexed one moves to the journal, and with it to the journal's order.
      if (below.has(key)) gone.set(key, true)
      top.set(key, row)
      changed()
    },
    delete(key: string): void {
      if (below.has(key)) gone.set(key, true)
      top.delete(key)
      changed()
    },
    values(): Row[] {
      const rows = top.values()
      for (const [key, row] of below) if (shown(key)) rows.push(row)
      return rows
    },
    get size(): number {
      return this.values().length
    },
  }
}

/** An entitlement is written after its lines: lines without one were cut off by a kill and never answered for. */
function dropOrphans(
  entitlements: Collection<Entitlement>,
  lines: Collection<{ readonly activationId: string; readonly entitlementId: string }>,
): void {
  for (const line of lines.values()) if (!entitlements.get(line.entitlementId)) lines.delete(line.activationId)
}

function derived<Value>(version: () => number, compute: () => Value): () => Value {
  let known: { readonly version: number; readonly value: Value } | undefined
  return () => {
    if (known?.version !== version()) known = { version: version(), value: compute() }
    return known.value
  }
}

function partsOf(products: readonly Product[]) {
  return new Map(products.flatMap((product) => product.parts.map((part) => [part.partId, { product, part }] as const)))
}

function filesOf(packages: readonly DownloadPackage[]) {
  return new Map(
    packages.flatMap((download) => download.files.map((file) => [file.systemFileId, { file, download }] as const)),
  )
}

const inverse: Partial<Record<Relation, Relation>> = {
  UPGRADE_TO: 'UPGRADE_FROM',
  UPSELL_TO: 'UPSELL_FROM',
  HAS_MAINTENANCE: 'IS_MAINTENANCE',
  DEMO_OF: 'PRODUCTION_VERSION_OF',
}

function inverseRelations(products: readonly Product[]) {
  const found = new Map<string, { relation: Relation; to: ProductKey }[]>()
  for (const product of products)
    for (const { relation, to } of product.relations) {
      const back = inverse[relation]
      if (back === undefined) continue
      const list = found.get(keyOf(to)) ?? []
      list.push({ relation: back, to: { name: product.name, version: product.version } })
      found.set(keyOf(to), list)
    }
  return found
}
