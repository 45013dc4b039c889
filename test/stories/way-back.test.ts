import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxSecrets } from '../../src/box-secrets.ts'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { createVisitor, type Page, type Visitor } from '../../src/cli/demo/visitor.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { type Box, startBox } from '../support/box.ts'
import { fieldOf, htmlOf, pathOf } from '../support/html-forms.ts'
import { samlResponse } from '../support/saml-idp.ts'
import { dublin } from '../support/shopping.ts'
import { flexnetToken, freeAddress, type Providers, startProviders } from '../support/ways-to-sign-on.ts'

let box: Box
let providers: Providers
beforeAll(async () => {
  const address = await freeAddress()
  providers = await startProviders(address)
  box = await startBox({ env: { ...providers.env } })
})
afterAll(async () => {
  await box.close()
  await providers.close()
})

const at = (path: string) => `${box.url}${path}`
const wanted = '/orders?state=open'
const endSessions = () => box.database.db.execute('update sessions set revoked_at = now() where revoked_at is null')
const secrets = () => boxSecrets(box.store.deps.config.DATA_DIR)
const linksOf = (page: Page) =>
  [...htmlOf(page).matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

/** A stranger opens a link of a mail; what the page that asks to sign on offers. */
async function knock(path = wanted) {
  const visitor = createVisitor()
  const door = await visitor.open(at(path))
  expect(door.status).toBe(401)
  const others = linksOf(door).find((href) => href.startsWith('/?returnTo=')) ?? ''
  const ways = linksOf(await visitor.open(at(others)))
  return { visitor, wayOf: (start: string) => ways.find((href) => href.startsWith(start)) ?? '' }
}

describe('a link that asks to sign on first leads where it pointed', () => {
  it('by the portal, whose hand-off has no room for it', async () => {
    const visitor = await signInAtPortal(box.portal.url, 'alice@acme.example')
    for (const entry of ['catalog', 'products'] as const) {
      expect((await visitor.open(at(wanted))).status).toBe(401)
      const page = await handOver(visitor, box.portal.url, { entry })
      expect(page.url).toBe(at(wanted))
      await visitor.send(at('/sign-off'), {})
    }
    // A kit that was clicked in the portal is what the person wants now; and a way back leads once.
    await visitor.open(at(wanted))
    const kit = await handOver(visitor, box.portal.url, { entry: 'kit', package: 'PAINT_PRO_2_1' })
    expect(pathOf(kit)).toBe('/kits/PAINT_PRO_2_1')
    expect(pathOf(await handOver(visitor, box.portal.url, { entry: 'catalog' }))).toBe('/catalog')
  })

  it('not for another person than the one whose session it was, nor for staff to a page of members', async () => {
    const browser = await signInAtPortal(box.portal.url, 'alice@acme.example')
    await handOver(browser, box.portal.url, { entry: 'catalog' })
    await endSessions()
    await browser.open(at(wanted))
    await browser.send(`${box.portal.url}/sign-in`, { userName: 'bob@acme.example' })
    expect(pathOf(await handOver(browser, box.portal.url, { entry: 'catalog' }))).toBe('/catalog')
  })

  it('by OpenID Connect and by SAML, in the state that goes along', async () => {
    providers.openId.person = { sub: 'p-alice', claims: { preferred_username: 'alice@acme.example' } }
    const first = await knock()
    expect((await first.visitor.open(at(first.wayOf('/sso/oidc')))).url).toBe(at(wanted))

    const second = await knock()
    const leaving = await second.visitor.open(at(second.wayOf('/sso/saml')))
    const metadata = htmlOf(await second.visitor.open(at('/sso/saml/metadata')))
    const given = { metadata, requestUrl: leaving.url, now: systemClock.now() }
    const { response: SAMLResponse, relayState: RelayState } = await samlResponse(given, {
      nameId: 'alice@acme.example',
      attributes: {},
    })
    expect(RelayState).not.toContain('orders')
    expect((await second.visitor.send(at('/sso/saml/acs'), { SAMLResponse, RelayState })).url).toBe(at(wanted))
  })

  it('by password and by token, also after a wrong try, and over the choice of an account', async () => {
    const { visitor, wayOf } = await knock()
    const form = await visitor.open(at(wayOf('/sign-in')))
    expect(fieldOf(form, 'returnTo')).toBe(wanted)
    expect(linksOf(form)).toContain(`/?returnTo=${encodeURIComponent(wanted)}`)
    const wrong = await visitor.send(at('/sign-in'), {
      userName: 'alice@acme.example',
      password: 'not it',
      returnTo: fieldOf(form, 'returnTo') ?? '',
    })
    expect([wrong.status, fieldOf(wrong, 'returnTo')]).toEqual([401, wanted])

    const dana = createVisitor()
    const choice = await dana.send(at('/sign-in'), {
      userName: 'dana@freelance.example',
      password: 'paintworks',
      returnTo: wanted,
    })
    expect(pathOf(choice)).toBe('/choose-account')
    expect((await dana.send(at('/choose-account'), { accountId: 'BRIGHT' })).url).toBe(at(wanted))

    const token = await flexnetToken(box, 'alice@acme.example')
    const back = await createVisitor().send(at('/sso/flexnet-token'), {
      username: 'alice@acme.example',
      token,
      returnTo: wanted,
    })
    expect(back.url).toBe(at(wanted))
  })

  it('asks again who it is with the way back when another person is signed on', async () => {
    const bob = await box.member('bob@acme.example')
    const token = await flexnetToken(box, 'alice@acme.example')
    const asked = await bob.send(at('/sso/flexnet-token'), { username: 'alice@acme.example', token, returnTo: wanted })
    expect(htmlOf(asked)).toContain('Another person is signed on')
    const answer = { way: 'flexnetToken', userName: 'alice@acme.example', token, answer: 'go-on' }
    const gone = await bob.send(at('/another-person'), { ...answer, returnTo: fieldOf(asked, 'returnTo') ?? '' })
    expect(gone.url).toBe(at(wanted))
  })

  it('never on another host, whatever the link says, and a bad one keeps nobody from signing on', async () => {
    const nasty = [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%2f%2fevil.example',
      '/%5cevil.example',
      '/%255cevil.example',
      '/..//evil.example',
      '/\tevil.example',
      '/%0d%0aevil',
      '/sso/oidc',
      `/${'a'.repeat(5000)}`,
      'javascript:alert(1)',
    ]
    for (const returnTo of nasty) {
      const token = await flexnetToken(box, 'alice@acme.example')
      const page = await createVisitor().send(at('/sso/flexnet-token'), {
        username: 'alice@acme.example',
        token,
        returnTo,
      })
      expect(page.url, returnTo).toBe(at('/products'))
      const door = await createVisitor().open(at(`/?returnTo=${encodeURIComponent(returnTo)}`))
      expect(htmlOf(door), returnTo).not.toMatch(/evil|javascript:/)
    }
  })
})

describe('a form that is sent after its session has ended', () => {
  const signOnAgain = async (visitor: Visitor, userName = 'alice@acme.example') => {
    const token = await flexnetToken(box, userName)
    return visitor.send(at('/sso/flexnet-token'), { username: userName, token, returnTo: '/catalog' })
  }

  it('at checkout says so, does nothing, keeps the cart and what was typed, and leads back to the step', async () => {
    const alice = await box.member('alice@acme.example')
    await alice.send(at('/cart/lines'), { partNumber: 'BRUSH-LIB-LIC', quantity: '2' })
    await alice.send(at('/checkout/address'), dublin)
    await endSessions()
    const door = await alice.send(at('/checkout/address'), { ...dublin, line1: '7 Late Street' })
    expect(door.status).toBe(401)
    expect(htmlOf(door)).toContain('nothing of it is lost')
    expect(linksOf(door)).toContain(`/?returnTo=${encodeURIComponent('/checkout/address')}`)
    await alice.send(`${box.portal.url}/sign-in`, { userName: 'alice@acme.example' })
    const back = await handOver(alice, box.portal.url, { entry: 'catalog' })
    expect(pathOf(back)).toBe('/checkout/address')
    expect(htmlOf(back)).toContain('You were signed off before this was sent')
    expect(fieldOf(back, 'line1')).toBe('7 Late Street')
    // A reload shows it again; once it is sent it is gone.
    expect(fieldOf(await alice.open(at('/checkout/address')), 'line1')).toBe('7 Late Street')
    const review = await alice.send(at('/checkout/address'), { ...dublin, line1: '7 Late Street' })
    expect(pathOf(review)).toBe('/checkout/review')
    expect(htmlOf(await alice.open(at('/checkout/address')))).not.toContain('You were signed off')

    await endSessions()
    const order = {
      pricedCartId: fieldOf(review, 'pricedCartId') ?? '',
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-LATE',
    }
    expect((await alice.send(at('/checkout/review'), { ...order, expectedTotalMinor: '1' })).status).toBe(401)
    const [row] = await box.database.db.execute('select count(*)::int as n from orders')
    expect(row?.['n']).toBe(0)
    await signOnAgain(alice)
    const again = await alice.open(at('/checkout/review'))
    expect(fieldOf(again, 'purchaseOrderNumber')).toBe('PO-LATE')
    expect(htmlOf(again)).toContain('7 Late Street')
  })

  it.each([
    ['of a kit', '/kits/PAINT_PRO_2_1', '/kits/PAINT_PRO_2_1', { ...dublin, city: 'Sligo', quantity: '1' }, 'city'],
    ['of the rules of a company', '/company/rules', '/company', { over: '1,234.00', ruleUserName: '' }, 'over'],
    [
      'of an invitation',
      '/company/invitations',
      '/company',
      { email: 'new@acme.example', firstName: 'Nora' },
      'firstName',
    ],
  ] as const)('%s is there again for the same member, and for nobody else', async (_of, path, page, fields, name) => {
    const alice = await box.member('alice@acme.example')
    await endSessions()
    const door = await alice.send(at(path), fields)
    expect([door.status, htmlOf(door).includes('nothing of it is lost')]).toEqual([401, true])
    expect(linksOf(door)).toContain(`/?returnTo=${encodeURIComponent(page)}`)
    const typed = (fields as Record<string, string>)[name] ?? ''
    // Another person in the same browser, and the same person in another one.
    await signOnAgain(alice, 'bob@acme.example')
    expect(htmlOf(await alice.open(at(page)))).not.toContain(typed)
    const elsewhere = await box.member('alice@acme.example')
    expect(htmlOf(await elsewhere.open(at(page)))).not.toContain(typed)
    await alice.send(at('/sign-off'), {})
    await signOnAgain(alice)
    const again = await alice.open(at(page))
    expect([again.status, fieldOf(again, name)]).toEqual([200, typed])
  })

  it('of a kit shows where the parcel will go, and never the address of the profile above another one', async () => {
    const alice = await box.member('alice@acme.example')
    await endSessions()
    await alice.send(at('/kits/PAINT_PRO_2_1'), { ...dublin, line1: '77 Other Road', quantity: '1' })
    await signOnAgain(alice)
    const again = await alice.open(at('/kits/PAINT_PRO_2_1'))
    expect(fieldOf(again, 'line1')).toBe('77 Other Road')
    expect(htmlOf(again)).not.toContain('<address>')
    expect(htmlOf(again)).toMatch(/<details open><summary>Change/)
  })

  it('of a draft with many lines has all of them again', async () => {
    const carla = await box.staff('carla')
    const fields = {
      ...dublin,
      accountId: 'ACME',
      contactUserName: 'alice@acme.example',
      requestKey: 'frm_draft-of-nine',
    }
    const draft = await carla.send(at('/admin/quotes'), {
      ...fields,
      'partNumber-1': 'PAINT-PRO-2-LIC',
      'quantity-1': '1',
    })
    const page = `${pathOf(draft)}/draft`
    expect(htmlOf(await carla.open(at(page)))).not.toContain('id="partNumber-9"')
    await endSessions()
    const lines = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`partNumber-${n + 1}`, `PART-${n + 1}`]))
    expect((await carla.send(at(page), { ...fields, ...lines })).status).toBe(401)
    await signOnAgain(carla, 'carla@paintworks.example')
    const again = await carla.open(at(page))
    expect(htmlOf(again)).toContain('You were signed off before this was sent')
    expect(fieldOf(again, 'partNumber-9')).toBe('PART-9')
  })

  it('is not read from a stranger, and no password is ever kept', async () => {
    const count = async () => (await box.database.db.execute('select count(*)::int as n from kept_forms'))[0]?.['n']
    const before = await count()
    const stranger = await createVisitor().send(at('/checkout/address'), dublin)
    expect([stranger.status, htmlOf(stranger).includes('nothing of it is lost')]).toEqual([401, false])
    expect(await count()).toBe(before)
    const alice = await box.member('alice@acme.example')
    await endSessions()
    await alice.send(at('/company/rules'), { over: '5', password: secrets().soapPassword, note: 'a\0b' })
    const rows = await box.database.db.execute('select fields from kept_forms')
    expect(JSON.stringify(rows)).not.toContain(secrets().soapPassword)
  })

  it('leads to a page, where the address of a form is none', async () => {
    const alice = await box.member('alice@acme.example')
    for (const [form, page] of [
      ['/company/rules', '/company'],
      ['/company/invitations', '/company'],
      ['/cart/lines', '/cart'],
      ['/cart/prices', '/cart'],
      ['/company/members/bruno%40acme.example/role', '/company/members/bruno%40acme.example'],
    ] as const) {
      const opened = await alice.open(at(form))
      expect([opened.status, pathOf(opened)], form).toEqual([200, page])
    }
    expect((await alice.open(at('/no-such-page'))).status).toBe(404)
  })
})

describe('Company in the navigation', () => {
  const navOf = (page: Page) => /<a href="\/company"[^>]*>Company(.*?)<\/a>/s.exec(htmlOf(page))?.[1] ?? ''

  it('counts what waits for the one who looks, and nothing else', async () => {
    const alice = await box.member('alice@acme.example')
    const bruno = await box.member('bruno@acme.example')
    expect(navOf(await alice.open(at('/orders')))).toBe('')
    await alice.send(at('/company/members/bruno%40acme.example/limit'), { period: 'month', limit: '1.00' })
    await bruno.send(at('/cart/lines'), { partNumber: 'BRUSH-LIB-LIC', quantity: '1' })
    const review = await bruno.send(at('/checkout/address'), dublin)
    const asked = await bruno.send(at('/checkout/review'), {
      pricedCartId: fieldOf(review, 'pricedCartId') ?? '',
      expectedTotalMinor: fieldOf(review, 'expectedTotalMinor') ?? '',
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-COUNTED',
    })
    expect(pathOf(asked)).toMatch(/^\/approvals\//)
    // The browser's Back leads to no second request: the cart went with the first.
    expect(pathOf(await bruno.open(at('/checkout/review')))).toBe('/cart')
    expect(navOf(await alice.open(at('/orders')))).toMatch(/1<span class="unseen"> waiting for you/)
    expect(navOf(await bruno.open(at('/orders')))).toBe('')
    const rosa = await box.member('rosa@pixel.example')
    await rosa.send(at('/customers'), { customerAccountId: 'ACME' })
    const company = await alice.open(at('/company'))
    expect(navOf(company)).toMatch(/2<span class="unseen"> waiting for you/)
    expect(htmlOf(company)).toContain('A partner asks')
    await alice.send(`${asked.url.split('?')[0]}/reject`, { reason: 'Not this year' })
    await alice.send(at('/company/partners/PIXEL/decline'), {})
    expect(navOf(await alice.open(at('/orders')))).toBe('')
  })
})
