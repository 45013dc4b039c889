import { describe, expect, it } from 'vitest'
import type { Receipt } from '../../../../src/domains/fulfilment/orders/receipt.ts'
import { renderReceiptPdf } from '../../../../src/domains/fulfilment/orders/receipt-pdf.ts'
import { defaultBrand } from '../../../../src/platform/http/brand.ts'
import { pdfText } from '../../../support/pdf-text.ts'

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
    const text = pdfText(await renderReceiptPdf(receiptOf(1), now, defaultBrand))
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
    const pdf = await renderReceiptPdf(receiptOf(1), { progress: new Map([[1, shipped]]), moneyBack: [] }, defaultBrand)
    expect(pdf.toString('latin1')).toContain(`/URI (${link})`)
    expect((await renderReceiptPdf(receiptOf(1), now, defaultBrand)).toString('latin1')).not.toContain(link)
  })

  it('is the same file, byte for byte, for the same facts', async () => {
    const [first, second] = [1, 2].map(() => renderReceiptPdf(receiptOf(2), now, defaultBrand))
    expect((await first)?.equals((await second) ?? Buffer.alloc(0))).toBe(true)
  })

  it('goes on over as many pages as it needs, each with its number, the lines once each', async () => {
    const text = pdfText(await renderReceiptPdf(receiptOf(40), now, defaultBrand))
    const pages = Number(/page 1 of (\d+)/.exec(text)?.[1])
    expect(pages).toBeGreaterThan(2)
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`page ${page} of ${pages}`)
    for (let line = 1; line <= 40; line += 1)
      expect(text.match(new RegExp(`SO-2026-000123-L${line}$`, 'gm'))).toHaveLength(1)
  })
})

describe('a receipt that is read aloud', () => {
  it('is tagged, and each line is read as what it is and then what it costs', async () => {
    const pdf = await renderReceiptPdf(receiptOf(1), now, defaultBrand)
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
