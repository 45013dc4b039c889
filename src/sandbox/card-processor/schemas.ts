import { z } from 'zod'
import { isCurrency } from '../../kernel/money.ts'
import { invalidRequest } from './stripe-error.ts'

const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'Invalid integer')
  .transform(Number)
const url = z.string().max(5000).refine(URL.canParse, 'Not a valid URL')
const currency = z
  .string()
  .transform((code) => code.toLowerCase())
  .refine((code) => isCurrency(code.toUpperCase()), 'Invalid currency')
const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, 'Metadata can have at most 50 keys')
const expand = z.array(z.string()).default([])

export const createSessionSchema = z.strictObject({
  mode: z.literal('payment'),
  ui_mode: z.literal('hosted_page').optional(),
  adaptive_pricing: z.strictObject({ enabled: z.enum(['true', 'false']).optional() }).optional(),
  line_items: z
    .array(
      z.strictObject({
        price_data: z.strictObject({
          currency,
          unit_amount: whole,
          product_data: z.strictObject({
            name: z.string().min(1).max(250),
            description: z.string().optional(),
            metadata: metadata.optional(),
          }),
        }),
        quantity: whole.default(1),
      }),
    )
    .length(1, 'This stand-in takes exactly one line item'),
  success_url: url,
  cancel_url: url.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.email().optional(),
  metadata: metadata.default({}),
  payment_intent_data: z
    .strictObject({ description: z.string().max(1000).optional(), metadata: metadata.default({}) })
    .optional(),
  expires_at: whole.optional(),
  locale: z.string().optional(),
  submit_type: z.literal('pay').optional(),
  expand,
})

export const createRefundSchema = z.strictObject({
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  amount: whole.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.default({}),
  expand,
})

export const expandOnlySchema = z.strictObject({ expand })

const paging = {
  limit: whole.refine((limit) => limit >= 1 && limit <= 100, 'Must be from 1 to 100').default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: z
    .union([
      whole.transform((at) => ({ gte: at, lte: at })),
      z.strictObject({
        gt: whole.optional(),
        gte: whole.optional(),
        lt: whole.optional(),
        lte: whole.optional(),
      }),
    ])
    .optional(),
  expand,
}
export const listSessionsSchema = z.strictObject({
  ...paging,
  payment_intent: z.string().optional(),
  status: z.enum(['complete', 'expired', 'open']).optional(),
})
export const listPayoutsSchema = z.strictObject({ ...paging, status: z.string().optional() })
export const listBalanceTransactionsSchema = z.strictObject({
  ...paging,
  payout: z.string().optional(),
  source: z.string().optional(),
  currency: currency.optional(),
  type: z.string().optional(),
})
export const listRefundsSchema = z.strictObject({
  ...paging,
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
})
export const listEventsSchema = z.strictObject({ ...paging, type: z.string().optional() })

/** @throws {StripeProblem} that names the first wrong parameter the way Stripe does */
export function parseParameters<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const param = nameOf([...issue.path, issue.keys[0] ?? ''])
    throw invalidRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const param = nameOf(issue?.path ?? [])
  const missing = issue?.code === 'invalid_type' && valueAt(given, issue.path) === undefined
  if (missing) throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  throw invalidRequest(`Invalid ${param}: ${issue?.message ?? 'not understood'}`, { param })
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], given)
}

function nameOf([first = '', ...rest]: readonly PropertyKey[]): string {
  return [String(first), ...rest.map((part) => `[${String(part)}]`)].join('')
}
