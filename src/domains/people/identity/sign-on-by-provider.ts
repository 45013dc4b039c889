import { randomBytes } from 'node:crypto'
import { SignOnExpired, SignOnInvalid } from './errors.ts'
import { localPathOf } from './landing.ts'
import type { OpenIdProvider, ProvenIdentity, SamlProvider } from './port.ts'
import { plainSignOn, type SignOnDeps, type SignOnResult, signOn } from './sign-on.ts'
import { useOnce } from './sign-on-store.ts'
import { digestOf, issueTicket, moveTicket, newTicket, readTicket, type Ticket, takeTicket } from './sign-on-tickets.ts'

type Deps = SignOnDeps

// Long enough to find a telephone for the second factor.
const attemptMs = 10 * 60_000
// From the provider's answer to the browser's next request.
const provenMs = 2 * 60_000

/** Where to send the browser, and what it has to bring back in a cookie. */
export interface Departure {
  readonly url: string
  readonly browser: string
  readonly expiresAt: Date
}

/**
 * Begins a sign-on at the OpenID provider. State, nonce and code verifier stay here.
 * @throws {PartnerFailure}
 */
export async function departToOpenId(
  deps: Deps,
  provider: OpenIdProvider,
  given: { readonly redirectUri: string; readonly returnTo: string | undefined },
): Promise<Departure> {
  const state = newTicket()
  const { url, secrets } = await provider.start({ redirectUri: given.redirectUri, state })
  return { url, ...(await remember(deps, 'oidc', { ticket: state, secrets, returnTo: given.returnTo })) }
}

/**
 * Ends it with what the provider sent back by the browser. The attempt is used up first, so that an answer that comes
 * twice is refused without asking the provider again.
 * @throws {SignOnExpired | SignOnRefused | SignOnInvalid | MemberUnknown | PartnerFailure}
 */
export async function returnFromOpenId(
  deps: Deps,
  provider: OpenIdProvider,
  given: { readonly callback: URL; readonly state: string; readonly browser: string },
): Promise<SignOnResult> {
  const { callback, state, browser } = given
  const attempt = await deps.db.transaction((tx) =>
    takeTicket(tx, { ticket: state, step: 'oidc', browser: { cookie: browser } }, deps.clock.now()),
  )
  if (!attempt) throw new SignOnExpired()
  const identity = await provider.finish({ callback, state, secrets: attempt.secrets })
  return signOn(deps, identity, { ...plainSignOn, returnTo: attempt.returnTo })
}

/** Begins a sign-on at the SAML provider. The relay state names the attempt and says nothing of where to go. */
export async function departToSaml(
  deps: Deps,
  provider: SamlProvider,
  given: { readonly acsUrl: string; readonly returnTo: string | undefined },
): Promise<Departure> {
  const ticket = newTicket()
  const requestId = `_${randomBytes(20).toString('hex')}`
  const url = await provider.start({ acsUrl: given.acsUrl, relayState: ticket, requestId })
  return { url, ...(await remember(deps, 'saml', { ticket, secrets: { requestId }, returnTo: given.returnTo })) }
}

/**
 * Takes the response that the provider posts from its own site, where no cookie of ours comes along. Proves it, uses it
 * up, and keeps who it is for the browser that began, which comes next.
 * @throws {SignOnExpired | SignOnRefused | SignOnInvalid}
 */
export async function acceptSamlResponse(
  deps: Deps,
  provider: SamlProvider,
  given: { readonly acsUrl: string; readonly response: string; readonly relayState: string },
): Promise<void> {
  const { acsUrl, response, relayState: ticket } = given
  const attempt = await readAttempt(deps, ticket)
  const requestId = attempt.secrets['requestId'] ?? ''
  const { identity, assertionId, expiresAt } = await provider.finish({ acsUrl, response, requestId })
  await deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    const once = `saml:${digestOf(identity.issuer, assertionId)}`
    if (!(await useOnce(tx, once, expiresAt, now))) throw new SignOnInvalid('the assertion was used before')
    const proven = { identity: { ...identity, heldIdentityId: null }, expiresAt: new Date(now.getTime() + provenMs) }
    if (!(await moveTicket(tx, { ticket, from: 'saml', to: 'samlProven' }, proven, now))) throw new SignOnExpired()
  })
}

/** @throws {SignOnExpired | MemberUnknown | PartnerFailure} */
export async function returnFromSaml(
  deps: Deps,
  { ticket, browser }: { readonly ticket: string; readonly browser: string },
): Promise<SignOnResult> {
  const proven = await deps.db.transaction((tx) =>
    takeTicket(tx, { ticket, step: 'samlProven', browser: { cookie: browser } }, deps.clock.now()),
  )
  if (!proven?.identity) throw new SignOnExpired()
  const identity: ProvenIdentity = proven.identity
  return signOn(deps, identity, { ...plainSignOn, returnTo: proven.returnTo })
}

async function readAttempt(deps: Deps, ticket: string): Promise<Ticket> {
  const attempt = await readTicket(deps.db, { ticket, step: 'saml', browser: 'unseen' }, deps.clock.now())
  if (!attempt) throw new SignOnExpired()
  return attempt
}

async function remember(
  deps: Deps,
  step: 'oidc' | 'saml',
  given: {
    readonly ticket: string
    readonly secrets: Readonly<Record<string, string>>
    readonly returnTo: string | undefined
  },
): Promise<{ browser: string; expiresAt: Date }> {
  const browser = newTicket()
  const expiresAt = new Date(deps.clock.now().getTime() + attemptMs)
  const { ticket, secrets } = given
  const found = { secrets, identity: null, returnTo: localPathOf(given.returnTo) }
  await deps.db.transaction((tx) => issueTicket(tx, { ticket, step, browser: { cookie: browser } }, found, expiresAt))
  return { browser, expiresAt }
}
