import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { systemClock } from '../../../kernel/clock.ts'

export const sessionCookie = 'store_session'

/** The session that a token names. */
export interface NamedSession {
  readonly sid: string
  /** Whose session it was when it was read last: a hint, and no proof of anything. */
  accountId?: string
}

/**
 * What the token in the Authorization header or the cookie names; null without one that was signed here and has not
 * expired. A token that was found good is known again: to check it again takes as long as all that a kept answer takes.
 */
export function sessionNamedBy(request: FastifyRequest): NamedSession | null {
  const token = tokenOf(request)
  if (token === undefined) return null
  const tokens = tokensOf(request.server.jwt)
  const found = tokens.get(token) ?? checked(request.server, token)
  if (found === null) return null
  // By the clock that the signer goes by, which nobody moves; the session's own end goes by the store's.
  if (found.endsAt <= systemClock.now().getTime()) {
    tokens.delete(token)
    return null
  }
  tokens.set(token, found)
  return found.session
}

interface KnownToken {
  readonly session: NamedSession
  readonly endsAt: number
}

const mostTokens = 2000
// By who checks them, because another secret makes other tokens good.
const tokensBySigner = new WeakMap<FastifyInstance['jwt'], LRUCache<string, KnownToken>>()

function tokensOf(signer: FastifyInstance['jwt']): LRUCache<string, KnownToken> {
  const known = tokensBySigner.get(signer) ?? new LRUCache<string, KnownToken>({ max: mostTokens })
  tokensBySigner.set(signer, known)
  return known
}

const payloadSchema = z.object({ sid: z.string(), exp: z.number().optional() })

function checked(server: FastifyInstance, token: string): KnownToken | null {
  try {
    const payload = payloadSchema.safeParse(server.jwt.verify(token)).data
    return payload ? { session: { sid: payload.sid }, endsAt: (payload.exp ?? Number.POSITIVE_INFINITY) * 1000 } : null
  } catch {
    return null
  }
}

function tokenOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  return authorization !== undefined && /^Bearer\s/i.test(authorization)
    ? /^Bearer (\S+)$/i.exec(authorization)?.[1]
    : request.cookies[sessionCookie]
}
