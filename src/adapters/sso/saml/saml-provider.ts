import { type CacheProvider, SAML, SamlStatusError, ValidateInResponseTo } from '@node-saml/node-saml'
import { type SamlProvider, SignOnInvalid, SignOnRefused } from '../../../domains/people/identity/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { readAssertion } from './read-assertion.ts'
import { responseXml } from './response-xml.ts'

export interface SamlOptions {
  /** Where browsers are sent to sign on, by redirect. */
  readonly entryPoint: string
  /** The store's own entity ID, and what assertions have to be meant for unless `audience` says otherwise. */
  readonly issuer: string
  readonly audience?: string | undefined
  /** PEM, one after the other; several while the provider changes its key. */
  readonly certificates: readonly string[]
  /** The provider's entity ID; assertions of another are refused. Without one its certificate alone decides. */
  readonly providerIssuer?: string | undefined
  /** The attribute that holds the platform's sign-in name; without one it is the subject's NameID. */
  readonly userNameAttribute?: string | undefined
  readonly emailAttribute?: string | undefined
  readonly clock: Clock
}

const clockSkewMs = 30_000
const longestLifeMs = 10 * 60_000

/**
 * Service provider of SAML 2.0, web browser profile: redirect out, post back. An assertion counts only if it is itself
 * signed by a known certificate, answers the request that this browser made, is meant for the store and is minutes old.
 * @see SAML 2.0 Profiles 4.1, SAML 2.0 Core 2.5.1
 */
export function createSamlProvider(options: SamlOptions): SamlProvider {
  const spOf = (acsUrl: string, requestId: string) =>
    new SAML({
      callbackUrl: acsUrl,
      entryPoint: options.entryPoint,
      issuer: options.issuer,
      audience: options.audience ?? options.issuer,
      idpCert: [...options.certificates],
      identifierFormat: null,
      disableRequestedAuthnContext: true,
      wantAssertionsSigned: true,
      // Providers sign the assertion, the response, or both; the assertion is what we read.
      wantAuthnResponseSigned: false,
      acceptedClockSkewMs: clockSkewMs,
      maxAssertionAgeMs: longestLifeMs,
      validateInResponseTo: ValidateInResponseTo.always,
      requestIdExpirationPeriodMs: longestLifeMs,
      cacheProvider: onlyRequest(requestId, options.clock),
      generateUniqueId: () => requestId,
    })

  return {
    start: ({ acsUrl, relayState, requestId }) =>
      spOf(acsUrl, requestId).getAuthorizeUrlAsync(relayState, undefined, {}),

    finish: async ({ acsUrl, response, requestId }) => {
      const encoded = Buffer.from(responseXml(response), 'utf8').toString('base64')
      const profile = await spOf(acsUrl, requestId)
        .validatePostResponseAsync({ SAMLResponse: encoded })
        .then(
          (found) => found.profile,
          (error: unknown) => {
            throw judge(error)
          },
        )
      const assertion = profile?.getAssertion?.()
      if (assertion === undefined) throw new SignOnInvalid('no assertion')
      return readAssertion(assertion, {
        acsUrl,
        requestId,
        now: options.clock.now(),
        clockSkewMs,
        longestLifeMs,
        providerIssuer: options.providerIssuer,
        userNameAttribute: options.userNameAttribute,
        emailAttribute: options.emailAttribute,
      })
    },

    metadata: (acsUrl) => spOf(acsUrl, '_metadata').generateServiceProviderMetadata(null, null),
  }
}

/** The one request that an answer may be to; the attempt that made it is used up in the database. */
function onlyRequest(requestId: string, clock: Clock): CacheProvider {
  return {
    saveAsync: async () => null,
    getAsync: async (key) => (key === requestId ? clock.now().toISOString() : null),
    removeAsync: async () => null,
  }
}

// The library's texts repeat names from the assertion, so they go no further than their kind.
function judge(error: unknown): Error {
  if (error instanceof SamlStatusError) return new SignOnRefused(/status:(\w+)"/.exec(error.xmlStatus)?.[1] ?? '')
  const text = error instanceof Error ? error.message : ''
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'the response cannot be read'
  return new SignOnInvalid(kind)
}

const kinds: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/signature|signed|certificate/i, 'no valid signature over the assertion'],
  [/InResponseTo/i, 'not an answer to this request'],
  [/audience/i, 'meant for another audience'],
  [/expired|too old|not yet valid|subject confirmation/i, 'outside its time'],
  [/issuer/i, 'of another issuer'],
]
