import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { pageNames } from '../../../src/platform/http/pages/page-names.ts'
import { escapeHtml } from '../../../src/platform/messages/escape-html.ts'
import { type Box, startBox } from '../../support/box.ts'
import { shopping } from '../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

it('names stand beside ids, and one statement finds all names of a page', async () => {
  const alice = await box.member('alice@acme.example')
  const { id, number } = await shopping(box.url, alice).order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-NAMES-1')
  const own = words((await alice.open(`${box.url}/orders/${id}`)).body.toString('utf8'))
  expect(own).toContain('by Alice Arden, on your purchase order')
  expect(own).toMatch(/Ordered by Acme Corporation ACME/)
  const oscar = await box.staff('oscar')
  const see = async (path: string) => words((await oscar.open(`${box.url}${path}`)).body.toString('utf8'))
  expect(await see(`/admin/orders/${id}`)).toMatch(
    /Acme Corporation ACME , placed .* by Alice Arden \(alice@acme\.example\)/,
  )
  expect(await see('/admin/orders')).toMatch(new RegExp(`${number} Acme Corporation ACME`))
})

it('an order of licences alone goes nowhere by post', async () => {
  const buyer = await box.member('alice@acme.example')
  await buyer.tell('POST', `${box.url}/api/cart/lines`, { partNumber: 'TEXTURES-2-LIC' })
  const addressPage = (await buyer.open(`${box.url}/checkout/address`)).body.toString()
  expect(addressPage).toMatch(/<title>Where should we send the invoice\? - /)
  expect(addressPage).toContain('<h1>Where should we send the invoice?</h1>')
  expect(addressPage).not.toContain('Where should we send it?')
  const { lines } = await buyer.ask(
    z.object({ lines: z.array(z.object({ id: z.string() })) }),
    'GET',
    `${box.url}/api/cart`,
  )
  for (const { id } of lines) await buyer.tell('DELETE', `${box.url}/api/cart/lines/${id}`)
  const alice = await box.member('alice@acme.example')
  const placed = shopping(box.url, alice)
  const licence = await placed.order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-NAMES-2')
  const kit = await placed.freeKit('KIT-PAINT-PRO-2', 'names-of-a-kit')
  const see = async (id: string) => words((await alice.open(`${box.url}/orders/${id}`)).body.toString('utf8'))
  expect(await see(licence.id)).not.toMatch(/Ship to|Sent by post|parcel leaves/)
  expect(await see(kit.id)).toMatch(/Ship to Acme/)
  expect(await see(kit.id)).not.toContain('Rights go to')
})

it('a name is text, an unknown one is its id, and a mark that a page did not make stays', async () => {
  const { helpers, fill } = pageNames(escapeHtml)
  const calls: unknown[] = []
  const marks = [
    helpers.account('A<1'),
    helpers.account('B'),
    helpers.accountName('A<1'),
    helpers.person('x@y'),
    helpers.personName('z'),
  ]
  const html = await fill(`${marks.join('|')}|\u{F0000}99\u{F0001}|${helpers.account(null)}`, async (asked) => {
    calls.push(asked)
    return { accounts: new Map([['A<1', 'A & Sons <b>']]), people: new Map([['x@y', 'Xaver "Y"']]) }
  })
  expect(html).toBe(
    'A &amp; Sons &lt;b&gt; <code>A&lt;1</code>|<code>B</code>|A &amp; Sons &lt;b&gt;|Xaver &quot;Y&quot; <span class="small">(x@y)</span>|z|\u{F0000}99\u{F0001}|',
  )
  expect(calls).toEqual([{ accountIds: ['A<1', 'B'], userNames: ['x@y', 'z'] }])
})
