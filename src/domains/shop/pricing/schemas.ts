import { z } from 'zod'
import { isLocalDate } from '../../../kernel/local-date.ts'
import { isCurrency, mostMinor } from '../../../kernel/money.ts'

/** Text from outside that ends up in a query: PostgreSQL refuses control characters such as NUL. */
export const keySchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'May not contain control characters')

export const audienceSchema = z.enum(['account', 'group', 'partnerTier', 'accountType', 'everybody'])

const currencySchema = z.string().refine(isCurrency, 'Give a currency of ISO 4217, such as EUR')
const dateSchema = z.string().refine(isLocalDate, 'Give a date of the form YYYY-MM-DD').nullable().default(null)
const control = [/^\P{Cc}*$/u, 'Leave out control characters'] as const
const idSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(...control)
const partNumberSchema = idSchema
const quantitySchema = z.number().int().min(1).max(1_000_000)
const minorSchema = z.number().int().nonnegative().max(mostMinor)
const basisPointsSchema = z.number().int().min(0).max(10_000)
/** ISO 3166-1 alpha-2. */
const countrySchema = z.string().regex(/^[A-Z]{2}$/, 'Give a two-letter country code, such as GB')

const termShape = {
  id: idSchema,
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(...control),
  audience: audienceSchema,
  audienceValue: z
    .string()
    .trim()
    .max(200)
    .regex(...control)
    .default(''),
  validFrom: dateSchema,
  validThrough: dateSchema,
}

/** Everybody needs no name; every other audience does, or the list would be for nobody. */
const namesItsAudience = {
  check: (terms: { audience: string; audienceValue: string }) =>
    (terms.audience === 'everybody') === (terms.audienceValue === ''),
  problem: {
    path: ['audienceValue'],
    message: 'Name the account, group, tier or account type; leave it empty for everybody',
  },
}

export const priceListSchema = z
  .strictObject({
    ...termShape,
    currency: currencySchema,
    priority: z.number().int().min(-1_000_000).max(1_000_000).default(0),
    fallsBack: z.boolean().default(true),
    entries: z.array(
      z.strictObject({
        partNumber: partNumberSchema,
        minQuantity: quantitySchema.default(1),
        increment: quantitySchema.default(1),
        unitMinor: minorSchema,
      }),
    ),
  })
  .refine(namesItsAudience.check, namesItsAudience.problem)
  .meta({ id: 'PriceList' })
export type ImportedPriceList = z.input<typeof priceListSchema>

export const discountRuleSchema = z
  .strictObject({
    ...termShape,
    category: z.string().trim().min(1).max(50).nullable().default(null),
    basisPoints: basisPointsSchema,
  })
  .refine(namesItsAudience.check, namesItsAudience.problem)
  .meta({ id: 'DiscountRule' })
export type ImportedDiscountRule = z.input<typeof discountRuleSchema>

export const taxRateSchema = z
  .strictObject({
    country: countrySchema,
    obligation: z.enum(['licence', 'maintenance', 'media', 'goods', '*']).default('*'),
    name: z.string().trim().min(1).max(50),
    basisPoints: basisPointsSchema,
  })
  .meta({ id: 'TaxRate' })
export type ImportedTaxRate = z.input<typeof taxRateSchema>

export const freightRateSchema = z
  .strictObject({
    country: z.union([countrySchema, z.literal('*')]),
    currency: currencySchema,
    unitMinor: minorSchema,
  })
  .meta({ id: 'FreightRate' })
export type ImportedFreightRate = z.input<typeof freightRateSchema>
