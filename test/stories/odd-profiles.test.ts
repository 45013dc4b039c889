import { Writable } from 'node:stream'
import { SignJWT } from 'jose'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createVisitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { byOpenId, bySaml, freeAddress, type Providers, startProviders } from '../support/ways-to-sign-on.ts'

const secret = 'a secret that only the portal and the store of this test share'
let providers: Providers
let box: Box
let logged: string[] = []
const lines = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    logged.push(chunk.toString('utf8'))
    done()
  },
})

beforeAll(async () => {
  const storeUrl = await freeAddress()
  providers = await startProviders(storeUrl)
  box = await startBox({ env: { ...providers.env, HANDOFF_SECRET: secret }, log: pino({ level: 'info' }, lines) })
})
afterAll(async () => {
  await box.close()
  await providers.close()
})
beforeEach(() => {
  logged = []
})

const addressAnswer = z.object({
  recipient: z.string(),
  organisation: z.string(),
  line1: z.string(),
  city: z.string(),
  postalCode: z.string(),
  country: z.string(),
})
const sessionAnswer = z.object({ userName: z.string(), accountId: z.string(), address: addressAnswer.nullable() })

async function session(visitor: Visitor) {
  return visitor.ask(sessionAnswer, 'GET', `${box.url}/api/session`)
}

/** The claims that the log says were left out. */
const leftOut = () =>
  logged.flatMap((line) => z.object({ claims: z.array(z.string()).optional() }).parse(JSON.parse(line)).claims ?? [])

let count = 0
async function handOver(profile: unknown): Promise<Visitor> {
  count += 1
  const seconds = Math.floor(Date.now() / 1000)
  const token = await new SignJWT({ accountId: 'ACME', entry: 'kit', partnerProductId: 'PAINT_PRO_2_1', profile })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('portal')
    .setAudience('entitlement-store')
    .setSubject('alice@acme.example')
    .setJti(`odd-profile-${count}`)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign(new TextEncoder().encode(secret))
  const visitor = createVisitor()
  const page = await visitor.open(`${box.url}/sso/handoff?token=${token}`)
  expect([page.status, new URL(page.url).pathname]).toEqual([200, '/kits/PAINT_PRO_2_1'])
  return visitor
}

const address = { line1: '1 Canal Walk', line2: '', city: 'Dublin', region: 'D', postalCode: 'D02 X285', country: 'IE' }
const profile = { firstName: 'Alice', lastName: 'Arden', email: 'alice@acme.example', locale: 'en_IE', address }

describe('a profile with hints that no form would take', () => {
  it.each(['Germany', 'DEU', 'Republic of Ireland', ''])(
    'is signed on with the country %j, which the address form leaves open [C41]',
    async (country) => {
      const visitor = await handOver({ ...profile, address: { ...address, country } })
      expect(await session(visitor)).toMatchObject({
        userName: 'alice@acme.example',
        address: { line1: '1 Canal Walk', city: 'Dublin', postalCode: 'D02 X285', country: '' },
      })
      const form = (await visitor.open(`${box.url}/kits/PAINT_PRO_2_1`)).body.toString('utf8')
      expect(form).toMatch(/value="1 Canal Walk"/)
      const countries = /<select[^>]*name="country"[\s\S]*?<\/select>/.exec(form)?.[0] ?? ''
      expect(countries).toContain('Choose a country')
      expect(countries).not.toMatch(/value="[A-Z]{2}" selected/)
      expect(leftOut()).toEqual(country === '' ? [] : ['address.country'])
      if (country !== '') expect(logged.join('')).not.toContain(country)
    },
  )

  it('keeps nobody out, whatever its parts are, and the log names parts and never values [C41]', async () => {
    const long = 'Wilhelmine '.repeat(30)
    const odd: readonly (readonly [unknown, readonly string[]])[] = [
      [{ ...profile, firstName: long, title: ['Dr'], phone: 49 }, ['profile.firstName']],
      [{ ...profile, email: [], locale: long }, ['profile.email', 'profile.locale']],
      [{ ...profile, address: long }, ['profile.address']],
      [{ ...profile, address: { ...address, line1: long, postalCode: long } }, ['address.line1', 'address.postalCode']],
      [{ ...profile, address: { ...address, city: { name: long } } }, ['profile.address.city']],
      [long, ['profile']],
      [undefined, []],
    ]
    for (const [given, names] of odd) {
      logged = []
      expect(await session(await handOver(given))).toMatchObject({ userName: 'alice@acme.example', accountId: 'ACME' })
      expect([leftOut(), names]).toEqual([names, names])
      expect(logged.join('')).not.toMatch(/Wilhelmine|Canal Walk/)
    }
  })

  it('keeps nobody out who comes by OpenID Connect or SAML [C41]', async () => {
    const claims = {
      email: 'x'.repeat(300),
      email_verified: 'perhaps',
      name: ['A'],
      address: { country: 'DEU' },
      locale: 7,
    }
    const oidc = await byOpenId(providers, box, { sub: 'p-alice', userName: 'alice@acme.example', more: claims })
    expect((await session(oidc.visitor)).userName).toBe('alice@acme.example')
    expect(leftOut()).toEqual(['email'])

    logged = []
    const saml = await bySaml(box, 'alice@acme.example', { mail: 'x'.repeat(300), country: 'Germany', empty: '' })
    await saml.send(saml.visitor)
    expect((await session(saml.visitor)).userName).toBe('alice@acme.example')
    expect(leftOut()).toEqual(['email'])
  })

  it('keeps nobody out whose account has such an address at the platform [C41]', async () => {
    const odd = {
      line1: 'x'.repeat(300),
      line2: '',
      city: '',
      region: '',
      postalCode: '1'.repeat(40),
      country: 'GERMANY',
    }
    box.portal.plant({
      kind: 'account',
      action: 'upsert',
      row: { id: 'BRIGHT', name: 'Signs '.repeat(50), address: odd },
    })
    box.portal.plant({
      kind: 'member',
      action: 'upsert',
      row: { userName: 'beth@bright.example', firstName: 'B'.repeat(300), lastName: '', locale: 'x'.repeat(90) },
    })
    const sync = await (await box.staff('oscar')).tell('POST', `${box.url}/api/admin/sync-runs`, {})
    expect(sync.status).toBeLessThan(300)
    await box.drain()
    logged = []
    const { address: hint } = await session(await box.member('beth@bright.example'))
    expect(hint).toMatchObject({ line1: 'x'.repeat(80), city: '', postalCode: '', country: '' })
    expect(hint?.recipient).toBe('B'.repeat(80))
    expect(leftOut().sort()).toEqual(
      ['address.country', 'address.line1', 'address.organisation', 'address.postalCode', 'address.recipient'].concat([
        'profile.firstName',
        'profile.locale',
      ]),
    )
  })
})
