import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVisitor, type Page, type Visitor } from '../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../support/box.ts'
import { dublin } from '../../support/shopping.ts'

let box: Box
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example', { package: 'PAINT_PRO_2_1' })
})
afterAll(() => box.close())

const url = (path: string) => `${box.url}${path}`
const textOf = (page: Page) => page.body.toString('utf8')

/** The value of a hidden field, as a browser would send it. */
function hidden(page: Page, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(textOf(page))?.[1] ?? ''
}

describe('without a session', () => {
  it('there is no price and no cart, and the way to the portal instead [S29]', async () => {
    const stranger = createVisitor()
    for (const path of ['/', '/kits/PAINT_PRO_2_1', '/catalog', '/cart', '/items/BRUSH-LIB-LIC']) {
      const page = await stranger.open(url(path))
      expect(page.status).toBe(path === '/' ? 200 : 401)
      expect(textOf(page)).toContain('Open the store from your download portal')
      expect(textOf(page)).not.toMatch(/\d\.\d\d EUR|Add to cart|Send it to this address/)
    }
  })

  it('a machine that asks for JSON gets a problem document from a page, never HTML', async () => {
    const page = await createVisitor().tell('GET', url('/cart'))
    expect(JSON.parse(textOf(page))).toMatchObject({ status: 401, code: 'sign-in-needed' })
  })
})

describe('the kit page', () => {
  it('sending its form twice orders once [S34]', async () => {
    const kit = await alice.open(url('/kits/PAINT_PRO_2_1'))
    const form = {
      ...dublin,
      quantity: '1',
      downloadDeclined: 'yes',
      requestKey: hidden(kit, 'requestKey'),
    }
    const [first, second] = await Promise.all([
      alice.send(url('/kits/PAINT_PRO_2_1'), form),
      alice.send(url('/kits/PAINT_PRO_2_1'), form),
    ])
    expect(new URL(first.url).pathname).toMatch(/^\/orders\/ord_/)
    expect(second.url).toBe(first.url)
    expect(textOf(first)).toContain('Thank you. Your order is placed.')
  })

  it('offers the download first, and a refusal keeps what was typed beside the field to mend', async () => {
    const kit = await alice.open(url('/kits/PAINT_PRO_2_1'))
    expect(textOf(kit)).toContain('You already own it: download instead?')
    const form = { ...dublin, recipient: 'Post room, gate 7', line1: '', quantity: '1' }
    const refused = await alice.send(url('/kits/PAINT_PRO_2_1'), { ...form, requestKey: hidden(kit, 'requestKey') })
    expect(refused.status).toBe(400)
    expect(textOf(refused)).toContain('value="Post room, gate 7"')
    expect(textOf(refused)).toContain('<a href="#line1">Give street and number</a>')
  })

  it('a title without a kit is told as that, not as a failure [S31]', async () => {
    const page = await alice.open(url('/kits/NO_SUCH_TITLE'))
    expect(page.status).toBe(404)
    expect(textOf(page)).toContain('There is no media kit for this title yet')
  })
})

describe('cart and checkout', () => {
  it('ends in a receipt that waits honestly and then has the download [S63] [P26]', async () => {
    const cart = await alice.send(url('/cart/lines'), { partNumber: 'BRUSH-LIB-LIC', quantity: '2' })
    expect(new URL(cart.url).pathname).toBe('/cart')
    const pricedCart = await alice.send(url('/checkout/quote'), dublin)
    const total = hidden(pricedCart, 'expectedTotalMinor')
    const order = {
      ...dublin,
      pricedCartId: hidden(pricedCart, 'pricedCartId'),
      expectedTotalMinor: total,
      method: 'purchaseOrder',
    }
    const refused = await alice.send(url('/checkout'), order)
    expect(refused.status).toBe(400)
    expect(textOf(refused)).toContain('href="#purchaseOrderNumber"')
    const placed = await alice.send(url('/checkout'), { ...order, purchaseOrderNumber: 'PO-PAGES-1' })
    expect(textOf(placed)).toContain('The download link appears here when the portal has confirmed the right.')
    expect(textOf(placed)).not.toContain('/downloads/SO-')
    const live = await box.workUntil(async () => {
      const page = await alice.open(placed.url)
      return textOf(page).includes('/downloads/SO-') && page
    })
    const link = /href="(\/downloads\/SO-[^"]+)"/.exec(textOf(live))?.[1] ?? ''
    const file = await alice.open(url(link))
    expect(file.status).toBe(200)
    expect(file.body.length).toBeGreaterThan(1000)
    expect(textOf(live)).toContain('Activation ID')
  })

  it('text that somebody typed is shown as text, never as markup', async () => {
    const page = await alice.open(url(`/catalog?q=${encodeURIComponent('"><script>alert(1)</script>')}`))
    expect(page.status).toBe(200)
    expect(textOf(page)).not.toContain('<script>alert')
  })
})

describe('staff', () => {
  it('pages of staff are closed to members, and acts to roles that may not do them', async () => {
    for (const path of ['/admin', '/admin/orders', '/admin/finance', '/admin/production', '/admin/audit'])
      expect((await alice.open(url(path))).status).toBe(403)
    const reid = await box.staff('reid')
    expect((await reid.open(url('/admin'))).status).toBe(200)
    expect((await reid.send(url('/admin/sync'), { mode: 'full' })).status).toBe(403)
    expect((await reid.send(url('/admin/finance/match'), { from: '2026-01-01', through: '2026-12-31' })).status).toBe(
      403,
    )
  })

  it('a sync that somebody starts from the page is under their name in the audit', async () => {
    const oscar = await box.staff('oscar')
    const run = await oscar.send(url('/admin/sync'), { mode: 'full' })
    expect(new URL(run.url).pathname).toMatch(/^\/admin\/sync\/syn_/)
    expect(textOf(run)).toContain('oscar@paintworks.example')
    await box.drain()
    const audit = textOf(await oscar.open(url('/admin/audit')))
    expect(audit).toContain('Started a sync')
    expect(audit).toContain(`href="${new URL(run.url).pathname}"`)
    expect(audit).not.toContain('sync.start')
  })
})
