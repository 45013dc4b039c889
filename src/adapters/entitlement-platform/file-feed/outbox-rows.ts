import { z } from 'zod'
import { isLocalDate, localDate } from '../../../kernel/local-date.ts'

const day = z.string().refine(isLocalDate).transform(localDate)
const createdAt = z.iso.datetime().transform((at) => new Date(at))

const attributes = z
  .record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.object({ date: z.string() })]))
  .optional()

const line = z.object({
  record: z.literal('entitlement_line'),
  activationId: z.string(),
  entitlementId: z.string(),
  accountId: z.string(),
  partNumber: z.string(),
  quantity: z.number().int(),
  startDate: day,
  expirationDate: day.nullable(),
  orderId: z.string(),
  orderLineNumber: z.string(),
  /** Of an add-on: the line that it belongs to. */
  parentActivationId: z.string().optional(),
  licenseModel: z.string().optional(),
  licenseModelAttributes: attributes,
  lineAttributes: attributes,
  createdAt,
})

const maintenanceLine = line
  .omit({ record: true, quantity: true, parentActivationId: true, licenseModel: true, licenseModelAttributes: true })
  .extend({
    record: z.literal('maintenance_line'),
    product: z.object({ name: z.string(), version: z.string() }),
    expirationDate: day,
    coveredActivationIds: z.array(z.string()),
  })

const entitlement = z.object({
  record: z.literal('entitlement'),
  entitlementId: z.string(),
  description: z.string(),
  endCustomerAccountId: z.string(),
  partnerAccountId: z.string().nullable(),
  contactUserName: z.string().nullable(),
  shipToEmail: z.string().nullable(),
  attributes,
  createdAt,
})

const addedLines = z.object({ record: z.literal('added_lines'), entitlementId: z.string(), createdAt })

const parentLine = z.object({
  record: z.literal('parent_line'),
  entitlementId: z.string(),
  activationId: z.string(),
  parentActivationId: z.string(),
  createdAt,
})

const mail = z.object({
  record: z.literal('mail'),
  entitlementId: z.string(),
  to: z.string(),
  locale: z.string(),
  createdAt,
})

const member = z.object({
  record: z.literal('member'),
  userName: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  accountId: z.string(),
  createdAt,
})

/** One line of a file in the outbox: what the store asks the vendor's job to do. */
export const outboxRowSchema = z.discriminatedUnion('record', [
  entitlement,
  addedLines,
  line,
  maintenanceLine,
  parentLine,
  mail,
  member,
])
export type OutboxRow = z.output<typeof outboxRowSchema>
