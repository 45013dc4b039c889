import { z } from 'zod'
import { oneLine } from '../../../platform/http/request/text-schemas.ts'
import { moneyBackSchema } from '../../money/payments/index.ts'
import { postalAddressAnswer } from '../../people/accounts/index.ts'
import { orderStatuses } from './line-state.ts'
import { purchaseOrderKey } from './purchase-order-key.ts'
import { shipmentSchema } from './shipment-schema.ts'

/** As typed; something of it has to be seen. */
export const purchaseOrderNumberSchema = oneLine(40)
  .min(1, 'Give your purchase order number')
  .refine((number) => purchaseOrderKey(number) !== '', 'Give your purchase order number')

const amount = z.number().int()

/** A term; both days are good days. Its price is that of the whole terms and of `daysUsed` days of the next. */
export const lineTermSchema = z
  .object({
    startDate: z.string(),
    through: z.string(),
    wholeTerms: z.number().int(),
    daysUsed: z.number().int(),
    daysInTerm: z.number().int(),
    coTerm: z.boolean(),
  })
  .meta({ id: 'LineTerm' })

/** Of an add-on: the line that it belongs to, and its product; null where it belongs to none. */
export const baseLineSchema = z
  .object({ activationId: z.string(), product: z.string() })
  .nullable()
  .meta({ id: 'BaseLine' })

export const partiesSchema = {
  /** Null: the buying account. */
  shipToAccountId: z.string().nullable(),
  /** Null: the buying account. */
  billToAccountId: z.string().nullable(),
  /** Null: the invoice goes where the order goes. */
  billTo: postalAddressAnswer.nullable(),
}

export const orderLineSchema = z
  .object({
    lineNumber: z.number().int(),
    partNumber: z.string(),
    title: z.string(),
    obligation: z.enum(['licence', 'maintenance', 'media', 'goods']),
    quantity: z.number().int(),
    listPriceMinor: amount,
    unitPriceMinor: amount,
    netMinor: amount,
    taxMinor: amount,
    /** The term that the buyer paid for; it never changes. Null for a line without a term. */
    term: lineTermSchema.omit({ coTerm: true }).nullable(),
    base: baseLineSchema,
    priceRule: z.string(),
    state: z.string(),
    /** The current state of the line as a sentence. */
    sentence: z.string(),
    right: z
      .object({
        activationId: z.string(),
        startDate: z.string().nullable(),
        /** The last good day; null for a permanent right. */
        expirationDate: z.string().nullable(),
        live: z.boolean(),
        /** Seconds from paid to live; null while it is pending. */
        waitSeconds: z.number().int().nullable(),
      })
      .nullable(),
    production: z
      .object({
        reference: z.string(),
        state: z.string(),
        discsMade: z.number().int(),
        discsFailed: z.number().int(),
        steps: z.array(z.object({ step: z.string(), at: z.iso.datetime() })),
      })
      .nullable(),
    shipment: shipmentSchema.nullable(),
  })
  .meta({ id: 'OrderLine' })

/** Amounts and freight that were sold without a rate; both null for orders from before these fields. */
export const withoutRateSchema = {
  /** The net amount that has no tax rate, which is not a rate of zero. */
  noRateMinor: z.number().int().nullable(),
  /** True where the country has no freight rate: then `freightMinor` is 0 and no price. */
  freightNoRate: z.boolean().nullable(),
}

export const orderSchema = z
  .object({
    id: z.string(),
    number: z.string(),
    accountId: z.string(),
    endCustomerAccountId: z.string(),
    status: z.enum(orderStatuses),
    paymentMethod: z.enum(['free', 'purchaseOrder', 'card']),
    purchaseOrderNumber: z.string().nullable(),
    currency: z.string(),
    netMinor: amount,
    freightMinor: amount,
    taxMinor: amount,
    ...withoutRateSchema,
    totalMinor: amount,
    shipTo: postalAddressAnswer,
    ...partiesSchema,
    placedAt: z.iso.datetime(),
    /** The member who ordered. */
    placedBy: z.string(),
    /** The approver who released the order; null for an order that needed no approval. */
    releasedBy: z.string().nullable(),
    lines: z.array(orderLineSchema),
    /** Payments beside the order's own, which go back to the payer. */
    moneyBack: z.array(moneyBackSchema),
  })
  .meta({ id: 'Order' })

export type OrderView = z.infer<typeof orderSchema>

export const orderSummarySchema = orderSchema
  .pick({
    id: true,
    number: true,
    accountId: true,
    status: true,
    paymentMethod: true,
    purchaseOrderNumber: true,
    currency: true,
    totalMinor: true,
    placedAt: true,
  })
  .extend({ lineCount: z.number().int() })
  .meta({ id: 'OrderSummary' })

export const orderEventSchema = z
  .object({
    at: z.iso.datetime(),
    kind: z.string(),
    actor: z.string(),
    sentence: z.string(),
  })
  .meta({ id: 'OrderEvent' })

export const shipmentRequestSchema = z
  .strictObject({
    carrier: oneLine(60).min(1, 'Give the carrier'),
    trackingNumber: oneLine(60).min(1, 'Give the tracking number'),
    lineNumbers: z.array(z.number().int().positive()).min(1).max(200),
  })
  .meta({ id: 'ShipmentRequest' })
