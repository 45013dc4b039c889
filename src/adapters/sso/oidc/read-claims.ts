import { z } from 'zod'
import { type ProvenIdentity, SignOnInvalid } from '../../../domains/people/identity/port.ts'
import { unfitIn } from '../../../kernel/unfit-value.ts'

const word = z
  .string()
  .trim()
  .min(1)
  .max(254)
  .regex(/^\P{Cc}*$/u)

const claimsSchema = z.object({
  iss: z.string(),
  sub: z
    .string()
    .min(1)
    .max(255)
    .regex(/^\P{Cc}*$/u),
  preferred_username: word.optional().catch(undefined),
  email: word.optional().catch(undefined),
  // Some providers send it as text.
  email_verified: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).catch(false),
})

/** Whether these claims already hold all that `identityOf` may look for. */
export function saysName(claims: Readonly<Record<string, unknown>>, userNameClaim: string | undefined): boolean {
  return claims[userNameClaim ?? 'preferred_username'] !== undefined && claims['email'] !== undefined
}

/** An address counts only when the provider says that it has verified it: anybody can write any address. */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  userNameClaim: string | undefined,
): ProvenIdentity {
  // Names are in here, so nothing is said of them but that they cannot be read.
  if (unfitIn(claims)) throw new SignOnInvalid('claims that cannot be kept')
  const parsed = claimsSchema.safeParse(claims)
  if (!parsed.success) throw new SignOnInvalid('claims that cannot be read')
  const { iss, sub, preferred_username: preferred, email, email_verified: isVerified } = parsed.data
  const unreadable = (['preferred_username', 'email'] as const).filter(
    (claim) => claims[claim] !== undefined && claims[claim] !== '' && parsed.data[claim] === undefined,
  )
  const verified = isVerified ? (email?.toLowerCase() ?? null) : null
  return {
    way: 'oidc',
    issuer: iss,
    subject: sub,
    userName: nameOf() ?? null,
    email: verified,
    ...(unreadable.length === 0 ? {} : { leftOut: unreadable }),
  }

  function nameOf(): string | null | undefined {
    // An address is a name only where the vendor says so: two people may have one, and it may change hands.
    if (userNameClaim === undefined) return preferred
    if (userNameClaim === 'email') return verified
    return word.safeParse(claims[userNameClaim]).data
  }
}
