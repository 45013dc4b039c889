import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { HandoffIssuer } from '../../../domains/people/identity/port.ts'
import type { Clock } from '../../../kernel/clock.ts'

// From one redirect to the next request of the same browser.
const lifeSeconds = 120

/**
 * Makes hand-offs like the portal's, for sites that know the portal's secret; they cannot tell them from the portal's own
 * and need no second check.
 * @see RFC 7519
 */
export function createHandoffIssuer(options: {
  readonly secret: string
  readonly audience: string
  readonly issuer: string
  readonly clock: Clock
}): HandoffIssuer {
  const key = new TextEncoder().encode(options.secret)
  return {
    issue: async ({ userName, sessionUntil, ...claims }) => {
      const jti = randomUUID()
      const issuedAt = Math.floor(options.clock.now().getTime() / 1000)
      const until = sessionUntil && Math.floor(sessionUntil.getTime() / 1000)
      const token = await new SignJWT({ ...claims, ...(until === null ? {} : { sessionUntil: until }) })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(options.issuer)
        .setAudience(options.audience)
        .setSubject(userName)
        .setJti(jti)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifeSeconds)
        .sign(key)
      // Other sites allow for clocks that differ, and for how long is theirs to say.
      return { token, jti, expiresAt: new Date((issuedAt + 2 * lifeSeconds) * 1000) }
    },
  }
}
