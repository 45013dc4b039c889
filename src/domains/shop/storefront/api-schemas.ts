import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { categorySchema, type Item, metRequirements, obligationSchema, type Viewer } from '../catalog/index.ts'
import type { Priced } from '../pricing/index.ts'
import { audienceSchema } from '../pricing/index.ts'

export const moneySchema = z.object({ minor: z.number().int(), currency: z.string() }).meta({ id: 'Money' })

export const itemSchema = z
  .object({
    /** For whom this is the answer. */
    accountId: z.string(),
    partNumber: z.string(),
    title: z.string(),
    description: z.string(),
    category: categorySchema,
    obligation: obligationSchema,
    productName: z.string().nullable(),
    productVersion: z.string().nullable(),
    productLine: z.string().nullable(),
    /** Months of the term that is sold; null for a permanent right or a thing. */
    termMonths: z.number().int().nullable(),
    addsToLine: z.boolean(),
    maxQuantity: z.number().int(),
    partnerProductId: z.string().nullable(),
    /** The products that it asks for and the account holds. */
    requires: z.array(z.string()),
    listPrice: moneySchema,
    unitPrice: moneySchema,
    priceSentence: z.string(),
    /** Which quantities are sold: from each on, in multiples of its increment, until the next. The first is the least. */
    priceBreaks: z.array(z.object({ from: z.number().int(), increment: z.number().int(), unitPrice: moneySchema })),
    /** The discount that applied by itself; null when none did. */
    rule: z.object({ id: z.string(), name: z.string(), basisPoints: z.number().int() }).nullable(),
  })
  .meta({ id: 'Item' })

const loserSchema = z.object({ list: z.string(), reason: z.string() }).meta({ id: 'LosingPrice' })

export const stepSchema = z
  .object({
    rule: z.string(),
    passed: z.boolean(),
    sentence: z.string(),
    right: z
      .object({
        activationId: z.string(),
        product: z.string(),
        inheritedFrom: z.string().nullable(),
        lastDay: z.string().nullable(),
        orderId: z.string().nullable(),
        orderLineNumber: z.string().nullable(),
      })
      .optional(),
  })
  .meta({ id: 'TraceStep' })

export const priceTraceSchema = z
  .object({
    partNumber: z.string(),
    quantity: z.number().int(),
    currency: z.string(),
    on: z.string(),
    winner: z.object({
      list: z.string(),
      name: z.string(),
      audience: audienceSchema,
      audienceValue: z.string(),
      priority: z.number().int(),
      minQuantity: z.number().int(),
      increment: z.number().int(),
      unitMinor: z.number().int(),
    }),
    losers: z.array(loserSchema),
    rule: z.object({ id: z.string(), name: z.string(), basisPoints: z.number().int() }).nullable(),
    otherRules: z.array(z.object({ rule: z.string(), reason: z.string() })),
    steps: z.array(z.object({ by: z.string(), takesOffMinor: z.number().int(), unitMinor: z.number().int() })),
  })
  .meta({ id: 'PriceTrace' })

/** What is added at the account's own address; null when it has none. */
const taxReasonSchema = z
  .object({
    country: z.string(),
    obligation: z.string(),
    name: z.string().nullable(),
    /** Null when the country has no rate. */
    basisPoints: z.number().int().nullable(),
    netMinor: z.number().int(),
    taxMinor: z.number().int(),
    sentence: z.string(),
  })
  .nullable()

/** Visible and priced: what an account may be told of itself. */
export const memberExplanationSchema = z
  .object({
    partNumber: z.string(),
    because: z.array(stepSchema),
    priceSentence: z.string(),
    listPrice: moneySchema,
    unitPrice: moneySchema,
    trace: priceTraceSchema,
    tax: taxReasonSchema,
  })
  .meta({ id: 'MemberExplanation' })

export const staffExplanationSchema = z
  .object({
    accountId: z.string(),
    partNumber: z.string(),
    visible: z.boolean(),
    /** The rule that hides it; null when it is visible. */
    reason: z.string().nullable(),
    steps: z.array(stepSchema),
    price: z.union([
      z.object({
        priced: z.literal(true),
        priceSentence: z.string(),
        listPrice: moneySchema,
        unitPrice: moneySchema,
        trace: priceTraceSchema,
        tax: taxReasonSchema,
      }),
      z.object({
        priced: z.literal(false),
        reason: z.string(),
        losers: z.array(loserSchema),
        nearest: z.array(z.number().int()),
      }),
    ]),
  })
  .meta({ id: 'StaffExplanation' })

/** The refusals that every route here can answer with. */
export const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }

/** Only what is named here: an item also says which other accounts may have it. */
export function itemAnswer(item: Item, price: Priced, viewer: Viewer): z.input<typeof itemSchema> {
  const { currency } = price
  return {
    accountId: viewer.accountId,
    partNumber: item.partNumber,
    title: item.title,
    description: item.description,
    category: item.category,
    obligation: item.obligation,
    productName: item.productName,
    productVersion: item.productVersion,
    productLine: item.productLine,
    termMonths: item.termMonths,
    addsToLine: item.addsToLine,
    maxQuantity: item.maxQuantity,
    partnerProductId: item.partnerProductId,
    requires: metRequirements(item, viewer.held),
    ...priceAnswer(price),
    priceBreaks: price.breaks.map(({ from, increment, unitPriceMinor }) => ({
      from,
      increment,
      unitPrice: { minor: unitPriceMinor, currency },
    })),
    rule: price.trace.rule,
  }
}

export function priceAnswer({ listPriceMinor, unitPriceMinor, currency, sentence }: Priced) {
  return {
    listPrice: { minor: listPriceMinor, currency },
    unitPrice: { minor: unitPriceMinor, currency },
    priceSentence: sentence,
  }
}
