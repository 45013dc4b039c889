import { describe, expect, it } from 'vitest'
import type { OrderReceipt } from '../../../../src/domains/people/notifications/index.ts'
import { renderMail, signed, templateFor } from '../../../../src/domains/people/notifications/render-mail.ts'
import type { Brand } from '../../../../src/platform/http/pages/brand.ts'
import { brandOfBox } from '../../../support/seller.ts'

const receipt: OrderReceipt = {
  orderNumber: 'SO-2026-000101',
  receiptUrl: 'https://store.example/orders/ord_1',
  placedOn: '2026-06-14',
  purchaseOrderNumber: 'PO-77',
  rightsFor: 'Beta Books (BETA)',
  paidByCard: false,
  free: false,
  lines: [
    {
      title: 'Paint Pro 2.1',
      partNumber: 'PP-21',
      quantity: 5,
      activationId: 'SO-2026-000101-1',
      net: '450.00 EUR',
      priceRule: 'Partner list, 10 % below list price',
      obligation: 'licence',
      right: { startDate: '2026-06-15', expirationDate: '2026-11-30' },
    },
    {
      title: 'Paint Pro on DVD',
      partNumber: 'KIT-PP',
      quantity: 1,
      activationId: null,
      net: '20.00 EUR',
      priceRule: 'List price',
      obligation: 'media',
    },
  ],
  net: '470.00 EUR',
  freight: '15.00 EUR',
  tax: '101.85 EUR',
  total: '586.85 EUR',
  hasParcel: true,
  address: ['Alice Arden', '1 Canal Walk', 'Dublin', 'Ireland'],
}
const render = (data: OrderReceipt, locale = 'en-IE') => renderMail({ kind: 'order-receipt', locale, data })

describe('a receipt', () => {
  it('says part number, quantity, activation ID, dates, price and the way to the downloads, alike in both forms [P26]', () => {
    const mail = render(receipt)
    const facts = ['PP-21', 'SO-2026-000101-1', '15 Jun 2026', '30 Nov 2026', '450.00 EUR', 'KIT-PP', '20.00 EUR']
    facts.push('14 Jun 2026', 'Beta Books (BETA)', ...receipt.address)
    const totals = ['470.00 EUR', '15.00 EUR', '101.85 EUR', '586.85 EUR', 'PO-77', receipt.receiptUrl]
    for (const form of [mail.text, textOf(mail.html)]) {
      expect(form).toMatch(/5 [x×] Paint Pro 2\.1/)
      for (const fact of [...facts, ...totals.slice(0, -1)]) expect(form).toContain(fact)
    }
    expect(mail.text).toContain(receipt.receiptUrl)
    expect(mail.html).toContain(`href="${receipt.receiptUrl}"`)
  })

  it('carries the order number in its subject and is no welcome [S64]', () => {
    const mail = render(receipt)
    expect(mail.subject).toBe('Receipt for order SO-2026-000101')
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/welcome/i)
  })

  it('gives no dates before the right is live, and no freight where none is charged', () => {
    const lines = receipt.lines.map(({ right: _, ...line }) => line)
    const { text } = render({ ...receipt, lines, freight: null })
    expect(text).not.toMatch(/Valid|Freight|null|undefined/)
  })

  it('says how it was paid', () => {
    expect(render(receipt).text).toContain('on your purchase order PO-77.')
    const card = { ...receipt, purchaseOrderNumber: null, paidByCard: true }
    expect(render(card).text).toContain('Paid by card.')
    expect(render({ ...card, paidByCard: false, free: true }).text).toContain('There is nothing to pay.')
  })

  it('reads as people would write it', () => {
    expect(render(receipt).text).toMatchInlineSnapshot(`
      "Thank you. This is the receipt for your order SO-2026-000101 of 14 Jun 2026.

      The rights are for Beta Books (BETA).

      5 x Paint Pro 2.1
        Part number:   PP-21
        Activation ID: SO-2026-000101-1
        Valid:         from 15 Jun 2026 until 30 Nov 2026
        Net:           450.00 EUR (Partner list, 10 % below list price)

      1 x Paint Pro on DVD
        Part number:   KIT-PP
        Net:           20.00 EUR (List price)

      Net       470.00 EUR
      Freight   15.00 EUR
      Tax       101.85 EUR
      Total     586.85 EUR

      Ordered on your purchase order PO-77.

      Goes to:
        Alice Arden
        1 Canal Walk
        Dublin
        Ireland

      Your downloads, and what is being made and shipped, are on the receipt page:
      https://store.example/orders/ord_1

      You get this mail because you placed this order. Receipts go out once per order and cannot be stopped.
      "
    `)
  })
})

describe('a mail about a parcel', () => {
  const page = 'https://www.ups.com/track?tracknum=1Z9'
  const lines = [{ title: 'Book', partNumber: 'BOOK', quantity: 1 }]
  const parcel = { orderNumber: 'SO-1', carrier: 'UPS', trackingNumber: '1Z9', lines }
  const mailsWith = (trackingUrl: string | null) => [
    renderMail({
      kind: 'order-shipped',
      locale: 'en',
      data: { ...parcel, trackingUrl, receiptUrl: receipt.receiptUrl },
    }),
    renderMail({
      kind: 'parcel-for-you',
      locale: 'en',
      data: { ...parcel, trackingUrl, partnerName: 'Pixel', orderUrl: receipt.receiptUrl },
    }),
  ]

  it('leads to the page of the carrier in both its forms, and has the bare number where no page is known', () => {
    for (const { html, text } of mailsWith(page)) {
      expect(html).toContain(`<a href="${page}">1Z9</a>`)
      expect(text).toContain(`Where it is now: ${page}`)
    }
    for (const { html, text } of mailsWith(null)) {
      expect(html).toContain('<strong>1Z9</strong>')
      expect(text).not.toContain('Where it is now')
    }
  })
})

describe('every mail', () => {
  const nasty = '<script>alert("1")</script>\r\nBcc: eve@example.com'
  const mails = [
    render({ ...receipt, orderNumber: nasty, lines: receipt.lines.map((line) => ({ ...line, title: nasty })) }),
    renderMail({
      kind: 'order-shipped',
      locale: 'en',
      data: {
        orderNumber: nasty,
        receiptUrl: receipt.receiptUrl,
        carrier: nasty,
        trackingNumber: nasty,
        lines: [{ title: nasty, partNumber: nasty, quantity: 1 }],
      },
    }),
    renderMail({
      kind: 'ordered-for-you',
      locale: 'en',
      data: {
        partnerName: nasty,
        companyName: nasty,
        orderNumber: nasty,
        orderUrl: receipt.receiptUrl,
        placedOn: '2026-11-30',
        lines: [{ title: nasty, partNumber: nasty, quantity: 1, activationId: nasty, right: null }],
        address: [nasty],
      },
    }),
    renderMail({
      kind: 'parcel-for-you',
      locale: 'en',
      data: {
        partnerName: nasty,
        orderNumber: nasty,
        orderUrl: receipt.receiptUrl,
        carrier: nasty,
        trackingNumber: nasty,
        lines: [{ title: nasty, partNumber: nasty, quantity: 1 }],
      },
    }),
    renderMail({
      kind: 'operator-alarm',
      locale: 'en',
      data: { alarm: 'dead-letter', about: nasty, detail: nasty, adminUrl: receipt.receiptUrl },
    }),
  ]

  it('keeps what it is told out of its markup and its headers', () => {
    for (const { subject, html } of mails) {
      expect(subject).not.toMatch(/[\r\n]/)
      expect(html).not.toContain('<script')
      expect(html).toContain('&lt;script&gt;')
    }
  })

  it('has one action, 600 pixels at most, nothing to fetch, and says why this person got it', () => {
    for (const { html, text } of mails) {
      expect(html.match(/<a /g)).toHaveLength(1)
      expect(html).toContain('max-width:600px')
      expect(html).not.toMatch(/<(img|link|script|style)\b|url\(/)
      expect(html).toContain('You get this mail because')
      expect(text).toContain('You get this mail because')
    }
  })
})

it('a mail speaks the language of its reader where both its forms exist, and English otherwise', () => {
  const known = new Set(['order-receipt.txt', 'order-receipt.html', 'order-receipt.de.txt', 'order-receipt.de.html'])
  const language = (locale: string) => templateFor({ kind: 'order-receipt', locale }, 'txt', known)
  expect(language('de-CH')).toEqual({ name: 'order-receipt.de.txt', language: 'de' })
  expect(language('fr')).toEqual({ name: 'order-receipt.txt', language: 'en' })
  known.delete('order-receipt.de.html')
  expect(language('de')).toEqual({ name: 'order-receipt.txt', language: 'en' })
})

function textOf(html: string): string {
  return html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

describe('who sells', () => {
  const harbour: Brand = {
    ...brandOfBox,
    name: 'Harbour & Sons',
    colour: '#aa0000',
    helpAddress: 'help@harbour.example',
    legalSeller: 'Sold by Harbour <Software> Ltd.',
    registration: 'VAT ID IE6388047V',
    footer: 'Costs $1 & $&',
  }

  it('stands in both forms of a mail, with its own colour, and nothing of the example does', () => {
    const { text, html } = signed(render(receipt), harbour)
    expect(text).toMatch(
      /\n\n-- \nHarbour & Sons\nSold by Harbour <Software> Ltd. Questions: help@harbour.example\nVAT ID IE6388047V\nCosts \$1 & \$&\n$/,
    )
    expect(textOf(html)).toMatch(
      /Harbour &amp; Sons .*Sold by Harbour &lt;Software&gt; Ltd. Questions: help@harbour.example VAT ID IE6388047V Costs \$1 &amp; \$&amp;/,
    )
    expect(html.match(/#aa0000/g)).toHaveLength(3)
    expect(`${text}${html}`).not.toMatch(/paintworks|0b5c8a|<!--seller|data-seller/i)
  })

  it('says no more than it has', () => {
    const { text } = signed(render(receipt), { ...harbour, registration: null, footer: null })
    expect(text).toMatch(/Questions: help@harbour.example\n$/)
  })

  it('comes in once, however much a value of the mail looks like its place', () => {
    const [first] = receipt.lines
    const title = '<!--seller-foot--><!--seller-head--> data-seller="button" style="background:#123456;'
    const mail = render({ ...receipt, lines: first ? [{ ...first, title }] : [] })
    const { html } = signed(mail, harbour)
    expect(html.match(/Sold by/g)).toHaveLength(1)
    expect(html.match(/border-top:4px solid/g)).toHaveLength(1)
    expect(html).toContain('background:#123456;')
  })
})
