import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHandoffVerifier } from '../../../src/adapters/sso/handoff/handoff-verifier.ts'
import type { HandoffVerifier } from '../../../src/domains/people/identity/port.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { DomainError } from '../../../src/kernel/domain-error.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'
import { closed, listen } from '../../support/openid-server.ts'

let published: JWK[] = []
let asked = 0
const portal = createServer((_request, response) => {
  asked += 1
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }))
})
let jwksUrl: string
beforeAll(async () => {
  jwksUrl = `${await listen(portal)}/keys`
})
afterAll(() => closed(portal))

async function newKey(kid: string, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

async function signed(key: { kid: string; alg: string; privateKey: CryptoKey | Uint8Array }): Promise<string> {
  const at = Math.floor(systemClock.now().getTime() / 1000)
  return new SignJWT({ accountId: 'ACME', entry: 'catalog', profile: {} })
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .setIssuer('portal')
    .setAudience('entitlement-store')
    .setSubject('joe@example.com')
    .setJti('a-hand-off-of-this-test')
    .setIssuedAt(at)
    .setExpirationTime(at + 300)
    .sign(key.privateKey)
}

function verifier(url = jwksUrl): HandoffVerifier {
  return createHandoffVerifier({
    keys: { jwksUrl: url, pauseMs: 50 },
    audience: 'entitlement-store',
    issuer: 'portal',
    clock: systemClock,
  })
}

async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  const result: unknown = await promise.then(
    () => 'accepted',
    (error: unknown) => error,
  )
  if (result instanceof DomainError) return result.code
  return result instanceof PartnerFailure ? `partner ${result.judgement}` : String(result)
}

describe('a hand-off signed with the portal’s own key', () => {
  it('is accepted, also after the portal has changed its key, without a restart', async () => {
    const [first, second] = [await newKey('k1'), await newKey('k2', 'RS256')]
    published = [first.jwk]
    const subject = verifier()
    expect(await outcomeOf(subject.verify(await signed(first)))).toBe('accepted')
    expect(await outcomeOf(subject.verify(await signed(second)))).toBe('handoff-invalid')
    published = [first.jwk, second.jwk]
    for (let round = 0; round < 100; round += 1) {
      if ((await outcomeOf(subject.verify(await signed(second)))) === 'accepted') break
      await pause(20)
    }
    expect(await outcomeOf(subject.verify(await signed(second)))).toBe('accepted')
    expect(await outcomeOf(subject.verify(await signed(first)))).toBe('accepted')
    published = [second.jwk]
    const later = verifier()
    expect(await outcomeOf(later.verify(await signed(first)))).toBe('handoff-invalid')
  })

  it('is never accepted with a shared secret, not even one made of the public key', async () => {
    const key = await newKey('k1')
    published = [key.jwk]
    for (const text of ['a secret of hand-offs, 32 bytes and more', JSON.stringify(key.jwk)])
      expect(
        await outcomeOf(
          verifier().verify(await signed({ kid: 'k1', alg: 'HS256', privateKey: new TextEncoder().encode(text) })),
        ),
      ).toBe('handoff-invalid')
  })

  it('asks the portal for its keys once, not for every hand-off', async () => {
    const key = await newKey('k1')
    published = [key.jwk]
    const subject = verifier()
    const before = asked
    for (let count = 0; count < 5; count += 1) await subject.verify(await signed(key))
    expect(asked - before).toBe(1)
  })

  it('waits, and is not called forged, while the portal does not answer', async () => {
    const gone = createServer()
    const url = await listen(gone)
    await closed(gone)
    expect(await outcomeOf(verifier(url).verify(await signed(await newKey('k1'))))).toBe('partner retryable')
    expect(await outcomeOf(verifier(url).ping())).toBe('partner retryable')
    expect(await outcomeOf(verifier().ping())).toBe('accepted')
  })
})
