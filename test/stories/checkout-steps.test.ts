import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Page, Visitor } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'
import { fieldOf, htmlOf, pathOf } from '../support/html-forms.ts'
import { movableClock } from '../support/movable-clock.ts'
import { goodCard } from '../support/shopping.ts'

const clock = movableClock('2026-06-15T10:00:00Z')
const galway = {
  recipient: 'Goods in, gate 7',
  organisation: 'Acme West',
  line1: '9 Harbour Road',
  line2: 'Hall B',
  city: 'Galway',
  region: '',
  postalCode: 'H91 AB12',
  country: 'IE',
  phone: '',
}
const bill = { 'bill-recipient': 'Accounts payable', 'bill-line1': '5 Ledger Lane', 'bill-city': 'Cork' }
const typed = { ...galway, ...bill, 'bill-postalCode': 'T12 XY34', 'bill-country': 'IE' }

let box: Box
let alice: Visitor
let page: (path: string, by?: Visitor) => Promise<Page>
let send: (path: string, fields: Record<string, string>, by?: Visitor) => Promise<Page>
beforeAll(async () => {
  box = await startBox({ clock })
  alice = await box.member('alice@acme.example')
  page = (path, by = alice) => by.open(`${box.url}${path}`)
  send = (path, fields, by = alice) => by.send(`${box.url}${path}`, fields)
})
afterAll(() => box.close())

const put = (partNumber: string, quantity = 1, by = alice) =>
  send('/cart/lines', { partNumber, quantity: String(quantity) }, by)
const ordering = (review: Page, more: Record<string, string>) => ({
  pricedCartId: fieldOf(review, 'pricedCartId') ?? '',
  expectedTotalMinor: fieldOf(review, 'expectedTotalMinor') ?? '',
  ...more,
})
const counted = async (table: string) => {
  const [row] = await box.database.db.execute(`select count(*)::int as n from ${table}`)
  return row?.['n']
}
async function emptyCart(by = alice): Promise<void> {
  const { lines } = await by.ask(
    z.object({ lines: z.array(z.object({ id: z.string() })) }),
    'GET',
    `${box.url}/api/cart`,
  )
  for (const { id } of lines) await by.tell('DELETE', `${box.url}/api/cart/lines/${id}`)
}

describe('checkout', () => {
  it('has an address for each step, which a form leads to and a reload shows again, and no cache keeps it', async () => {
    expect(pathOf(await page('/checkout/address'))).toBe('/cart')
    await put('BOOK-PAINT-LIGHT')
    for (const old of ['/checkout', '/checkout/quote', '/checkout/review'])
      expect(pathOf(await page(old)), old).toBe('/checkout/address')
    const review = await send('/checkout/address', typed)
    expect([pathOf(review), review.via.length]).toEqual(['/checkout/review', 1])
    expect(htmlOf(review)).toContain('9 Harbour Road')
    for (const again of ['/checkout/review', '/checkout', '/checkout/quote']) {
      const shown = await page(again)
      expect([pathOf(shown), shown.status]).toEqual(['/checkout/review', 200])
      expect(fieldOf(shown, 'pricedCartId')).toBe(fieldOf(review, 'pricedCartId'))
    }
    const address = await page('/checkout/address')
    for (const [name, text] of Object.entries(typed)) expect(fieldOf(address, name), name).toBe(text)
    const raw = await fetch(`${box.url}/checkout/review`, { redirect: 'manual' })
    expect(raw.headers.get('cache-control')).toContain('no-store')
  })

  it('keeps what was typed when it is refused, on another device and after signing on again', async () => {
    const refused = await send('/checkout/address', { ...typed, line1: '', city: 'Ennis' })
    expect([refused.status, pathOf(refused)]).toEqual([400, '/checkout/address'])
    expect(fieldOf(await page('/checkout/address'), 'city')).toBe('Ennis')
    // With an address that cannot be used there is no total to review.
    expect(pathOf(await page('/checkout/review'))).toBe('/checkout/address')
    const elsewhere = await box.member('alice@acme.example')
    expect(fieldOf(await page('/checkout/address', elsewhere), 'city')).toBe('Ennis')
    await send('/sign-off', {}, elsewhere)
    const again = await box.member('alice@acme.example')
    expect(fieldOf(await page('/checkout/address', again), 'bill-city')).toBe('Cork')
    // Colleagues of the same account have carts and addresses of their own.
    const bob = await box.member('bob@acme.example')
    await put('BRUSH-LIB-LIC', 1, bob)
    const his = await page('/checkout/address', bob)
    expect([fieldOf(his, 'city'), fieldOf(his, 'bill-city')]).toEqual(['Dublin', ''])
    await emptyCart(bob)
  })

  it('after the card page was left unpaid says that nothing was charged, with everything as it was; then it is one order', async () => {
    const review = await send('/checkout/address', typed)
    const gone = await send('/checkout/review', ordering(review, { method: 'card', purchaseOrderNumber: 'PO-PERHAPS' }))
    expect(new URL(gone.url).origin).toBe(box.cards.url)
    const back = /href="([^"]+)">Back to the shop without paying/.exec(htmlOf(gone))?.[1] ?? ''
    const returned = await alice.open(back.replaceAll('&amp;', '&'))
    // So does the browser's Back, and another tab that reloads.
    for (const shown of [returned, await page('/checkout/review')]) {
      expect([shown.status, pathOf(shown)]).toEqual([200, '/checkout/review'])
      expect(htmlOf(shown)).toContain('Nothing was charged')
      expect(htmlOf(shown)).toContain('9 Harbour Road')
      expect(fieldOf(shown, 'pricedCartId')).toBe(fieldOf(review, 'pricedCartId'))
      expect(htmlOf(shown)).toMatch(/value="card" checked/)
      expect(fieldOf(shown, 'purchaseOrderNumber')).toBe('PO-PERHAPS')
    }
    expect(fieldOf(await page('/checkout/address'), 'line1')).toBe('9 Harbour Road')
    expect(await counted('orders')).toBe(0)
    // One who paid after all and then follows the way back without paying has the order, and is not told otherwise.
    await alice.send(gone.url, { card: goodCard })
    const after = await alice.open(back.replaceAll('&amp;', '&'))
    expect(pathOf(after)).toMatch(/^\/orders\/ord_/)
    expect(await counted('orders')).toBe(1)
    // The next cart begins from the profile.
    await put('BRUSH-LIB-LIC')
    expect(pathOf(await page('/checkout'))).toBe('/checkout/address')
    expect(fieldOf(await page('/checkout/address'), 'line1')).toBe('1 Canal Walk')
    await emptyCart()
  })

  it('while the card processor does not answer claims nothing of what was charged', async () => {
    await put('BRUSH-LIB-LIC')
    const review = await send('/checkout/address', typed)
    await send('/checkout/review', ordering(review, { method: 'card' }))
    box.cards.misbehave({ operation: 'checkout.sessions.retrieve', fault: 'away', times: 20 })
    const shown = htmlOf(await page('/checkout/review'))
    box.cards.behave()
    expect(shown).toContain('We cannot tell yet whether you paid')
    expect(shown).not.toContain('Nothing was charged')
    await emptyCart()
  })

  it('says what changed since it was last looked at, also after the prices were held for too long', async () => {
    await put('BRUSH-LIB-LIC', 2)
    const review = await send('/checkout/address', typed)
    expect(htmlOf(review)).not.toContain('Changes since')
    const lineId = /\/cart\/lines\/(cal_\w+)/.exec(htmlOf(await page('/cart')))?.[1] ?? ''
    await send(`/cart/lines/${lineId}`, { quantity: '3' })
    for (const look of [1, 2]) {
      const shown = htmlOf(await page('/checkout/review'))
      expect(shown, `look ${look}`).toContain('Changes since you last looked')
      expect(shown).toMatch(/3 instead of 2\./)
      expect(shown).toMatch(/The total is .*; it was /)
    }
    const shown = await send('/checkout/address', typed)
    expect(htmlOf(shown)).not.toContain('Changes since')
    clock.advance({ days: 3 })
    alice = await box.member('alice@acme.example')
    const later = await page('/checkout/review')
    expect(htmlOf(later)).toContain('We no longer hold the earlier prices')
    expect(fieldOf(later, 'pricedCartId')).not.toBe(fieldOf(shown, 'pricedCartId'))
    // What stands on a page that was left open is refused with the total of now, and nothing is ordered.
    const before = await counted('orders')
    const late = await send(
      '/checkout/review',
      ordering(shown, { method: 'purchaseOrder', purchaseOrderNumber: 'PO-L' }),
    )
    expect([late.status, fieldOf(late, 'purchaseOrderNumber')]).toEqual([409, 'PO-L'])
    expect(await counted('orders')).toBe(before)
  })

  it('with a cart that became empty in another tab leads to the cart, and keeps what was typed for the next line', async () => {
    await emptyCart()
    for (const step of ['/checkout/review', '/checkout/address']) expect(pathOf(await page(step))).toBe('/cart')
    await put('BRUSH-LIB-LIC')
    expect(fieldOf(await page('/checkout/address'), 'line1')).toBe('9 Harbour Road')
  })

  it('in two tabs orders what the tab shows, once', async () => {
    const first = await send('/checkout/address', typed)
    const second = await send('/checkout/address', { ...typed, line1: '2 Other Street' })
    const form = ordering(first, { method: 'purchaseOrder', purchaseOrderNumber: 'PO-TAB-1' })
    const order = await send('/checkout/review', form)
    expect(htmlOf(order)).toContain('9 Harbour Road')
    expect((await send('/checkout/review', form)).url).toBe(order.url)
    const other = await send(
      '/checkout/review',
      ordering(second, { method: 'purchaseOrder', purchaseOrderNumber: 'PO-TAB-2' }),
    )
    expect(other.status).toBe(409)
    const back = await page('/checkout/review')
    expect(pathOf(back)).toBe('/cart')
    await put('BRUSH-LIB-LIC')
    expect(fieldOf(await page('/checkout/address'), 'line1')).toBe('1 Canal Walk')
    await emptyCart()
  })

  it('of a partner whose customer changed asks who receives it, and says whose the rights are', async () => {
    const rosa = await box.member('rosa@pixel.example')
    const orderFor = (accountId: string | null) => rosa.tell('PUT', `${box.url}/api/cart/end-customer`, { accountId })
    await orderFor('BRIGHT')
    await put('BRUSH-LIB-LIC', 1, rosa)
    const review = await send('/checkout/address', { ...galway, shipToAccountId: 'BRIGHT' }, rosa)
    expect(pathOf(review)).toBe('/checkout/review')
    await orderFor('ACME-US')
    const asked = await page('/checkout/review', rosa)
    expect(pathOf(asked)).toBe('/checkout/address')
    expect(htmlOf(asked)).toContain('The cart was for another customer when you typed this')
    expect(fieldOf(asked, 'line1')).toBe('9 Harbour Road')
    await send('/checkout/address', { ...galway, shipToAccountId: 'ACME-US' }, rosa)
    await orderFor(null)
    expect(pathOf(await page('/checkout/review', rosa))).toBe('/checkout/address')
  })
})

describe('the page of a kit', () => {
  it('shows again what was typed and refused, and after ordering says so instead of ordering twice', async () => {
    const kit = await page('/kits/PAINT_PRO_2_1')
    const form = { ...galway, quantity: '1', downloadDeclined: 'yes', requestKey: fieldOf(kit, 'requestKey') ?? '' }
    const refused = await send('/kits/PAINT_PRO_2_1', { ...form, line1: '' })
    expect(refused.status).toBe(400)
    const again = await page('/kits/PAINT_PRO_2_1')
    expect([fieldOf(again, 'city'), fieldOf(again, 'recipient')]).toEqual(['Galway', 'Goods in, gate 7'])
    expect(fieldOf(again, 'requestKey')).toBe(form.requestKey)
    const order = await send('/kits/PAINT_PRO_2_1', form)
    expect(pathOf(order)).toMatch(/^\/orders\/ord_/)
    expect((await send('/kits/PAINT_PRO_2_1', form)).url).toBe(order.url)
    const back = htmlOf(await page('/kits/PAINT_PRO_2_1'))
    expect(back).toContain('You have already ordered this kit')
    expect(back).toContain(`href="${pathOf(order)}"`)
    expect(back).toContain('Send another one to this address')
    expect(back).not.toContain('Send it to this address')
  })
})
