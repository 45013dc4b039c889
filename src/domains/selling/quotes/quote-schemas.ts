import { z } from 'zod'
import { isLocalDate } from '../../../kernel/local-date.ts'
import { jsonObject } from '../../../platform/http/request/json-object.ts'
import { oneLine, severalLines } from '../../../platform/http/request/text-schemas.ts'
import { partiesSchema, purchaseOrderNumberSchema, withoutRateSchema } from '../../fulfilment/orders/index.ts'
import { postalAddressAnswer, postalAddressSchema } from '../../people/accounts/index.ts'
import { partiesAskedSchema, pricedLineSchema, quantitySchema } from '../carts/index.ts'

const amount = z.number().int()
const day = z.string().refine(isLocalDate, 'Give a date such as 2026-11-30')
const accountId = z.string().min(1).max(255)
const requestKey = z.string().min(8).max(100)

export const quoteStates = ['draft', 'sent', 'accepted', 'declined', 'superseded', 'expired', 'withdrawn'] as const

export const saveQuoteSchema = z
  .strictObject({
    shipTo: postalAddressSchema,
    ...partiesAskedSchema,
    note: severalLines(2000).default(''),
    /** A key makes one quote: a second click finds the first. */
    requestKey,
  })
  .meta({ id: 'SaveQuote' })
export type SaveQuote = z.infer<typeof saveQuoteSchema>

export const acceptQuoteSchema = z
  .strictObject({
    /** The version that was looked at; another one is refused. */
    version: z.number().int().positive(),
    method: z.enum(['free', 'purchaseOrder', 'card']),
    purchaseOrderNumber: purchaseOrderNumberSchema.optional(),
  })
  .refine((order) => order.method !== 'purchaseOrder' || order.purchaseOrderNumber !== undefined, {
    path: ['purchaseOrderNumber'],
    message: 'Give your purchase order number',
  })
  .meta({ id: 'AcceptQuote' })
export type AcceptQuote = z.infer<typeof acceptQuoteSchema>

const draftLineSchema = z
  .strictObject({
    partNumber: z.string().trim().min(1, 'Give the part number').max(255),
    quantity: quantitySchema,
    targetActivationId: z.string().max(255).default(''),
    /** Comes off the account's own price, by hand. */
    discountBasisPoints: z.number().int().min(0).max(10_000).default(0),
    discountReason: oneLine(200).default(''),
  })
  .refine((line) => line.discountBasisPoints === 0 || line.discountReason !== '', {
    path: ['discountReason'],
    message: 'Say why the discount is given',
  })
  .meta({ id: 'DraftLine' })

const draftContent = {
  contactUserName: z.string().trim().toLowerCase().min(1, 'Choose whom the quote is for').max(200),
  endCustomerAccountId: accountId.nullish(),
  lines: z.array(draftLineSchema).min(1, 'Give at least one line').max(100),
  shipTo: postalAddressSchema,
  ...partiesAskedSchema,
  terms: severalLines(2000).default(''),
  note: severalLines(2000).default(''),
  /** The last good day; thirty days from today when nothing is said. */
  validThrough: day.optional(),
}
export const draftContentSchema = z.strictObject(draftContent).meta({ id: 'DraftContent' })
export type DraftContent = z.infer<typeof draftContentSchema>
export const draftQuoteSchema = z.strictObject({ accountId, ...draftContent, requestKey }).meta({ id: 'DraftQuote' })
export type DraftQuote = z.infer<typeof draftQuoteSchema>

export const placeForAccountSchema = z
  .strictObject({
    /** Left out when there is nothing to pay. */
    purchaseOrderNumber: purchaseOrderNumberSchema.optional(),
  })
  .meta({ id: 'PlaceForAccount' })

const versionSchema = z
  .object({
    version: z.number().int(),
    state: z.enum(quoteStates),
    currency: z.string(),
    lines: z.array(pricedLineSchema.extend({ targetActivationId: z.string() })),
    netMinor: amount,
    freightMinor: amount,
    taxMinor: amount,
    ...withoutRateSchema,
    totalMinor: amount,
    shipTo: postalAddressAnswer,
    ...partiesSchema,
    terms: z.string(),
    note: z.string(),
    validThrough: z.string(),
    sentAt: z.iso.datetime().nullable(),
    closedReason: z.string().nullable(),
  })
  .meta({ id: 'QuoteVersion' })

const quote = {
  id: z.string(),
  number: z.string(),
  accountId: z.string(),
  endCustomerAccountId: z.string().nullable(),
  contactUserName: z.string(),
  /** The vendor's staff who drafted it; null when the account made it from its own cart. */
  draftedBy: z.string().nullable(),
  orderId: z.string().nullable(),
  createdAt: z.iso.datetime(),
}

export const quoteSchema = z
  .object({
    ...quote,
    /** What stands: the version that was sent last. */
    offer: versionSchema,
    /** All that were sent, the first one first. */
    versions: z.array(versionSchema),
  })
  .meta({ id: 'Quote' })
export type QuoteView = z.infer<typeof quoteSchema>
export type VersionView = z.infer<typeof versionSchema>

const staffVersionSchema = versionSchema
  .extend({
    createdBy: z.string(),
    lines: z.array(
      pricedLineSchema.extend({
        targetActivationId: z.string(),
        discountBasisPoints: z.number().int(),
        discountReason: z.string(),
        trace: jsonObject,
      }),
    ),
  })
  .meta({ id: 'StaffQuoteVersion' })
/** For staff: drafts too, with the traces of the prices. */
export const staffQuoteSchema = z.object({ ...quote, versions: z.array(staffVersionSchema) }).meta({ id: 'StaffQuote' })
export type StaffQuoteView = z.infer<typeof staffQuoteSchema>

export const quoteSummarySchema = z
  .object({
    ...quote,
    state: z.enum(quoteStates),
    version: z.number().int(),
    currency: z.string(),
    totalMinor: amount,
    validThrough: z.string(),
  })
  .meta({ id: 'QuoteSummary' })
export type QuoteSummary = z.infer<typeof quoteSummarySchema>
