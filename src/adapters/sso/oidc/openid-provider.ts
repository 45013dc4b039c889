import * as client from 'openid-client'
import type { OpenIdProvider, ProvenIdentity } from '../../../domains/people/identity/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { within } from '../../../kernel/within.ts'
import { failureOf, unavailable } from './failures.ts'
import { identityOf, saysName } from './read-claims.ts'

export interface OpenIdOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /**
   * The claim that holds the platform's sign-in name. Without one: `preferred_username`, else `email` where the provider
   * says that it has verified it. Choose a claim that people cannot change themselves.
   */
  readonly userNameClaim?: string | undefined
  readonly clock: Clock
  /** How long the provider's description of itself is believed. Default ten minutes. */
  readonly keepMs?: number
  /** For each of the two steps as a whole: a person waits. Default eight seconds. */
  readonly patienceMs?: number
}

const timeoutSeconds = 10
const clockSkewSeconds = 30
const usualKeepMs = 10 * 60_000
const usualPatienceMs = 8_000

/**
 * OpenID Connect by authorization code with PKCE (S256), state and nonce. The signature of the ID token is checked too,
 * though it comes straight from the provider. Plain http is spoken with providers on this machine only.
 * @see OpenID Connect Core 1.0, RFC 7636, RFC 9207, RFC 9700
 */
export function createOpenIdProvider(options: OpenIdOptions): OpenIdProvider {
  const discover = keep(options)
  const patiently = <Answer>(answer: Promise<Answer>) =>
    within(options.patienceMs ?? usualPatienceMs, answer, () => unavailable(new TookTooLong(), 'a step of the sign-on'))
  const steps: OpenIdProvider = {
    start: async ({ redirectUri, state }) => {
      const provider = await discover()
      const verifier = client.randomPKCECodeVerifier()
      const nonce = client.randomNonce()
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        response_type: 'code',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return { url: url.href, secrets: { nonce, verifier } }
    },

    finish: async ({ callback, state, secrets }): Promise<ProvenIdentity> => {
      const provider = await discover()
      try {
        const tokens = await client.authorizationCodeGrant(provider, callback, {
          expectedState: state,
          expectedNonce: secrets['nonce'] ?? '',
          pkceCodeVerifier: secrets['verifier'] ?? '',
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new Error('an answer that was checked for an ID token has none')
        // Many providers say who somebody is only when they are asked with the token.
        const more =
          saysName(claims, options.userNameClaim) || provider.serverMetadata().userinfo_endpoint === undefined
            ? {}
            : await client.fetchUserInfo(provider, tokens.access_token, claims.sub)
        return identityOf({ ...more, ...claims }, options.userNameClaim)
      } catch (error) {
        throw failureOf(error)
      }
    },

    ping: async () => {
      await discover()
    },
  }
  return {
    start: (given) => patiently(steps.start(given)),
    finish: (given) => patiently(steps.finish(given)),
    ping: () => patiently(steps.ping()),
  }
}

class TookTooLong extends Error {
  override readonly name = 'TookTooLong'
}

/** Discovery, asked for again when it has become old; a failure is not kept. */
function keep(options: OpenIdOptions): () => Promise<client.Configuration> {
  let kept: { readonly at: number; readonly found: Promise<client.Configuration> } | null = null
  return () => {
    const now = options.clock.now().getTime()
    if (kept && now - kept.at < (options.keepMs ?? usualKeepMs)) return kept.found
    const found = discovered(options)
    const asked = { at: now, found }
    kept = asked
    found.catch(() => {
      if (kept === asked) kept = null
    })
    return found
  }
}

async function discovered({ issuer, clientId, clientSecret }: OpenIdOptions): Promise<client.Configuration> {
  const server = new URL(issuer)
  const execute = [client.enableNonRepudiationChecks]
  if (server.protocol === 'http:') execute.push(client.allowInsecureRequests)
  try {
    return await client.discovery(
      server,
      clientId,
      { client_secret: clientSecret, [client.clockTolerance]: clockSkewSeconds },
      client.ClientSecretBasic(clientSecret),
      { execute, timeout: timeoutSeconds },
    )
  } catch (error) {
    throw unavailable(error, 'discovery')
  }
}
