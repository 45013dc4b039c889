import { z } from 'zod'
import { isLocalDate } from '../../../kernel/local-date.ts'
import { oneLine } from '../../../platform/http/request/text-schemas.ts'
import { categorySchema } from '../../shop/catalog/index.ts'

export const registerDealSchema = z
  .strictObject({
    /** The customer's account, by its exact ID; or the name of a company that has none yet. */
    endCustomerAccountId: z.string().trim().max(255).default(''),
    prospectName: oneLine(120).default(''),
    partNumbers: z.array(z.string().trim().min(1).max(255)).max(100).default([]),
    /** Stand for the part numbers in them that the partner may order on that day. */
    categories: z.array(categorySchema).max(10).default([]),
    estimatedQuantity: z.number().int('Give a whole number').min(1, 'Give at least 1').max(100_000),
    note: oneLine(500).default(''),
    requestKey: z.string().min(8).max(100),
  })
  .refine((deal) => (deal.endCustomerAccountId === '') !== (deal.prospectName === ''), {
    path: ['endCustomerAccountId'],
    message: 'Give the customer’s account ID, or the name of a company that has no account',
  })
  .refine((deal) => deal.partNumbers.length + deal.categories.length > 0, {
    path: ['partNumbers'],
    message: 'Give at least one part number or category',
  })
  .meta({ id: 'RegisterDeal' })
export type RegisterDeal = z.infer<typeof registerDealSchema>

export const approveDealSchema = z
  .strictObject({
    discountBasisPoints: z.number().int('Give a whole number').min(0).max(10_000),
    /** The last day of protection and discount; ninety days from today when nothing is said. */
    validThrough: z.string().refine(isLocalDate, 'Give a date such as 2026-11-30').optional(),
    /** For a company that has an account by now. */
    endCustomerAccountId: z.string().trim().min(1).max(255).optional(),
  })
  .meta({ id: 'ApproveDeal' })
export type ApproveDeal = z.infer<typeof approveDealSchema>

export const dealStates = ['submitted', 'approved', 'rejected', 'withdrawn'] as const

export const dealSchema = z
  .object({
    id: z.string(),
    number: z.string(),
    partnerAccountId: z.string(),
    registeredBy: z.string(),
    endCustomerAccountId: z.string().nullable(),
    prospectName: z.string(),
    state: z.enum([...dealStates, 'expired']),
    partNumbers: z.array(z.string()),
    estimatedQuantity: z.number().int(),
    note: z.string(),
    discountBasisPoints: z.number().int().nullable(),
    validFrom: z.string().nullable(),
    validThrough: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Deal' })
export type DealView = z.infer<typeof dealSchema>
