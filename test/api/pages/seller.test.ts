import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../support/box.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { shopping } from '../../support/shopping.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
const seller = {
  SELLER_NAME: 'Harbour Shop',
  SELLER_LEGAL: 'Harbour Software Ltd',
  SELLER_HELP: 'help@harbour.example',
  SELLER_LOGO: `data:image/svg+xml,${encodeURIComponent(svg)}`,
  SELLER_COLOUR: '#aa0000',
  SELLER_FOOTER: 'Managing director: Una Byrne',
  SELLER_VAT_ID: 'IE6388047V',
  SELLER_REGISTER: 'CRO Dublin 123456',
  SELLER_IBAN: 'DE89370400440532013000',
  SELLER_BIC: 'COBADEFFXXX',
}
/** The example's own values; its products and staff are of the box and stay. */
const ofTheExample = /Paintworks Store|Sold by Paintworks|support@paintworks|#0b5c8a/i

let box: Box
let alice: Visitor
let orderId: string
beforeAll(async () => {
  box = await startBox({ env: seller })
  alice = await box.member('alice@acme.example')
  orderId = (await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-SELLER-1')).id
  await box.drain()
})
afterAll(() => box.close())

it('every page names the seller of the configuration in its title, its head and its foot', async () => {
  const [oscar, fiona, carla] = [await box.staff('oscar'), await box.staff('fiona'), await box.staff('carla')]
  const pages: readonly (readonly [Visitor, string])[] = [
    ...['/products', '/catalog', '/cart', '/orders', '/quotes', '/company', '/company/partners'].map(
      (path) => [alice, path] as const,
    ),
    ...[`/orders/${orderId}`, '/kits/PAINT_PRO_2_1', '/no-such-page'].map((path) => [alice, path] as const),
    ...['/admin', '/admin/sync', '/admin/mails', '/admin/production'].map((path) => [oscar, path] as const),
    [fiona, '/admin/finance'] as const,
    [carla, '/admin/quotes'] as const,
  ]
  for (const [visitor, path] of pages) {
    const page = (await visitor.tell('GET', `${box.url}${path}`, undefined, { accept: 'text/html' })).body.toString()
    expect(page, path).toMatch(/<title>[^<]+ - Harbour Shop<\/title>/)
    expect(page, path).toMatch(
      /<a class="brand" href="\/"><img src="\/assets\/logo\?v=[\w-]+" alt=""><span>Harbour Shop</,
    )
    expect(page, path).toContain('Sold by Harbour Software Ltd. Questions: <a href="mailto:help@harbour.example">')
    expect(page, path).toContain('<p>VAT ID IE6388047V, CRO Dublin 123456</p>')
    expect(page, path).toContain('<p>Managing director: Una Byrne</p>')
    // An account is for papers: nobody pays by looking at a page.
    expect(page, path).not.toContain('DE89')
    expect(page, path).not.toMatch(ofTheExample)
  }
})

it('the logo is served as what it is, for a year, and the style sheet and the icon have the colour', async () => {
  const page = await (await fetch(`${box.url}/`, { redirect: 'follow' })).text()
  const [, address = ''] = /<img src="(\/assets\/logo[^"]*)"/.exec(page) ?? []
  const logo = await fetch(`${box.url}${address}`)
  expect([logo.status, logo.headers.get('content-type'), await logo.text()]).toEqual([200, 'image/svg+xml', svg])
  expect(logo.headers.get('cache-control')).toContain('immutable')
  // A drawing that is opened by itself runs no script either.
  expect(logo.headers.get('content-security-policy')).toContain("default-src 'self'")
  for (const name of ['brand.css', 'icon.svg']) {
    const text = await (await fetch(`${box.url}/assets/${name}`)).text()
    expect(text, name).toContain('#aa0000')
    expect(text, name).not.toMatch(ofTheExample)
  }
})

it('the receipt as a file names the seller, its registration and its account', async () => {
  const file = await alice.tell('GET', `${box.url}/api/orders/${orderId}/receipt.pdf`)
  const text = pdfText(file.body).replaceAll(/\s+/g, ' ')
  for (const words of [
    'Harbour Shop',
    'Sold by Harbour Software Ltd. Questions: help@harbour.example',
    'IE6388047V',
    'IBAN DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX',
    'Managing director: Una Byrne',
  ])
    expect(text).toContain(words)
  expect(text).not.toMatch(ofTheExample)
  expect(file.body.toString('latin1')).toContain('Harbour Shop')
})

it('a mail comes from the seller, is answered to its help address and names it; the log shows the same', async () => {
  const mail = box.mailbox.mails().find(({ subject }) => subject.startsWith('Receipt for order'))
  expect(mail).toMatchObject({
    from: expect.stringContaining('Harbour Shop'),
    replyTo: ['help@harbour.example'],
    text: expect.stringMatching(/-- \nHarbour Shop\nSold by Harbour Software Ltd\. Questions: help@harbour\.example\n/),
    html: expect.stringContaining('background:#aa0000'),
  })
  expect(JSON.stringify(mail)).not.toMatch(ofTheExample)
  const oscar = await box.staff('oscar')
  const list = (await oscar.open(`${box.url}/admin/mails`)).body.toString()
  const [, path = ''] = /href="(\/admin\/mails\/[^"?]+)"/.exec(list) ?? []
  expect((await oscar.open(`${box.url}${path}`)).body.toString()).toContain('Sold by Harbour Software Ltd.')
})

it('a brand that was entered for a kit wins on the kit’s picture', async () => {
  const page = (await alice.open(`${box.url}/kits/PAINT_PRO_2_1`)).body.toString()
  const [, picture = ''] = /<text class="on-sleeve brand-line"[^>]*>(.*?)<\/text>/s.exec(page) ?? []
  // Of the brand in the box, whose label is burnt on the disc, and not of the store that sells it.
  expect(picture.replaceAll(/<[^>]+>/g, '')).toBe('Paintworks Software')
})
