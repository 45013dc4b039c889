import { jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoffSecret, openPortal, signIn, type TestPortal, testNow } from './support.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await openPortal()
})
afterAll(() => portal.end())

const get = (path: string, cookie: string) => fetch(portal.url + path, { headers: { cookie }, redirect: 'manual' })
const go = async (query: string, userName: string) => get(`/go?${query}`, await signIn(portal, userName))
const claimsOf = async (response: Response) => {
  const target = new URL(response.headers.get('location') ?? '')
  expect(`${target.origin}${target.pathname}`).toBe('http://store.test/sso/handoff')
  const { payload } = await jwtVerify(target.searchParams.get('token') ?? '', new TextEncoder().encode(handoffSecret), {
    issuer: 'portal',
    audience: 'entitlement-store',
    algorithms: ['HS256'],
    currentDate: testNow,
  })
  return payload
}

describe('the pages of the portal', () => {
  it('list the members and what the account may download, with sums and ways into the store [S27]', async () => {
    const people = await (await fetch(portal.url)).text()
    expect(people).toContain('alice@acme.example')
    expect(people).not.toContain('ida@acme.example')
    const page = await (await get('/downloads', await signIn(portal, 'alice@acme.example'))).text()
    expect(page).toContain('/go?entry=kit&amp;package=PAINT_PRO_2_1')
    expect(page).toMatch(/<code>[0-9a-f]{32}<\/code>/)
    expect(page).not.toContain('PAINT_PRO_3_0')
    expect(page).not.toContain('Open store admin')
    const link = /href="(\/files\/[^"]+)"/.exec(page)?.[1] ?? ''
    expect((await fetch(portal.url + link)).status).toBe(200)
  })

  it('lead who is signed in from the front page to the downloads, and who signed out to the sign-in', async () => {
    const cookie = await signIn(portal, 'alice@acme.example')
    expect((await get('/', cookie)).headers.get('location')).toBe('/downloads')
    await fetch(`${portal.url}/sign-out`, { method: 'POST', headers: { cookie }, redirect: 'manual' })
    expect((await get('/', cookie)).status).toBe(200)
  })

  it('let a member of two accounts choose, and nobody an account that is not theirs', async () => {
    const cookie = await signIn(portal, 'dana@freelance.example')
    expect((await get('/downloads', cookie)).headers.get('location')).toBe('/accounts')
    const choose = (accountId: string) =>
      fetch(`${portal.url}/accounts`, {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ accountId }),
        redirect: 'manual',
      })
    expect((await choose('PAINTWORKS')).status).toBe(403)
    expect((await choose('BRIGHT')).status).toBe(303)
    expect(await (await get('/downloads', cookie)).text()).toContain('Bright Signs Ltd')
  })

  it('hand over account, member, title and profile, signed, for five minutes, anew each time [S30] [S31] [S39]', async () => {
    const response = await go('entry=kit&package=PAINT_PRO_2_1', 'greta@acme.example')
    expect(response.status).toBe(303)
    const claims = await claimsOf(response)
    expect(claims).toMatchObject({
      sub: 'greta@acme.example',
      accountId: 'ACME-DE',
      entry: 'kit',
      partnerProductId: 'PAINT_PRO_2_1',
      profile: {
        firstName: 'Greta',
        lastName: 'Graf',
        email: 'greta@acme.example',
        locale: 'de_DE',
        address: {
          line1: 'Lindenstraße 14',
          line2: '',
          city: 'Berlin',
          region: 'BE',
          postalCode: '10969',
          country: 'DE',
        },
      },
    })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300)
    const again = await claimsOf(await go('entry=kit&package=PAINT_PRO_2_1', 'greta@acme.example'))
    expect(again.jti).not.toBe(claims.jti)
    expect(await claimsOf(await go('entry=catalog', 'greta@acme.example'))).not.toHaveProperty('partnerProductId')
  })

  it('open the administration for staff only, and no kit that the account may not have', async () => {
    expect((await claimsOf(await go('entry=admin', 'oscar@paintworks.example')))['entry']).toBe('admin')
    expect((await go('entry=admin', 'alice@acme.example')).status).toBe(403)
    expect((await go('entry=kit&package=PAINT_PRO_2_1', 'beth@bright.example')).status).toBe(404)
    expect((await go('entry=elsewhere', 'alice@acme.example')).status).toBe(400)
    expect((await get('/go?entry=catalog', '')).headers.get('location')).toBe('/')
  })

  it('keep a member signed on over a restart', async () => {
    const first = await openPortal()
    const cookie = await signIn(first, 'alice@acme.example')
    const second = await first.reopen()
    expect((await fetch(`${second.url}/downloads`, { headers: { cookie }, redirect: 'manual' })).status).toBe(200)
    await second.end()
  })
})
