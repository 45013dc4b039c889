import { z } from 'zod'
import { firstDay, isLocalDate, lastDay, localDate } from '../../../kernel/local-date.ts'

const id = z.string().min(1).max(255)
const text = z.string().max(4000)
// Systems write "no end" as a year of five digits, and "since always" as the year 0: our last and our first day.
const day = z
  .string()
  .transform((text) => (/^\+?[1-9]\d{4,}-\d{2}-\d{2}$/.test(text) ? lastDay : text))
  .transform((text) => (/^(-\d{4,}|0000)-\d{2}-\d{2}$/.test(text) ? firstDay : text))
  .refine(isLocalDate, 'Not a calendar date, YYYY-MM-DD')
  .transform(localDate)
const instant = z.iso.datetime({ offset: true }).transform((at) => new Date(at))
const count = z.number().int().min(0)
const state = z.enum(['DRAFT', 'TEST', 'ACTIVE', 'INACTIVE', 'DEPLOYED', 'ON_HOLD', 'OBSOLETE'])
const attributes = z.record(z.string(), z.string()).default({})
const productKey = z.strictObject({ name: id, version: z.string().max(255) })
const lastModifiedAt = instant.nullable().default(null)

const address = z.strictObject({
  line1: text,
  line2: text.default(''),
  city: text,
  region: text.default(''),
  postalCode: text.default(''),
  country: z.string().regex(/^[A-Z]{2}$/, 'Not an ISO 3166-1 code of two letters'),
})

const product = z.strictObject({
  name: id,
  version: z.string().max(255),
  kind: z.enum(['product', 'suite', 'maintenance']),
  description: text.default(''),
  state,
  productLine: text.nullable().default(null),
  attributes,
  lastModifiedAt,
})

const partNumber = z.strictObject({
  partNumber: id,
  description: text.default(''),
  product: productKey.nullable().default(null),
})

const relation = z.strictObject({
  from: productKey,
  relation: z.enum([
    ...(['UPGRADE_TO', 'UPGRADE_FROM', 'UPSELL_TO', 'UPSELL_FROM', 'HAS_MAINTENANCE', 'IS_MAINTENANCE'] as const),
    ...(['DEMO_OF', 'PRODUCTION_VERSION_OF', 'RELATION_UNDEFINED'] as const),
  ]),
  to: productKey,
})

const account = z.strictObject({
  accountId: id,
  platformId: id.nullable().default(null),
  name: text,
  type: z.enum(['CUSTOMER', 'CHANNEL_PARTNER', 'PUBLISHER', 'SELF_REGISTERED']),
  parentAccountIds: z.array(id).default([]),
  address: address.nullable().default(null),
  attributes,
  lastModifiedAt,
})

// The rule of `signInNameOf`, which a test holds against this one.
const signInName = id
  .max(254)
  .refine(
    (name) => name === name.trim() && name === name.normalize('NFC') && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name),
    'Not a sign-in name: it has blanks at an end, or signs that nobody sees',
  )

const member = z.strictObject({
  userName: signInName,
  firstName: text.default(''),
  lastName: text.default(''),
  email: z.email(),
  phone: text.default(''),
  active: z.boolean().default(true),
  locale: text.default(''),
  timeZone: text.nullable().default(null),
  accounts: z.array(z.strictObject({ accountId: id, roles: z.array(text) })),
  lastModifiedAt,
})

const anyLine = {
  activationId: id,
  entitlementId: id,
  state,
  product: productKey.nullable().default(null),
  partNumber: id.nullable().default(null),
  startDate: day.nullable().default(null),
  /** The last good day; left out for a permanent right. */
  expirationDate: day.nullable().default(null),
  orderId: id.nullable().default(null),
  orderLineNumber: id.nullable().default(null),
  lastModifiedAt,
}

const entitlementLine = z.strictObject({
  ...anyLine,
  entitlementState: state,
  accountId: id,
  quantity: count,
  remainingQuantity: count,
  platformId: id.nullable().default(null),
  parentActivationId: id.nullable().default(null),
  originActivationId: id.nullable().default(null),
  /** Resellers and distributors of the line; the owner among them is left out. */
  partnerAccountIds: z.array(id).default([]),
  supportAction: text.nullable().default(null),
})

const maintenanceLine = z.strictObject({ ...anyLine, coveredActivationIds: z.array(id).default([]) })

const downloadPackage = z.strictObject({
  packageId: id,
  version: z.string().max(255),
  description: text.default(''),
  effectiveDate: day.nullable().default(null),
  current: z.boolean().default(true),
  /** A line of any of these products opens the package. */
  products: z.array(productKey).min(1),
  /** Empty for every account that has such a line. */
  onlyAccountIds: z.array(id).default([]),
})

const downloadFile = z.strictObject({
  fileId: id,
  packageId: id,
  name: id,
  description: text.default(''),
  sizeBytes: count.nullable().default(null),
  md5: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'Not 32 hexadecimal digits')
    .nullable()
    .default(null),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Not 64 hexadecimal digits')
    .nullable()
    .default(null),
  url: z
    .url({ protocol: /^https$/, error: 'Not an https address' })
    .nullable()
    .default(null),
})

/** The files of a feed, one line a row. Strict: in a layout that is ours, an unknown column is a misspelt one. */
const rowSchemas = {
  products: product,
  part_numbers: partNumber,
  relations: relation,
  accounts: account,
  members: member,
  entitlement_lines: entitlementLine,
  maintenance_lines: maintenanceLine,
  download_packages: downloadPackage,
  download_files: downloadFile,
}

export type FileName = keyof typeof rowSchemas
export type RowOf<Name extends FileName> = z.output<(typeof rowSchemas)[Name]>

const schemas: { readonly [Name in FileName]: z.ZodType<RowOf<Name>> } = rowSchemas

export function schemaOf<Name extends FileName>(name: Name): z.ZodType<RowOf<Name>> {
  return schemas[name]
}

/** In the order in which they are read: what a row names is in its own file or in one before it. */
export const fileNames: readonly FileName[] = [
  ...(['products', 'part_numbers', 'relations', 'accounts', 'members', 'entitlement_lines'] as const),
  ...(['maintenance_lines', 'download_packages', 'download_files'] as const),
]

/** Left out by a vendor without downloads; every other file must be there, because absent is not the same as empty. */
export const optionalFiles: ReadonlySet<FileName> = new Set(['download_packages', 'download_files'])
