import { errors, jwtVerify } from 'jose'
import { z } from 'zod'
import {
  type HandoffClaims,
  HandoffExpired,
  HandoffInvalid,
  type HandoffVerifier,
} from '../../../domains/accounts/port.ts'
import type { Clock } from '../../../kernel/clock.ts'

export interface HandoffOptions {
  /** Shared with the portal; at least 32 bytes (RFC 7518, 3.2). */
  readonly secret: string
  readonly audience: string
  readonly issuer: string
  readonly clock: Clock
}

// A link in a browser's address bar has to fit; the fullest profile takes under two thousand characters.
const longestToken = 8000
const clockSkewSeconds = 30
const longestLifeSeconds = 600

/** Verifies hand-offs: JSON Web Tokens signed with HS256, at most ten minutes old. @see RFC 7519, RFC 8725 */
export function createHandoffVerifier(options: HandoffOptions): HandoffVerifier {
  const key = new TextEncoder().encode(options.secret)
  if (key.byteLength < 32) throw new Error('The secret of hand-offs needs at least 32 bytes')

  return {
    verify: async (token) => {
      if (token.length > longestToken) throw invalid('too long')
      const now = options.clock.now()
      const payload = await proven(token, now)
      const parsed = claimsSchema.safeParse(payload)
      if (!parsed.success) {
        const places = parsed.error.issues.map((issue) => issue.path.join('.'))
        throw invalid(`claims not as agreed: ${[...new Set(places)].join(', ')}`)
      }
      const { sub, iat, exp, ...claims } = parsed.data
      const refusedFrom = Math.min(exp, iat + longestLifeSeconds) + clockSkewSeconds
      return { ...claims, userName: sub, expiresAt: new Date(refusedFrom * 1000) } satisfies HandoffClaims
    },
  }

  async function proven(token: string, now: Date): Promise<unknown> {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        audience: options.audience,
        issuer: options.issuer,
        requiredClaims: ['exp', 'iat', 'jti', 'sub', 'accountId'],
        maxTokenAge: longestLifeSeconds,
        clockTolerance: clockSkewSeconds,
        currentDate: now,
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new HandoffExpired()
      // Without the cause: jose's errors carry the claims, which are somebody's name and address.
      if (error instanceof errors.JOSEError) throw invalid(error.code)
      throw error
    }
  }
}

/** The reason is for the log; it names claims and never repeats what is in them. */
function invalid(reason: string): HandoffInvalid {
  return new HandoffInvalid(new Error(`The hand-off was refused: ${reason}`))
}

const short = z.string().trim().max(100)

const addressSchema = z.object({
  line1: short.default(''),
  line2: short.default(''),
  city: short.default(''),
  region: short.default(''),
  postalCode: z.string().trim().max(20).default(''),
  country: z.string().trim().toUpperCase().max(2).default(''),
})

const claimsSchema = z.object({
  jti: z.string().min(8).max(128),
  sub: z.string().trim().min(1).max(254),
  iat: z.number().positive(),
  exp: z.number().positive(),
  accountId: z.string().trim().min(1).max(255),
  entry: z.enum(['kit', 'catalog', 'products', 'admin']),
  partnerProductId: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .nullish()
    .transform((value) => value ?? null),
  profile: z.object({
    firstName: short.default(''),
    lastName: short.default(''),
    email: z.string().trim().max(254).default(''),
    locale: z.string().trim().max(35).default(''),
    address: addressSchema.nullish().transform((value) => value ?? null),
  }),
})
