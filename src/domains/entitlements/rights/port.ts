import type { LocalDate } from '../../../kernel/local-date.ts'
import type { NewEntitlement, NewEntitlementLine, NewMaintenanceLine } from './new-rights.ts'
import type { CompletedDownload, DownloadFile, DownloadPackage } from './platform-downloads.ts'
import type { ProductKey } from './product-key.ts'

export type {
  Attributes,
  AttributeValue,
  NewEntitlement,
  NewEntitlementLine,
  NewMaintenanceLine,
} from './new-rights.ts'
export type { CompletedDownload, DownloadFile, DownloadPackage } from './platform-downloads.ts'
export type { ProductKey } from './product-key.ts'

/** States as the platform gives them; kept beside our own status and never mapped away. */
export type PlatformState = 'DRAFT' | 'TEST' | 'ACTIVE' | 'INACTIVE' | 'DEPLOYED' | 'ON_HOLD' | 'OBSOLETE'

export interface PlatformProduct extends ProductKey {
  readonly kind: 'product' | 'suite' | 'maintenance'
  readonly platformId: string
  readonly description: string
  readonly state: PlatformState
  readonly productLine: string | null
  readonly partNumbers: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly lastModifiedAt: Date | null
}

export interface PlatformPartNumber {
  readonly partNumber: string
  readonly description: string
  readonly product: ProductKey | null
}

export interface PlatformRelation {
  readonly from: ProductKey
  readonly to: ProductKey
  readonly relation:
    | 'UPGRADE_TO'
    | 'UPGRADE_FROM'
    | 'UPSELL_TO'
    | 'UPSELL_FROM'
    | 'HAS_MAINTENANCE'
    | 'IS_MAINTENANCE'
    | 'DEMO_OF'
    | 'PRODUCTION_VERSION_OF'
    | 'RELATION_UNDEFINED'
}

export interface PlatformAddress {
  readonly line1: string
  readonly line2: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

export interface PlatformAccount {
  readonly accountId: string
  /** The platform's own id, which stays when the account ID is changed; null where the platform has none. */
  readonly platformId: string | null
  readonly name: string
  readonly type: 'CUSTOMER' | 'CHANNEL_PARTNER' | 'PUBLISHER' | 'SELF_REGISTERED'
  readonly address: PlatformAddress | null
  readonly attributes: Readonly<Record<string, string>>
  readonly lastModifiedAt: Date | null
}

/** An account may have several parents. */
export interface AccountParent {
  readonly accountId: string
  readonly parentAccountId: string
}

export interface PlatformMember {
  readonly platformId: string
  /** The sign-in name as the platform has it; empty for a contact, who cannot sign in. Never filled from another field. */
  readonly userName: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
  readonly active: boolean
  readonly locale: string
  /** A name of the IANA database, as the platform has it; null where it says none. */
  readonly timeZone?: string | null
  readonly accounts: readonly { readonly accountId: string; readonly roles: readonly string[] }[]
  readonly lastModifiedAt: Date | null
}

export interface PlatformEntitlementLine {
  readonly activationId: string
  /** The platform's own id, which stays when the line is renumbered; null where the platform has none. */
  readonly platformId: string | null
  readonly entitlementId: string
  readonly entitlementState: PlatformState
  readonly state: PlatformState
  readonly accountId: string
  readonly product: ProductKey | null
  readonly partNumber: string | null
  readonly quantity: number
  readonly remainingQuantity: number
  readonly startDate: LocalDate | null
  /** The last good day; null when permanent. */
  readonly expirationDate: LocalDate | null
  readonly permanent: boolean
  readonly orderId: string | null
  readonly orderLineNumber: string | null
  readonly parentActivationId: string | null
  /** The line that this one was split or transferred from, as the platform says. */
  readonly originActivationId: string | null
  /** Accounts beside the owner that the platform names on the line, such as its reseller; each once, in order of their IDs. */
  readonly partnerAccountIds: readonly string[]
  readonly supportAction: string | null
  readonly lastModifiedAt: Date | null
}

export interface PlatformMaintenanceLine {
  readonly activationId: string
  readonly entitlementId: string
  readonly state: PlatformState
  readonly product: ProductKey | null
  readonly partNumber: string | null
  readonly startDate: LocalDate | null
  /** The last good day; null when permanent. */
  readonly expirationDate: LocalDate | null
  readonly permanent: boolean
  readonly orderId: string | null
  readonly orderLineNumber: string | null
  readonly coveredActivationIds: readonly string[]
  readonly lastModifiedAt: Date | null
}

export interface PageQuery {
  /** From 1. */
  readonly page: number
  /** Only what changed after this instant; how far the platform rounds it down is the adapter's business. */
  readonly modifiedAfter?: Date
}

/** A row that the platform gave and that cannot be read. */
export interface OddRow {
  /** What it is, where that is not what the question was about: a platform may tell of it with another answer. */
  readonly kind?: string
  /** The parts of its key, as far as it has one; null: nobody can say which row it is. */
  readonly key: readonly string[] | null
  /** Where in the answer, such as `row 14: accountType`. */
  readonly place: string
  /** Never holds a value of the row, because rows hold people. */
  readonly reason: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly hasMore: boolean
  /** Rows of the page that are not among the items. */
  readonly odd?: readonly OddRow[]
}

/** Answers to several questions as one list; by `odd`, the keys of those whose answer cannot be read. */
export type Found<Item> = readonly Item[] & { readonly odd?: readonly OddRow[] }

export interface MarkedPageQuery extends PageQuery {
  /** The mark that this page had when it was read before. */
  readonly ifNoneMatch?: string
}

export interface MarkedPage<Item> extends Page<Item> {
  /** Differs when anything on the page differs; a platform without marks has its pages read each time. */
  readonly etag?: string
  /** True: the page has the known mark and was not looked at, so that its items, and whether there are more, are not said. */
  readonly notModified?: boolean
}

export interface NewMember {
  /** The sign-in name, which is the e-mail address. */
  readonly userName: string
  readonly firstName: string
  readonly lastName: string
  readonly accountId: string
}

/** What a platform has. Every method may throw a PartnerFailure and may run any number of times. */
export interface PlatformReader {
  /** Says that a sync comes: an adapter that has to start something for it begins now. May be said more than once. */
  syncBegins?(): void
  /** Says that it has read everything: what was started for it may end before it publishes. May be said more than once. */
  syncHasRead?(): Promise<void>
  products(query: MarkedPageQuery & { readonly kind: PlatformProduct['kind'] }): Promise<MarkedPage<PlatformProduct>>
  partNumbers(query: MarkedPageQuery): Promise<MarkedPage<PlatformPartNumber>>
  /** Of each of these products. */
  relationsOf(products: readonly ProductKey[]): Promise<Found<PlatformRelation>>
  accounts(query: MarkedPageQuery & { readonly onlyRoots?: boolean }): Promise<MarkedPage<PlatformAccount>>
  /** Every pair of one of these accounts and a parent of it. */
  parentsOf(accountIds: readonly string[]): Promise<Found<AccountParent>>
  members(query: PageQuery): Promise<Page<PlatformMember>>
  /** Null when the platform does not know the sign-in name. */
  member(userName: string): Promise<PlatformMember | null>
  entitlementLines(query: MarkedPageQuery): Promise<MarkedPage<PlatformEntitlementLine>>
  maintenanceLines(query: MarkedPageQuery): Promise<MarkedPage<PlatformMaintenanceLine>>

  /** Lines and maintenance lines that carry our order number, whoever made them. */
  linesOfOrder(orderId: string): Promise<{
    readonly lines: readonly PlatformEntitlementLine[]
    readonly maintenanceLines: readonly PlatformMaintenanceLine[]
  }>
  /** What a license model asks of a new line, each with the values that it may have, any where none is named. A dry read. */
  attributesOfModel(
    licenseModel: string,
  ): Promise<
    'no models kept' | 'unknown model' | readonly { readonly name: string; readonly values: readonly string[] }[]
  >
  /** A cheap call that proves address and credentials; used by `store doctor` and the health page. */
  ping(): Promise<void>
}

/**
 * What the store writes to a platform. Every method may throw a PartnerFailure. `createEntitlement` and `addLines` refuse
 * an id that exists, so that look-up before a second try is safe; `emailEntitlement` mails each time it is called.
 */
export interface PlatformWriter {
  /**
   * Makes the platform list a person as a member of an account, beside the accounts that they are in. Does nothing for
   * one who is listed there, so it may run twice.
   */
  listMember(member: NewMember): Promise<void>
  createEntitlement(entitlement: NewEntitlement): Promise<void>
  addLines(
    entitlementId: string,
    lines: readonly NewEntitlementLine[],
    maintenanceLines: readonly NewMaintenanceLine[],
  ): Promise<void>
  /**
   * Makes a line the child of another, which may be of another entitlement: an add-on of the line that it belongs to.
   * Sets what it says, so it may run twice. Refused for lines that the platform does not have.
   */
  setParentLine(link: {
    readonly entitlementId: string
    readonly activationId: string
    readonly parentActivationId: string
  }): Promise<void>
  emailEntitlement(mail: {
    readonly entitlementId: string
    readonly to: string
    readonly locale: string
  }): Promise<void>
}

/** The files of a platform, and who fetched them. Every method may throw a PartnerFailure and may run any number of times. */
export interface PlatformDownloads {
  /** A user name of null asks in the store's own name, for whatever it asks about. */
  downloadPackages(query: {
    readonly userName: string | null
    readonly activationIds: readonly string[]
  }): Promise<readonly DownloadPackage[]>
  downloadFiles(query: {
    readonly userName: string | null
    readonly accountId: string
    readonly packageId: string
  }): Promise<readonly DownloadFile[]>
  /**
   * Which files of a package members of the account have downloaded to the end. What the store fetched in its own name is
   * not among it. Null from a platform that keeps no such log.
   */
  completedDownloads(query: {
    readonly userName: string | null
    readonly accountId: string
    readonly packageId: string
  }): Promise<readonly CompletedDownload[] | null>
}

/** Sign-in at a platform. Every method may throw a PartnerFailure. */
export interface PlatformSignIn {
  /** True when the token was issued by the platform to this sign-in name and has not expired. */
  validateToken(token: { readonly userName: string; readonly token: string }): Promise<boolean>
  /** True when it is the sign-in name's password; false as well for a name that the platform does not know. */
  checkPassword(given: { readonly userName: string; readonly password: string }): Promise<boolean>
}

/** All that the store needs from an entitlement platform; who needs a part of it asks for that part. */
export interface EntitlementPlatform extends PlatformReader, PlatformWriter, PlatformDownloads, PlatformSignIn {}
