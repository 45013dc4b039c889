import type { LocalDate } from '../../../kernel/local-date.ts'
import type { ProductKey } from './product-key.ts'

/** A value of an attribute that the tenant has defined, by its kind. */
export type AttributeValue = string | boolean | number | { readonly date: string }
export type Attributes = Readonly<Record<string, AttributeValue>>

export interface NewEntitlementLine {
  readonly activationId: string
  readonly partNumber: string
  readonly orderId: string
  readonly orderLineNumber: string
  readonly quantity: number
  readonly startDate: LocalDate
  /** The last good day; null for a permanent right. */
  readonly expirationDate: LocalDate | null
  /** Of an add-on: the line that it belongs to. Named in the create where the platform can; `setParentLine` does it else. */
  readonly parentActivationId?: string | null
  /** What the tenant demands of a line beside what was sold; left out where it demands nothing. */
  readonly licenseModel?: string
  readonly licenseModelAttributes?: Attributes
  readonly lineAttributes?: Attributes
}

export interface NewMaintenanceLine
  extends Omit<
    NewEntitlementLine,
    'quantity' | 'expirationDate' | 'parentActivationId' | 'licenseModel' | 'licenseModelAttributes'
  > {
  readonly product: ProductKey
  readonly expirationDate: LocalDate
  readonly coversActivationIds: readonly string[]
}

export interface NewEntitlement {
  /** Minted by us; differs from every activation id, because the platform wants them unique together. */
  readonly entitlementId: string
  readonly description: string
  /** Who uses it. */
  readonly endCustomerAccountId: string
  /** The reseller or distributor in its tier; null when the customer bought directly. */
  readonly partnerAccountId: string | null
  readonly contactUserName: string | null
  readonly shipToEmail: string | null
  readonly lines: readonly NewEntitlementLine[]
  readonly maintenanceLines: readonly NewMaintenanceLine[]
  /** What the tenant demands of an entitlement; left out where it demands nothing. */
  readonly attributes?: Attributes
}
