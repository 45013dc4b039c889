import { inspect } from 'node:util'
import { base64url, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createHandoffIssuer } from '../../../src/adapters/sso/handoff/handoff-issuer.ts'
import { createHandoffVerifier } from '../../../src/adapters/sso/handoff/handoff-verifier.ts'
import { DomainError } from '../../../src/kernel/domain-error.ts'

const secret = 'a secret of hand-offs, 32 bytes and more'
const now = new Date('2026-03-01T12:00:00Z')
const issuedAt = now.getTime() / 1000

const full = {
  iss: 'portal',
  aud: 'entitlement-store',
  sub: 'joe@example.com',
  jti: '0190a1b2-0000-7000-8000-000000000001',
  iat: issuedAt,
  exp: issuedAt + 300,
  accountId: 'CUST-000123',
  entry: 'kit',
  partnerProductId: 'PAINT-KIT',
  profile: {
    firstName: 'Joe',
    lastName: 'Example',
    email: 'joe@example.com',
    locale: 'en-GB',
    address: { line1: '1 High St', line2: '', city: 'Leeds', region: '', postalCode: 'LS1 1AA', country: 'gb' },
  },
}

function sign(claims: Record<string, unknown>, key = secret, alg = 'HS256'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key))
}

function without(name: keyof typeof full): Record<string, unknown> {
  return Object.fromEntries(Object.entries(full).filter(([key]) => key !== name))
}

function verifierAt(instant: Date) {
  const clock = { now: () => instant }
  return createHandoffVerifier({ keys: { secret }, audience: 'entitlement-store', issuer: 'portal', clock })
}

async function codeOf(token: string, at = now): Promise<string> {
  const outcome: unknown = await verifierAt(at)
    .verify(token)
    .then(
      () => 'accepted',
      (error: unknown) => error,
    )
  if (outcome instanceof DomainError) {
    expect(inspect(outcome, { depth: null })).not.toMatch(/joe|Leeds|CUST/i)
    return outcome.code
  }
  return String(outcome)
}

describe('a signed hand-off whose claims are not what they should be', () => {
  const traps = [{ length: { toString: 1 } }, { length: [{ toString: 1 }] }, { size: { toString: 1 } }]
  it.each(['jti', 'sub', 'accountId', 'partnerProductId', 'entry', 'profile'])(
    'is refused, and ends in no error of ours, with an object of no length as %s',
    async (claim) => {
      for (const trap of traps) expect(await codeOf(await sign({ ...full, [claim]: trap }))).toBe('handoff-invalid')
    },
  )

  it.each(['jti', 'sub', 'accountId', 'partnerProductId'])(
    'is refused with NUL or half of a pair in %s, which no database keeps',
    async (claim) => {
      for (const text of ['CUST-0001\0', 'CUST-0001\ud800', '\udc00CUST-0001'])
        expect(await codeOf(await sign({ ...full, [claim]: text }))).toBe('handoff-invalid')
    },
  )

  it('lets in whoever has typed such signs at the portal, with a blank in their place', async () => {
    const profile = { ...full.profile, firstName: 'J\0oe', address: { ...full.profile.address, city: 'Leeds\ud800' } }
    expect((await verifierAt(now).verify(await sign({ ...full, profile }))).profile).toMatchObject({
      firstName: 'J oe',
      address: { city: 'Leeds' },
    })
  })
})

describe('a signed hand-off', () => {
  it('names member, account, entry, item and profile [S30]', async () => {
    expect(await verifierAt(now).verify(await sign(full))).toEqual({
      jti: full.jti,
      userName: 'joe@example.com',
      accountId: 'CUST-000123',
      entry: 'kit',
      partnerProductId: 'PAINT-KIT',
      sessionUntil: null,
      profile: { ...full.profile, address: { ...full.profile.address, country: 'GB' } },
      expiresAt: new Date(now.getTime() + 330_000),
    })
  })

  it('that the store makes is taken like the portal’s, once it is of the same secret, and says how long it may last', async () => {
    const issuer = createHandoffIssuer({
      secret,
      audience: 'entitlement-store',
      issuer: 'portal',
      clock: { now: () => now },
    })
    const sessionUntil = new Date(now.getTime() + 3_600_000)
    const { token, jti, expiresAt } = await issuer.issue({
      userName: 'joe@example.com',
      accountId: 'CUST-000123',
      entry: 'products',
      partnerProductId: null,
      sessionUntil,
      profile: { locale: 'en-GB' },
    })
    const claims = await verifierAt(now).verify(token)
    expect(claims).toMatchObject({ jti, userName: 'joe@example.com', accountId: 'CUST-000123', sessionUntil })
    expect(await codeOf(token, claims.expiresAt)).toBe('handoff-expired')
    expect(expiresAt.getTime()).toBeGreaterThanOrEqual(claims.expiresAt.getTime())
  })

  it('may leave out the item and the address', async () => {
    const bare = { ...without('partnerProductId'), entry: 'catalog', profile: { firstName: 'Joe' } }
    expect(await verifierAt(now).verify(await sign(bare))).toMatchObject({
      partnerProductId: null,
      profile: { firstName: 'Joe', lastName: '', address: null },
    })
  })

  it('expires at its time, with half a minute for clocks that differ [S39]', async () => {
    const token = await sign(full)
    expect(await codeOf(token, new Date(now.getTime() + 329_000))).toBe('accepted')
    expect(await codeOf(token, new Date(now.getTime() + 331_000))).toBe('handoff-expired')
  })

  it('expires ten minutes after it was issued, however long it claims to live, and expiresAt says so', async () => {
    const token = await sign({ ...full, exp: issuedAt + 86_400 })
    const { expiresAt } = await verifierAt(now).verify(token)
    expect(expiresAt).toEqual(new Date(now.getTime() + 630_000))
    expect(await codeOf(token, new Date(now.getTime() + 629_000))).toBe('accepted')
    expect(await codeOf(token, new Date(now.getTime() + 631_000))).toBe('handoff-expired')
  })

  it('from the future is refused', async () => {
    expect(await codeOf(await sign({ ...full, iat: issuedAt + 120, exp: issuedAt + 400 }))).toBe('handoff-invalid')
  })

  it('signed with another key is refused', async () => {
    expect(await codeOf(await sign(full, 'another secret, also of 32 bytes and more'))).toBe('handoff-invalid')
  })

  it('changed after signing is refused', async () => {
    const [header, , signature] = (await sign(full)).split('.')
    const forged = base64url.encode(JSON.stringify({ ...full, accountId: 'CUST-000999' }))
    expect(await codeOf(`${header}.${forged}.${signature}`)).toBe('handoff-invalid')
  })

  it('without a signature, or with another algorithm, is refused', async () => {
    expect(await codeOf(new UnsecuredJWT(full).encode())).toBe('handoff-invalid')
    const long = secret.padEnd(64, '.')
    expect(await codeOf(await sign(full, long, 'HS512'))).toBe('handoff-invalid')
  })

  it('for another audience or from another issuer is refused', async () => {
    expect(await codeOf(await sign({ ...full, aud: 'another-store' }))).toBe('handoff-invalid')
    expect(await codeOf(await sign({ ...full, iss: 'somebody' }))).toBe('handoff-invalid')
  })

  for (const claim of ['iss', 'aud', 'sub', 'jti', 'iat', 'exp', 'accountId', 'entry'] as const)
    it(`without ${claim} is refused`, async () => {
      expect(await codeOf(await sign(without(claim)))).toBe('handoff-invalid')
    })

  it('with claims of another kind or without bounds is refused', async () => {
    const bad = [
      { ...full, entry: 'finance' },
      { ...full, accountId: 7 },
      { ...full, accountId: '' },
      { ...full, jti: 'x' },
      { ...full, sub: 'x'.repeat(255) },
      { ...full, padding: 'x'.repeat(8000) },
    ]
    for (const claims of bad) expect(await codeOf(await sign(claims))).toBe('handoff-invalid')
  })

  const oddProfiles: readonly (readonly [what: string, profile: unknown, leftOut: readonly string[], kept: object])[] =
    [
      ['no profile', undefined, [], { firstName: '', email: '', address: null }],
      ['a profile of null', null, [], { firstName: '', address: null }],
      ['a profile that is a text', 'Joe', ['profile'], { firstName: '', address: null }],
      ['a profile that is a list', [full.profile], ['profile'], { firstName: '', address: null }],
      [
        'a name of 300 characters',
        { firstName: 'x'.repeat(300) },
        ['profile.firstName'],
        { firstName: 'x'.repeat(100) },
      ],
      [
        'a name cut within a character',
        { lastName: `${'x'.repeat(99)}😀` },
        ['profile.lastName'],
        { lastName: 'x'.repeat(99) },
      ],
      [
        'a name that is a number',
        { firstName: 7, lastName: 'E' },
        ['profile.firstName'],
        { firstName: '', lastName: 'E' },
      ],
      [
        'an e-mail address of 254 characters',
        { email: `${'x'.repeat(250)}@a.b` },
        [],
        { email: `${'x'.repeat(250)}@a.b` },
      ],
      ['an e-mail address of 300 characters', { email: `${'x'.repeat(300)}@a.b` }, ['profile.email'], { email: '' }],
      ['a list of e-mail addresses', { email: ['a@b.example'] }, ['profile.email'], { email: '' }],
      ['a locale that is an object', { locale: { language: 'en' } }, ['profile.locale'], { locale: '' }],
      [
        'a locale that is a sentence',
        { locale: 'English as they speak it in Yorkshire' },
        ['profile.locale'],
        { locale: '' },
      ],
      ['an empty address', { address: {} }, [], { address: null }],
      ['an address that is a text', { address: '1 High St' }, ['profile.address'], { address: null }],
      [
        'parts of an address of other kinds',
        { address: { line1: ['1 High St'], city: 'Leeds', postalCode: 12_345, country: null } },
        ['profile.address.line1', 'profile.address.postalCode'],
        { address: { line1: '', line2: '', city: 'Leeds', region: '', postalCode: '', country: '' } },
      ],
      ['control characters and halves', { firstName: 'J\u0000o\ud83d' }, [], { firstName: 'J o' }],
      ['claims that nobody knows', { firstName: 'Joe', title: { of: 'x' }, phone: 5 }, [], { firstName: 'Joe' }],
    ]
  for (const [what, profile, leftOut, kept] of oddProfiles)
    it(`with ${what} is taken, without what cannot be used [C41]`, async () => {
      const claims = await verifierAt(now).verify(await sign({ ...full, profile }))
      expect(claims).toMatchObject({ userName: 'joe@example.com', accountId: 'CUST-000123', profile: kept })
      expect(claims.leftOut ?? []).toEqual(leftOut)
    })

  it('that is no token at all is refused', async () => {
    for (const text of ['', 'x', 'a.b.c', '...', '{}']) expect(await codeOf(text)).toBe('handoff-invalid')
  })

  it('is not verified with a secret that can be guessed', () => {
    const clock = { now: () => now }
    expect(() => createHandoffVerifier({ keys: { secret: 'short' }, audience: 'a', issuer: 'i', clock })).toThrow(
      /32 bytes/,
    )
  })
})
