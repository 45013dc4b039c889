import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Receipt } from '../../../../src/domains/fulfilment/orders/receipt.ts'
import { renderReceiptPdf } from '../../../../src/domains/fulfilment/orders/receipt-pdf.ts'
import type { Brand } from '../../../../src/platform/http/pages/brand.ts'
import { pdfText } from '../../../support/pdf-text.ts'
import { brandOfBox } from '../../../support/seller.ts'

const lineNumbered = (lineNumber: number): Receipt['lines'][number] => ({
  lineNumber,
  title: 'Paint Pro 2.1',
  partNumber: 'PAINT-PRO-2',
  quantity: 5,
  activationId: `SO-2026-000123-L${lineNumber}`,
  right: { startDate: '2026-11-21', expirationDate: null },
  unitPrice: '90.00 EUR',
  net: '450.00 EUR',
  priceRule: 'Partner list',
  obligation: 'licence',
})
const receiptOf = (lineCount: number): Receipt => ({
  orderNumber: 'SO-2026-000123',
  receiptUrl: 'https://store.example/orders/ord_1',
  placedAt: new Date('2026-11-21T10:00:00Z'),
  placedOn: '2026-11-21',
  orderedBy: 'Βιβλιοπωλείο Αθηνών (RES-GR)',
  rightsFor: 'Księgarnia Żak (ZAK-PL)',
  purchaseOrderNumber: 'PO-77',
  paidByCard: false,
  free: false,
  lines: Array.from({ length: lineCount }, (_, index) => lineNumbered(index + 1)),
  net: '450.00 EUR',
  freight: null,
  tax: '94.50 EUR',
  total: '544.50 EUR',
  hasParcel: false,
  address: ['Zofia Żółtowska', 'ul. Świętokrzyska 1', '00-001 Łódź', 'Poland'],
})
const live = { sentence: 'Live on the account. It can be downloaded now.', link: null }
const now = { progress: new Map([[1, live]]), moneyBack: [] }

describe('a receipt as a PDF', () => {
  it('prints names in Greek and Polish, the permanent right and what is live', async () => {
    const text = pdfText(await renderReceiptPdf(receiptOf(1), now, brandOfBox))
    const facts = [
      'Βιβλιοπωλείο Αθηνών',
      'Księgarnia Żak',
      'Świętokrzyska',
      '00-001 Łódź',
      'from 21 Nov 2026 without end',
    ]
    for (const fact of [...facts, 'Live on the account.', 'page 1 of 1']) expect(text).toContain(fact)
    expect(text).not.toContain('Freight')
  })

  it('leads from a line that was shipped to the page of its carrier', async () => {
    const link = 'https://www.ups.com/track?tracknum=1Z9'
    const shipped = { sentence: 'Shipped with UPS, tracking number 1Z9.', link }
    const pdf = await renderReceiptPdf(receiptOf(1), { progress: new Map([[1, shipped]]), moneyBack: [] }, brandOfBox)
    expect(pdf.toString('latin1')).toContain(`/URI (${link})`)
    expect((await renderReceiptPdf(receiptOf(1), now, brandOfBox)).toString('latin1')).not.toContain(link)
  })

  it('is the same file, byte for byte, for the same facts', async () => {
    const [first, second] = [1, 2].map(() => renderReceiptPdf(receiptOf(2), now, brandOfBox))
    expect((await first)?.equals((await second) ?? Buffer.alloc(0))).toBe(true)
  })

  it('goes on over as many pages as it needs, each with its number, the lines once each', async () => {
    const text = pdfText(await renderReceiptPdf(receiptOf(40), now, brandOfBox))
    const pages = Number(/page 1 of (\d+)/.exec(text)?.[1])
    expect(pages).toBeGreaterThan(2)
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`page ${page} of ${pages}`)
    for (let line = 1; line <= 40; line += 1)
      expect(text.match(new RegExp(`SO-2026-000123-L${line}$`, 'gm'))).toHaveLength(1)
  })
})

describe('a receipt that is read aloud', () => {
  it('is tagged, and each line is read as what it is and then what it costs', async () => {
    const pdf = await renderReceiptPdf(receiptOf(1), now, brandOfBox)
    const objects = pdf.toString('latin1')
    expect(objects).toMatch(/\/MarkInfo/)
    expect(objects).toMatch(/\/StructTreeRoot/)
    for (const [tag, count] of [
      ['Table', 1],
      ['TR', 2],
      ['TH', 4],
      ['H1', 1],
    ] as const)
      expect(objects.match(new RegExp(`/S /${tag}\\b`, 'g')), tag).toHaveLength(count)
    const text = pdfText(pdf)
    const places = ['Qty', 'Item', 'Unit price', 'Paint Pro 2.1', 'PAINT-PRO-2', '90.00 EUR', '94.50 EUR', '544.50 EUR']
    const found = places.map((words) => text.indexOf(words))
    expect(found.every((place) => place >= 0)).toBe(true)
    expect(found).toEqual([...found].sort((a, b) => a - b))
  })
})

describe('the seller on a paper', () => {
  const harbour: Brand = {
    ...brandOfBox,
    name: 'Harbour Shop',
    legalSeller: 'Sold by Harbour Software Ltd.',
    helpAddress: 'help@harbour.example',
    registration: 'VAT ID IE6388047V, CRO Dublin 123456',
    bankAccount: 'IBAN DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX',
    footer: 'Managing director: Una Byrne',
  }
  const words = (text: string) => text.replaceAll(/\s+/g, ' ')

  it('stands at the foot of every page with its registration, its account and its own sentence', async () => {
    const text = words(pdfText(await renderReceiptPdf(receiptOf(40), now, harbour)))
    const pages = Number(/page 1 of (\d+)/.exec(text)?.[1])
    expect(pages).toBeGreaterThan(2)
    const { legalSeller, helpAddress, registration, bankAccount, footer } = harbour
    for (const line of [`${legalSeller} Questions: ${helpAddress}`, registration, bankAccount, footer])
      expect(text.split(`${line}`).length - 1, `${line}`).toBe(pages)
    expect(text).not.toContain('Paintworks')
  })

  it('has room for as much as the settings allow, above which no line of the order is written', async () => {
    const word = (length: number) => 'harbour '.repeat(length / 8)
    const long = { ...harbour, legalSeller: word(200), registration: word(184), footer: word(304) }
    const [short, tall] = await Promise.all([harbour, long].map((brand) => renderReceiptPdf(receiptOf(40), now, brand)))
    const pagesOf = (pdf: Buffer | undefined) => Number(/page 1 of (\d+)/.exec(pdfText(pdf ?? Buffer.alloc(0)))?.[1])
    expect(pagesOf(tall)).toBeGreaterThan(pagesOf(short))
    const pages = [...(tall ?? Buffer.alloc(0)).toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)]
      .map(([, packed = '']) => Buffer.from(packed, 'latin1'))
      .filter((packed) => packed[0] === 0x78)
      .map((packed) => inflateSync(packed).toString('latin1'))
      .filter((content) => content.includes(' Tm'))
    expect(pages).toHaveLength(pagesOf(tall))
    for (const page of pages) {
      // The last rule of a page is the one above its foot; its height is counted from the top, that of text from below.
      const [rule = ''] = page.match(/\S+ \S+ m\n\S+ \S+ l\nS?/g)?.slice(-1) ?? []
      const cut = page.lastIndexOf(rule)
      const heights = (text: string) => [...text.matchAll(/1 0 0 1 \S+ (\S+) Tm/g)].map(([, y]) => 841.89 - Number(y))
      const [order, foot] = [heights(page.slice(0, cut)), heights(page.slice(cut))]
      expect(order.length).toBeGreaterThan(0)
      expect(foot.length).toBeGreaterThan(8)
      expect(Math.max(...order)).toBeLessThan(Number(rule.split(' ')[1]))
      expect(Math.min(...foot)).toBeGreaterThan(Number(rule.split(' ')[1]))
      expect(Math.max(...foot)).toBeLessThan(830)
    }
  })

  it('is its logo where it has one, and the plain mark where the picture is elsewhere', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="20"><rect width="300" height="20"/></svg>'
    const bytes = Buffer.from(svg)
    const picture = {
      ...harbour,
      logo: { kind: 'picture', type: 'image/svg+xml', bytes, width: 300, height: 20 },
    } as const
    const far = {
      ...harbour,
      logo: { kind: 'address', address: 'https://cdn.example/a.png', origin: 'https://cdn.example' },
    } as const
    const [drawn, again, plain] = await Promise.all(
      [picture, picture, far].map(async (brand) =>
        (await renderReceiptPdf(receiptOf(1), now, brand)).toString('latin1'),
      ),
    )
    // Not wider than 160 points, at four dots each.
    expect(drawn).toMatch(/\/Subtype \/Image[\s\S]*?\/Width 640\s+\/Height 44/)
    expect(again).toBe(drawn)
    expect(plain).not.toContain('/Subtype /Image')
  })

  it('with a logo that is broken inside still has its paper', async () => {
    const bytes = Buffer.from('89504e470d0a1a0a0000000d494844520000003c00000014', 'hex')
    const brand = { ...harbour, logo: { kind: 'picture', type: 'image/png', bytes, width: 60, height: 20 } } as const
    expect(pdfText(await renderReceiptPdf(receiptOf(1), now, brand))).toContain('Harbour Shop')
  })
})
