import { createRemoteJWKSet, errors, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'

/** What hand-offs are signed with: a secret that both sides know, or the portal's own keys, read from its address. */
export type HandoffKeys =
  /** At least 32 bytes (RFC 7518, 3.2). */
  { readonly secret: string } | { readonly jwksUrl: string; readonly pauseMs?: number }

type Claims = Omit<JWTVerifyOptions, 'algorithms'>

export interface Keys {
  verify(token: string, claims: Claims): Promise<JWTVerifyResult>
  /** @throws {PartnerFailure} */
  ping(): Promise<void>
}

// Asymmetric only: a public key taken for a shared secret would let anybody sign (RFC 8725, 2.1).
const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const partner = 'portal'
const timeoutMs = 5_000
// A key that the portal withdraws is refused after at most this long.
const keepMs = 5 * 60_000
// A key that is not there yet makes us look again, but a stranger's token must not make us look all the time.
const pauseMs = 5_000

export function keysOf(keys: HandoffKeys): Keys {
  return 'secret' in keys ? sharedSecret(keys.secret) : ownKeys(keys)
}

function sharedSecret(secret: string): Keys {
  const key = new TextEncoder().encode(secret)
  if (key.byteLength < 32) throw new Error('The secret of hand-offs needs at least 32 bytes')
  return {
    verify: (token, claims) => jwtVerify(token, key, { ...claims, algorithms: ['HS256'] }),
    ping: async () => {},
  }
}

function ownKeys(given: Extract<HandoffKeys, { jwksUrl: string }>): Keys {
  const set = createRemoteJWKSet(new URL(given.jwksUrl), {
    timeoutDuration: timeoutMs,
    cacheMaxAge: keepMs,
    cooldownDuration: given.pauseMs ?? pauseMs,
  })
  // Read by hand, so that an address that does not answer is not taken for a token that is not valid.
  const read = async (): Promise<void> => {
    try {
      await set.reload()
    } catch (error) {
      throw unreadable(error)
    }
  }
  return {
    verify: async (token, claims) => {
      if (set.jwks() === undefined) await read()
      return jwtVerify(token, async (header, jws) => set(header, jws).catch(judge), {
        ...claims,
        algorithms: asymmetric,
      })
    },
    ping: read,
  }
}

function judge(error: unknown): never {
  const aboutTheToken =
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  throw aboutTheToken ? error : unreadable(error)
}

function unreadable(error: unknown): PartnerFailure {
  const code = error instanceof errors.JOSEError ? error.code : 'no answer'
  return new PartnerFailure(partner, 'retryable', `the keys of the portal cannot be read (${code})`)
}
