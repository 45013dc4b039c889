/** The platform's records as the stand-in keeps them. Instants are ISO texts, days are `YYYY-MM-DD`. */
export type State = 'DRAFT' | 'ACTIVE' | 'INACTIVE' | 'DEPLOYED' | 'OBSOLETE' | 'TEST' | 'ON_HOLD'
export type Relation =
  | 'UPGRADE_TO'
  | 'UPGRADE_FROM'
  | 'UPSELL_TO'
  | 'UPSELL_FROM'
  | 'HAS_MAINTENANCE'
  | 'IS_MAINTENANCE'
  | 'DEMO_OF'
  | 'PRODUCTION_VERSION_OF'
  | 'RELATION_UNDEFINED'
export type Attributes = Readonly<Record<string, string>>

export interface ProductKey {
  readonly name: string
  readonly version: string
}

export interface PartNumber {
  readonly partId: string
  readonly description: string
  /** Null for a maintenance part number. */
  readonly licenseModel: string | null
}

export interface Product extends ProductKey {
  readonly kind: 'product' | 'suite' | 'maintenance'
  readonly uniqueId: string
  readonly description: string
  readonly state: State
  readonly productLine: string
  readonly parts: readonly PartNumber[]
  readonly attributes: Attributes
  /** The products of a suite. */
  readonly contains: readonly ProductKey[]
  /** Written from this product; the other direction is derived. */
  readonly relations: readonly { readonly relation: Relation; readonly to: ProductKey }[]
  readonly packageIds: readonly string[]
  readonly createdAt: string
  readonly modifiedAt: string
}

/** `made`: bytes derived from the seed; `stored`: bytes of a file on disk; `none`: listed, never loaded. */
export type Content =
  | { readonly source: 'made'; readonly seed: string }
  | { readonly source: 'stored'; readonly path: string; readonly md5: string; readonly sha256: string }
  | { readonly source: 'none'; readonly md5: string; readonly sha256: string }

export interface PackageFile {
  readonly fileId: string
  readonly systemFileId: string
  readonly name: string
  readonly description: string
  readonly sizeBytes: number
  readonly content: Content
}

export interface DownloadPackage {
  readonly id: string
  readonly systemId: string
  readonly version: string
  readonly description: string
  readonly productLine: string
  readonly effectiveDate: string
  /** From this day on the package is among the previous versions; null while current. */
  readonly archivedFrom: string | null
  /** Accounts that may see it; empty for everybody entitled. */
  readonly onlyAccounts: readonly string[]
  readonly mediaAvailable: boolean
  readonly files: readonly PackageFile[]
}

export interface Account {
  readonly id: string
  readonly uniqueId: string
  readonly name: string
  readonly description: string
  readonly type: 'CUSTOMER' | 'CHANNEL_PARTNER' | 'PUBLISHER' | 'SELF_REGISTERED'
  readonly address: Address
  readonly parents: readonly string[]
  readonly attributes: Attributes
  readonly createdAt: string
  readonly modifiedAt: string
}

export interface Address {
  readonly line1: string
  readonly line2: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly country: string
}

export interface Member {
  readonly uniqueId: string
  /** Sign-in name and e-mail address in one, as the platform wants it. */
  readonly userName: string
  /** A record of somebody who cannot sign in: it has an address and no sign-in name, and `userName` is only its key here. */
  readonly contact?: { readonly emailAddress: string } | null
  readonly firstName: string
  readonly lastName: string
  readonly phone: string
  readonly locale: string
  readonly active: boolean
  readonly accounts: readonly { readonly accountId: string; readonly roles: readonly string[] }[]
  readonly createdAt: string
  readonly modifiedAt: string
}

export interface ChannelPartner {
  readonly tierName: string
  readonly accountId: string
  readonly contact: string | null
  readonly currentOwner: boolean
}

export interface Entitlement {
  readonly id: string
  readonly uniqueId: string
  readonly description: string
  readonly state: State
  /** The account in the end-customer tier. */
  readonly soldTo: string
  readonly channelPartners: readonly ChannelPartner[]
  readonly shipToEmail: string
  readonly shipToAddress: string
  readonly allowPortalLogin: boolean
  readonly createdAt: string
  readonly modifiedAt: string
}

interface AnyLine {
  readonly activationId: string
  readonly uniqueId: string
  readonly entitlementId: string
  readonly state: State
  readonly product: ProductKey
  readonly partNumber: string | null
  readonly orderId: string | null
  readonly orderLineNumber: string | null
  readonly startDate: string
  /** The last good day; null when permanent. */
  readonly expirationDate: string | null
  readonly createdAt: string
  readonly modifiedAt: string
}

export interface EntitlementLine extends AnyLine {
  readonly description: string
  readonly licenseModel: string | null
  readonly quantity: number
  readonly fulfilled: number
  readonly supportAction: 'UPGRADE' | 'UPSELL' | 'RENEWAL' | null
  readonly parentActivationId: string | null
  /** Activation ids of the lines that this one was made from; absent in journals of older boxes. */
  readonly transferredFrom?: string | null
  readonly splitFrom?: string | null
}

export interface MaintenanceLine extends AnyLine {
  /** Activation ids of the lines it covers. */
  readonly covers: readonly string[]
}

export interface SentMail {
  readonly id: string
  readonly template: 'Welcome'
  readonly entitlementId: string
  readonly to: readonly string[]
  readonly locale: string
  readonly subject: string
  readonly text: string
  readonly at: string
}

export interface CompletedDownload {
  readonly userName: string
  readonly systemFileId: string
  readonly count: number
  readonly lastAt: string
}

/** One download that came to its end, as the log tells it. */
export interface LoggedDownload {
  readonly id: string
  readonly accountId: string
  readonly userName: string
  readonly systemFileId: string
  readonly startedAt: string
  readonly endedAt: string
}

export function keyOf(product: ProductKey): string {
  return `${product.name}\u0000${product.version}`
}
