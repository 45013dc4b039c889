import { z } from 'zod'
import { isLocalDate, localDate } from '../../../kernel/local-date.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { downloadedBeforeSchema } from '../../fulfilment/downloads/index.ts'
import { baseLineSchema, lineTermSchema, partiesSchema, withoutRateSchema } from '../../fulfilment/orders/index.ts'
import { postalAddressAnswer, postalAddressSchema } from '../../people/accounts/index.ts'

const amount = z.number().int()

export const coTermSchema = z
  .strictObject({
    /** The last good day of every term in the cart; null lets each run its own. */
    through: z
      .string()
      .refine(isLocalDate, 'Give a date of the form YYYY-MM-DD')
      .transform((text) => localDate(text))
      .nullable(),
  })
  .meta({ id: 'CoTerm' })

export const quantitySchema = z
  .number()
  .int('Give a whole number')
  .min(1, 'Give at least 1')
  .max(100_000, 'Give at most 100,000')

export const addToCartSchema = z
  .strictObject({
    partNumber: partnerKeySchema,
    quantity: quantitySchema.default(1),
    /**
     * The activation ID of the line that this is for: that gets the seats, that is renewed, or that the add-on belongs to.
     * May be left out where one line alone is possible.
     */
    targetActivationId: z.string().max(255).optional(),
    /** Of a media kit: true when the download was offered and the disc is wanted all the same. */
    downloadDeclined: z.boolean().default(false),
  })
  .meta({ id: 'AddToCart' })

export type AddToCart = z.infer<typeof addToCartSchema>

export const changeCartLineSchema = z.strictObject({ quantity: quantitySchema }).meta({ id: 'ChangeCartLine' })

export const acceptPricesSchema = z
  .strictObject({
    /** Of each line that rose: the price of one as the buyer saw it. */
    prices: z
      .array(z.strictObject({ lineId: z.string().min(1).max(60), unitPriceMinor: amount.min(0) }))
      .min(1)
      .max(500),
  })
  .meta({ id: 'AcceptPrices' })

export type AcceptPrices = z.infer<typeof acceptPricesSchema>

export const endCustomerSchema = z.strictObject({ accountId: partnerKeySchema.nullable() }).meta({ id: 'EndCustomer' })

export const cartLineSchema = z
  .object({
    id: z.string(),
    partNumber: z.string(),
    title: z.string(),
    obligation: z.enum(['licence', 'maintenance', 'media', 'goods']),
    quantity: z.number().int(),
    maxQuantity: z.number().int(),
    targetActivationId: z.string().nullable(),
    base: baseLineSchema,
    available: z.boolean(),
    /** Why it cannot be ordered any more; null when it can. */
    problem: z.string().nullable(),
    listPriceMinor: amount.nullable(),
    unitPriceMinor: amount.nullable(),
    netMinor: amount.nullable(),
    /** Null for what has no term. */
    term: lineTermSchema.nullable(),
    /** The price of one that the buyer was shown before it rose; null where nothing rose. Then it needs to be accepted. */
    shownUnitPriceMinor: amount.nullable(),
    priceSentence: z.string(),
    downloadDeclined: z.boolean(),
    /** Of a media kit whose files the account has: when they were last downloaded, and by whom. */
    downloadedBefore: downloadedBeforeSchema.nullable(),
  })
  .meta({ id: 'CartLine' })

export const cartSchema = z
  .object({
    accountId: z.string(),
    currency: z.string(),
    endCustomer: z.object({ accountId: z.string(), name: z.string() }).nullable(),
    /** The cart before, when it was closed without an order in the last seven days, and there is none now. */
    closed: z.object({ at: z.string(), reason: z.string() }).nullable(),
    lines: z.array(cartLineSchema),
    /** The day on which every term ends; null leaves each its own. */
    coTermThrough: z.string().nullable(),
    coTermSuggestions: z.array(z.string()),
    netMinor: amount,
    needsShipping: z.boolean(),
  })
  .meta({ id: 'Cart' })

export type CartView = z.infer<typeof cartSchema>

/** Who receives it and who is invoiced, when it is not the buying account at the same address. */
export const partiesAskedSchema = {
  shipToAccountId: partnerKeySchema.nullish(),
  billToAccountId: partnerKeySchema.nullish(),
  billTo: postalAddressSchema.nullish(),
}

export const priceCartSchema = z
  .strictObject({
    shipTo: postalAddressSchema,
    ...partiesAskedSchema,
    /** What the buyer saw; a priced cart in another currency is refused. */
    currency: z.string().length(3).optional(),
  })
  .meta({ id: 'PriceCart' })

export const pricedLineSchema = z
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
    /** Null where the destination has no rate. */
    taxBasisPoints: z.number().int().nullable(),
    term: lineTermSchema.nullish(),
    base: baseLineSchema.optional(),
    priceRule: z.string(),
  })
  .meta({ id: 'PricedLine' })

export const pricedCartSchema = z
  .object({
    /** Which lines are kits whose files the account has downloaded already; said before freight is paid. */
    downloadedBefore: z.array(downloadedBeforeSchema.extend({ partNumber: z.string() })).optional(),
    id: z.string(),
    accountId: z.string(),
    state: z.enum(['open', 'accepted']),
    currency: z.string(),
    lines: z.array(pricedLineSchema),
    netMinor: amount,
    freightMinor: amount,
    taxMinor: amount,
    ...withoutRateSchema,
    totalMinor: amount,
    shipTo: postalAddressAnswer,
    ...partiesSchema,
    endCustomerAccountId: z.string().nullable(),
    expiresAt: z.iso.datetime(),
    /** How this priced cart may be paid. */
    paymentMethods: z.array(z.enum(['free', 'purchaseOrder', 'card'])),
    /** Ways that cannot be paid by, and why. */
    notOffered: z.array(z.object({ method: z.enum(['purchaseOrder', 'card']), reason: z.string() })),
  })
  .meta({ id: 'PricedCart' })

export type PricedCartView = z.infer<typeof pricedCartSchema>
