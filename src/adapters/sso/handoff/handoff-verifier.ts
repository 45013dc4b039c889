import { errors, type JWTPayload } from 'jose'
import { z } from 'zod'
import {
  type HandoffClaims,
  HandoffExpired,
  HandoffInvalid,
  type HandoffVerifier,
} from '../../../domains/people/identity/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { unfitIn } from '../../../kernel/unfit-value.ts'
import { type HandoffKeys, keysOf } from './handoff-keys.ts'
import { profileHints } from './profile-hints.ts'

export interface HandoffOptions {
  readonly keys: HandoffKeys
  readonly audience: string
  readonly issuer: string
  readonly clock: Clock
}

// A link in a browser's address bar has to fit; the fullest profile takes under two thousand characters.
const longestToken = 8000
const clockSkewSeconds = 30
const longestLifeSeconds = 600

/**
 * Verifies hand-offs: JSON Web Tokens, at most ten minutes old, signed with the shared secret or with one of the portal's
 * own keys, and never with the one where the other is agreed. @see RFC 7519, RFC 8725
 */
export function createHandoffVerifier(options: HandoffOptions): HandoffVerifier {
  const keys = keysOf(options.keys)

  return {
    ping: keys.ping,
    verify: async (token) => {
      if (token.length > longestToken) throw invalid('too long')
      const now = options.clock.now()
      const payload = await proven(token, now)
      const unfit = unfitIn(payload, { atTexts: false })
      if (unfit) throw invalid(`claims that cannot be checked: ${unfit.pointer.split('/')[1] ?? 'all'}`)
      const parsed = claimsSchema.safeParse(payload)
      if (!parsed.success) {
        const places = parsed.error.issues.map((issue) => issue.path.join('.'))
        throw invalid(`claims not as agreed: ${[...new Set(places)].join(', ')}`)
      }
      const { sub, iat, exp, sessionUntil, profile: hints, ...claims } = parsed.data
      const refusedFrom = Math.min(exp, iat + longestLifeSeconds) + clockSkewSeconds
      return {
        ...claims,
        ...hints,
        userName: sub,
        expiresAt: new Date(refusedFrom * 1000),
        sessionUntil: sessionUntil === undefined ? null : new Date(sessionUntil * 1000),
      } satisfies HandoffClaims
    },
  }

  async function proven(token: string, now: Date): Promise<JWTPayload> {
    try {
      const { payload } = await keys.verify(token, {
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

// PostgreSQL keeps no NUL and no half of a pair in text, and no id has a control character.
const id = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cs}]*$/u)
const claimsSchema = z.object({
  jti: id.min(8).max(128),
  sub: id.min(1).max(254),
  iat: z.number().positive(),
  exp: z.number().positive(),
  accountId: id.min(1).max(255),
  // Up to the year 9999, which is as far as a date goes in every place that it is written to.
  sessionUntil: z.number().positive().max(253_402_300_799).optional(),
  entry: z.enum(['kit', 'catalog', 'products', 'admin']),
  partnerProductId: id
    .min(1)
    .max(255)
    .nullish()
    .transform((value) => value ?? null),
  // Text that people typed at the portal never keeps them out.
  profile: z.unknown().optional().transform(profileHints),
})
