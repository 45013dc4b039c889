import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOpenIdProvider } from '../../../src/adapters/sso/oidc/openid-provider.ts'
import { createVisitor } from '../../../src/cli/demo/visitor.ts'
import type { OpenIdProvider } from '../../../src/domains/people/identity/port.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { DomainError } from '../../../src/kernel/domain-error.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'
import { closed, listen, type OpenIdServer, startOpenIdServer } from '../../support/openid-server.ts'

const store = createServer((_request, response) => response.end('the store'))
let redirectUri: string
let server: OpenIdServer
let provider: OpenIdProvider

beforeAll(async () => {
  redirectUri = `${await listen(store)}/sso/oidc/callback`
  server = await startOpenIdServer([redirectUri])
  provider = providerAt(server.issuer)
})
afterAll(async () => {
  await server.close()
  await closed(store)
})

const alice = {
  sub: 'p-4711',
  claims: {
    preferred_username: 'Alice@ACME.example',
    email: 'A.Arden@acme.example',
    email_verified: true,
    employee: 'e17',
  },
}

function providerAt(issuer: string, more: { userNameClaim?: string } = {}): OpenIdProvider {
  const { clientId, clientSecret } = server
  return createOpenIdProvider({ issuer, clientId, clientSecret, clock: systemClock, ...more })
}

/** The provider's own pages, up to the address it sends the browser back to. */
async function goThrough(given: OpenIdProvider, state = 'state-1') {
  const { url, secrets } = await given.start({ redirectUri, state })
  const page = await createVisitor().open(url)
  return { url: new URL(url), callback: new URL(page.url), secrets, state }
}

async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  const result: unknown = await promise.then(
    () => 'accepted',
    (error: unknown) => error,
  )
  if (result instanceof DomainError) return result.code
  return result instanceof PartnerFailure ? `partner ${result.judgement}` : String(result)
}

describe('a sign-on by OpenID Connect', () => {
  it('proves who somebody is, by authorization code with PKCE, state and nonce', async () => {
    server.person = alice
    const { url, ...back } = await goThrough(provider)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      state: 'state-1',
      nonce: back.secrets['nonce'],
    })
    expect(url.href).not.toContain(back.secrets['verifier'])
    expect(await provider.finish(back)).toEqual({
      way: 'oidc',
      issuer: server.issuer,
      subject: 'p-4711',
      userName: 'Alice@ACME.example',
      email: 'a.arden@acme.example',
    })
  })

  it('takes the sign-in name from the claim that the vendor chose', async () => {
    server.person = alice
    const byNumber = providerAt(server.issuer, { userNameClaim: 'employee' })
    expect(await byNumber.finish(await goThrough(byNumber))).toMatchObject({ userName: 'e17' })
    const byEmail = providerAt(server.issuer, { userNameClaim: 'email' })
    expect(await byEmail.finish(await goThrough(byEmail))).toMatchObject({ userName: 'a.arden@acme.example' })
  })

  it('takes no address for a name unless the vendor says that it is one, because two people may have it', async () => {
    server.person = { sub: 'p-1', claims: { email: 'alice@acme.example', email_verified: true } }
    expect(await provider.finish(await goThrough(provider))).toMatchObject({
      userName: null,
      email: 'alice@acme.example',
    })
  })

  it('takes no address that the provider has not verified, neither as a name nor as a hint', async () => {
    server.person = { sub: 'p-1', claims: { email: 'alice@acme.example', email_verified: false } }
    expect(await provider.finish(await goThrough(provider))).toMatchObject({ userName: null, email: null })
  })

  it('with another state, another nonce, another code verifier or none is refused', async () => {
    server.person = alice
    const good = () => goThrough(provider)
    expect(await outcomeOf(provider.finish({ ...(await good()), state: 'state-2' }))).toBe('sign-on-invalid')
    const one = await good()
    expect(await outcomeOf(provider.finish({ ...one, secrets: { ...one.secrets, nonce: 'other' } }))).toBe(
      'sign-on-invalid',
    )
    const two = await good()
    expect(await outcomeOf(provider.finish({ ...two, secrets: { ...two.secrets, verifier: 'v'.repeat(43) } }))).toBe(
      'sign-on-invalid',
    )
    const { secrets, ...three } = await good()
    const { nonce = '' } = secrets
    expect(await outcomeOf(provider.finish({ ...three, secrets: { nonce } }))).not.toBe('accepted')
  })

  it('never leaves without a code challenge', async () => {
    const { url } = await provider.start({ redirectUri, state: 's' })
    const without = new URL(url)
    without.searchParams.delete('code_challenge')
    without.searchParams.delete('code_challenge_method')
    const page = await createVisitor().open(without.href)
    expect(new URL(page.url).searchParams.get('error')).toBe('invalid_request')
    expect(new URL(url).searchParams.get('code_challenge')).toHaveLength(43)
  })

  it('works once: a code that comes again is refused', async () => {
    server.person = alice
    const back = await goThrough(provider)
    await provider.finish(back)
    expect(await outcomeOf(provider.finish(back))).toBe('sign-on-invalid')
  })

  it('of another issuer is refused, in the answer and in the description', async () => {
    server.person = alice
    const back = await goThrough(provider)
    back.callback.searchParams.set('iss', 'https://evil.example')
    expect(await outcomeOf(provider.finish(back))).toBe('sign-on-invalid')
    const alias = server.issuer.replace('127.0.0.1', 'localhost')
    expect(await outcomeOf(providerAt(alias).start({ redirectUri, state: 's' }))).toBe('partner retryable')
  })

  it('that the provider refuses says its code and none of its text', async () => {
    server.person = null
    const back = await goThrough(provider)
    const error: unknown = await provider.finish(back).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'sign-on-refused', message: expect.stringContaining('access_denied') })
    expect(String(error)).not.toContain('script')
  })

  it('at a provider that is down fails as a partner that may be back, and works when it is', async () => {
    const gone = createServer()
    const issuer = await listen(gone)
    await closed(gone)
    const late = providerAt(issuer)
    expect(await outcomeOf(late.ping())).toBe('partner retryable')
    const port = Number(new URL(issuer).port)
    const back = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(descriptionOf(issuer)),
    )
    await new Promise<void>((resolve) => {
      back.listen(port, '127.0.0.1', resolve)
    })
    expect(await outcomeOf(late.ping())).toBe('accepted')
    await closed(back)
  })
})

function descriptionOf(issuer: string): string {
  return JSON.stringify({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['ES256'],
  })
}

describe('an ID token', () => {
  it('with a signature of another key, for another client, or too old is refused', async () => {
    const [published, other] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')]
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(published.publicKey)), kid: 'k', alg: 'ES256' }] })
    let idToken = ''
    const fake = createServer((request, response) => {
      const at = request.url ?? ''
      const body = at.startsWith('/token')
        ? JSON.stringify({ access_token: 'x', token_type: 'Bearer', id_token: idToken })
        : at.startsWith('/keys')
          ? keys
          : descriptionOf(issuer)
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
    })
    const issuer = await listen(fake)
    const lying = providerAt(issuer)
    const tell = async (wrong: { key?: CryptoKey; audience?: string; ago?: number } = {}) => {
      const { secrets } = await lying.start({ redirectUri, state: 's' })
      const at = Math.floor(systemClock.now().getTime() / 1000) - (wrong.ago ?? 0)
      idToken = await new SignJWT({ nonce: secrets['nonce'], preferred_username: 'alice', email: 'a@b.example' })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setIssuer(issuer)
        .setSubject('p-1')
        .setAudience(wrong.audience ?? server.clientId)
        .setIssuedAt(at)
        .setExpirationTime(at + 60)
        .sign(wrong.key ?? published.privateKey)
      return outcomeOf(lying.finish({ callback: new URL(`${redirectUri}?code=c&state=s`), state: 's', secrets }))
    }
    expect(await tell()).toBe('accepted')
    expect(await tell({ key: other.privateKey })).toBe('sign-on-invalid')
    expect(await tell({ audience: 'another client' })).toBe('sign-on-invalid')
    expect(await tell({ ago: 100 })).toBe('sign-on-invalid')
    await closed(fake)
  })
})
