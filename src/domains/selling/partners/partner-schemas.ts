import { z } from 'zod'

const accountId = z.string().trim().min(1, 'Give the account ID').max(255)

export const askCustomerSchema = z.strictObject({ customerAccountId: accountId }).meta({ id: 'AskCustomer' })
export const partnerParams = z.object({ partnerAccountId: accountId })
export const pairParams = z.object({ partnerAccountId: accountId, customerAccountId: accountId })

export const partnerOfCompanySchema = z
  .object({
    partnerAccountId: z.string(),
    name: z.string(),
    /** Why the partner may order for the company; null when it may not. */
    because: z.enum(['consent', 'platform', 'deal']).nullable(),
    /** True: it has asked, and nobody has answered. */
    asks: z.boolean(),
    /** Who of the partner asked, as a name. */
    askedBy: z.string().nullable(),
    askedAt: z.string().nullable(),
    /** The administrator who gave the last answer. */
    decidedBy: z.string().nullable(),
    decidedFor: z.enum(['customer', 'staff']).nullable(),
    decidedAt: z.string().nullable(),
  })
  .meta({ id: 'PartnerOfCompany' })
export type PartnerOfCompany = z.infer<typeof partnerOfCompanySchema>

export const askedCustomerSchema = z
  .object({ customerAccountId: z.string(), askedAt: z.string() })
  .meta({ id: 'AskedCustomer' })
export type AskedCustomer = z.infer<typeof askedCustomerSchema>

export const consentSchema = z
  .object({
    partnerAccountId: z.string(),
    customerAccountId: z.string(),
    state: z.enum(['invited', 'granted', 'declined', 'withdrawn', 'reinvited', 'ended']),
    decidedBy: z.string().nullable(),
    decidedFor: z.enum(['customer', 'staff']).nullable(),
    decidedAt: z.string().nullable(),
  })
  .meta({ id: 'PartnerConsent' })
