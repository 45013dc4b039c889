import { z } from 'zod'
import { postalAddressSchema } from './address.ts'

export const sessionSchema = z.object({
  accountId: z.string(),
  accountName: z.string(),
  accountType: z.string(),
  userName: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  staffRoles: z.array(z.string()),
  address: postalAddressSchema.nullable(),
  expiresAt: z.iso.datetime(),
})

export const signOnBodySchema = z.strictObject({ token: z.string().min(1).max(8000) })

export const signOnResultSchema = z.object({
  /** Send it as `Authorization: Bearer`. */
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
  accountId: z.string(),
  entry: z.enum(['kit', 'catalog', 'products', 'admin']),
  partnerProductId: z.string().nullable(),
})
