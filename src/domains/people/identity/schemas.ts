import { z } from 'zod'
import { postalAddressAnswer } from '../accounts/index.ts'

export const sessionSchema = z
  .object({
    accountId: z.string(),
    accountName: z.string(),
    accountType: z.string(),
    userName: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    staffRoles: z.array(z.string()),
    address: postalAddressAnswer.nullable(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Session' })

const userName = z.string().trim().min(1, 'Give your sign-in name').max(254, 'Give at most 254 characters')
const password = z.string().min(1, 'Give your password').max(1000, 'Give at most 1,000 characters')
const accountId = z.string().min(1).max(255)

export const passwordSchema = z.object({ userName, password }).meta({ id: 'PasswordSignOn' })

/** One of three: a hand-off; sign-in name and password, with an account ID to spare the choice; a choice of account. */
export const signOnBodySchema = z
  .strictObject({
    token: z.string().min(1).max(8000).optional(),
    userName: userName.optional(),
    password: password.optional(),
    choiceToken: z.string().min(1).max(100).optional(),
    accountId: accountId.optional(),
  })
  .transform((body, context) => {
    const found = proofSchema.safeParse(body)
    if (found.success) return found.data
    const missing = body.userName !== undefined && body.password === undefined ? 'password' : 'token'
    context.addIssue({
      code: 'custom',
      path: [missing],
      message: 'Give a token alone, a userName with its password, or a choiceToken with an accountId',
    })
    return z.NEVER
  })
  .meta({ id: 'SignOnBody' })

const proofSchema = z.union([
  z.strictObject({ token: z.string() }),
  z.strictObject({ userName, password, accountId: accountId.optional() }),
  z.strictObject({ choiceToken: z.string(), accountId }),
])

export const switchBodySchema = z.strictObject({ accountId }).meta({ id: 'SwitchAccount' })

const accountToChooseSchema = z
  .object({ accountId: z.string(), name: z.string(), accountType: z.string() })
  .meta({ id: 'AccountToChoose' })
export const accountsSchema = z.object({ items: z.array(accountToChooseSchema) }).meta({ id: 'AccountsToChoose' })

export const accountChoiceSchema = z
  .object({
    /** Send it back with the account ID that was chosen; good once, until it expires. */
    choiceToken: z.string(),
    expiresAt: z.iso.datetime(),
    accounts: z.array(accountToChooseSchema),
  })
  .meta({ id: 'AccountChoice' })

export const signOnResultSchema = z
  .object({
    /** Send it as `Authorization: Bearer`. */
    accessToken: z.string(),
    expiresAt: z.iso.datetime(),
    accountId: z.string(),
    entry: z.enum(['kit', 'catalog', 'products', 'admin']),
    partnerProductId: z.string().nullable(),
  })
  .meta({ id: 'SignOnResult' })
