import { z } from 'zod'
import { isCurrency } from '../../../kernel/money.ts'
import { pricedCartSchema, pricedLineSchema } from '../carts/index.ts'
import { spendingPeriods } from './spending.ts'

const amount = z.number().int()
const notNegative = amount.min(0, 'Give an amount of nought or more').max(1_000_000_000_000)
const currency = z.string().refine(isCurrency, 'Give a currency of ISO 4217')
const userName = z.string().min(1).max(255)

export const newRuleSchema = z
  .strictObject({
    /** Null: for everybody. */
    userName: userName.nullable().default(null),
    /** Orders of more wait; zero: every order that costs something. With tax and freight. */
    overMinor: notNegative,
    /** The account's own when it is left out. */
    currency: currency.optional(),
  })
  .meta({ id: 'NewApprovalRule' })
export type NewRule = z.infer<typeof newRuleSchema>

export const ruleSchema = z
  .object({
    id: z.string(),
    userName: z.string().nullable(),
    overMinor: amount,
    currency: z.string(),
  })
  .meta({ id: 'ApprovalRule' })

export const settingsSchema = z.strictObject({ ownApprovalAllowed: z.boolean() }).meta({ id: 'ApprovalSettings' })

export const newLimitSchema = z
  .strictObject({
    period: z.enum(spendingPeriods),
    /** Null: no limit. Zero: nothing at all. */
    limitMinor: notNegative.nullable(),
    /** The account's own when it is left out. */
    currency: currency.optional(),
  })
  .meta({ id: 'NewSpendingLimit' })
export type NewLimit = z.infer<typeof newLimitSchema>

export const limitUseSchema = z
  .object({
    userName: z.string(),
    period: z.enum(spendingPeriods),
    limitMinor: amount,
    currency: z.string(),
    /** The first day of the period, in UTC. */
    since: z.string(),
    spentMinor: amount,
    leftMinor: amount,
  })
  .meta({ id: 'SpendingLimitUse' })

export const approvalSchema = z
  .object({
    id: z.string(),
    state: z.enum(['waiting', 'released', 'rejected', 'withdrawn', 'expired']),
    requestedBy: z.object({ userName: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    paymentMethod: z.enum(['free', 'purchaseOrder', 'card']),
    purchaseOrderNumber: z.string().nullable(),
    /** Why it waits, as sentences. */
    reasons: z.array(z.string()),
    /** What it came to when it was asked for. */
    askedTotalMinor: amount,
    ...pricedCartSchema.pick({
      currency: true,
      netMinor: true,
      freightMinor: true,
      taxMinor: true,
      noRateMinor: true,
      freightNoRate: true,
      totalMinor: true,
    }).shape,
    ...pricedCartSchema.pick({ shipTo: true, endCustomerAccountId: true }).shape,
    lines: z.array(pricedLineSchema),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    decisionReason: z.string().nullable(),
    order: z.object({ id: z.string(), number: z.string() }).nullable(),
    /** What the caller may do with it now. */
    mayDecide: z.boolean(),
    mayWithdraw: z.boolean(),
    mayPay: z.boolean(),
  })
  .meta({ id: 'Approval' })
export type ApprovalView = z.infer<typeof approvalSchema>

export const approvalSummarySchema = approvalSchema
  .pick({
    id: true,
    state: true,
    requestedBy: true,
    createdAt: true,
    expiresAt: true,
    currency: true,
    totalMinor: true,
    mayDecide: true,
  })
  .meta({ id: 'ApprovalSummary' })
export type ApprovalSummary = z.infer<typeof approvalSummarySchema>

export const releaseSchema = z
  .strictObject({
    /** The total that the approver saw; when it has risen, the release stops. */
    expectedTotalMinor: amount.min(0),
  })
  .meta({ id: 'ReleaseApproval' })
export const rejectSchema = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1, 'Say why, so that the member knows what to change')
      .max(500, 'Give at most 500 characters')
      .regex(/^[^\p{Cc}]*$/u, 'Leave out control characters'),
  })
  .meta({ id: 'RejectApproval' })
