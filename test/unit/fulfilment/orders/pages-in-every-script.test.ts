import { expect, it, vi } from 'vitest'
import type { Receipt } from '../../../../src/domains/fulfilment/orders/receipt.ts'
import { renderReceiptPdf } from '../../../../src/domains/fulfilment/orders/receipt-pdf.ts'
import { openFonts, ownFonts } from '../../../../src/platform/fonts/font-set.ts'
import { coveredScripts } from '../../../../src/platform/fonts/scripts.ts'
import { createLog } from '../../../../src/platform/log/log.ts'
import { debianFonts, describeWithFonts, extractedText } from '../../../support/debian-fonts.ts'
import { pdfText } from '../../../support/pdf-text.ts'
import { brandOfBox } from '../../../support/seller.ts'

const receiptFor = (name: string): Receipt => ({
  orderNumber: 'SO-2026-000123',
  receiptUrl: 'https://store.example/orders/ord_1',
  placedAt: new Date('2026-11-21T10:00:00Z'),
  placedOn: '2026-11-21',
  orderedBy: 'Acme',
  rightsFor: null,
  purchaseOrderNumber: 'PO-77',
  paidByCard: false,
  free: false,
  lines: [
    {
      lineNumber: 1,
      title: name,
      partNumber: 'P-1',
      quantity: 5,
      activationId: null,
      right: null,
      unitPrice: '90.00 EUR',
      net: '450.00 EUR',
      priceRule: 'Partner list',
      obligation: 'licence',
    },
  ],
  net: '450.00 EUR',
  freight: null,
  tax: '94.50 EUR',
  total: '544.50 EUR',
  hasParcel: false,
  shipToAccount: null,
  billTo: null,
  address: ['Zofia Żółtowska', 'Poland'],
})
const log = createLog({ level: 'silent' })
const pageOf = (name: string, fonts = ownFonts) =>
  renderReceiptPdf(receiptFor(name), { progress: new Map(), moneyBack: [] }, brandOfBox, { fonts, log })

describeWithFonts('a paper with fonts of FONT_DIR', () => {
  const fonts = openFonts(debianFonts)

  it.each([
    ['Japanese', '株式会社山田太郎（取扱説明書）ガイド'],
    ['Chinese', '北京大学出版社有限公司'],
    ['Korean', '서울 주식회사 한국어'],
    ['Greek', 'Βιβλιοπωλείο Αθηνών'],
    ['Cyrillic', 'Издательство Жуковский'],
    ['Arabic', 'شركة محمد علي (القاهرة) للنشر'],
    ['Hebrew', 'ספריית שלום (תל אביב) ירושלים'],
    ['Hindi', 'हिन्दी प्रकाशन क्षेत्र'],
    ['Arabic within English', 'Acme محمد علي Ltd. 2026'],
    ['what is typed in pieces', 'Cafe\u0301 Zu\u0308rich'],
  ])(
    'prints %s names without a missing glyph, and its text is taken out as it was typed [C28]',
    async (_script, name) => {
      const text = extractedText(await pageOf(name, fonts))
      // The reader moves a blank between Arabic and Latin to the other side of it.
      const bare = (some: string) => (name.startsWith('Acme') ? some.replaceAll(' ', '') : some.replaceAll(/ +/g, ' '))
      expect(bare(text)).toContain(bare(name.normalize('NFC')))
      expect(text).not.toContain('could not be printed')
      expect(text).not.toMatch(/U\+[0-9A-F]{4}/)
    },
  )

  it('a long text without blanks goes on in the next line, and none of it is lost', async () => {
    const name = '千代田区丸の内一丁目一番一号株式会社長い名前の建物の三十七階取扱説明書'.repeat(3)
    const lines = extractedText(await pageOf(name, fonts)).split('\n')
    const written = lines.flatMap((line) => /[\p{Script=Han}\p{Script=Hiragana}]+/u.exec(line)?.[0] ?? [])
    expect(written.length).toBeGreaterThan(2)
    expect(written.join('')).toBe(name)
  })

  it('names what is covered [C28]', () => {
    const { covered } = coveredScripts(fonts)
    for (const script of ['Latin', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Han (Chinese)', 'Kana (Japanese)'])
      expect(covered).toContain(script)
  })
})

it.each([
  ['one line', 'شركة محمد علي للنشر'],
  ['signs that have a left and a right', 'شركة (محمد علي) للنشر'],
])('the signs of an Arabic line stand from the right to the left: %s [C28]', async (_what, name) => {
  const drawn = pdfText(await pageOf(name)).replaceAll('\n', '')
  const seen = [...name].reverse().join('').replaceAll(/[()]/g, '')
  expect(drawn).toContain(seen.split(' ').find((word) => word !== '') ?? 'no word')
  expect(drawn.replaceAll(/[()]/g, '')).toContain(seen)
})

it('in an Arabic text that takes two lines the first line has the first words', async () => {
  const name = 'شركة محمد علي للنشر والتوزيع في القاهرة وجمهورية مصر العربية وبيروت ودمشق وبغداد'
  const drawn = pdfText(await pageOf(name))
  const at = (word: string) => drawn.indexOf([...word].reverse().join(''))
  expect(at('شركة')).toBeGreaterThan(-1)
  expect(at('بغداد')).toBeGreaterThan(at('شركة'))
})

it('letters that no font has are written as numbers, and the paper and the log say so [C28]', async () => {
  const told = createLog({ level: 'silent' })
  const warned = vi.spyOn(told, 'warn')
  const pdf = await renderReceiptPdf(receiptFor('取扱 Ltd.'), { progress: new Map(), moneyBack: [] }, brandOfBox, {
    fonts: ownFonts,
    log: told,
  })
  const text = pdfText(pdf)
  expect(text).toContain('[U+53D6 U+6271] Ltd.')
  expect(text).toContain('The seller has no font for: Han.')
  expect(warned.mock.calls).toEqual([
    [{ page: 'SO-2026-000123', scripts: ['Han'] }, expect.stringContaining('FONT_DIR')],
  ])
  expect(coveredScripts(ownFonts).missing).toContain('Han (Chinese)')
})

it('a folder of fonts that is not there leaves the papers as they are, and is told [C28]', async () => {
  const fonts = openFonts('/nowhere/fonts')
  expect(pdfText(await pageOf('Żak', fonts))).toContain('Żak')
  expect(fonts.unreadable()).toEqual(['/nowhere/fonts'])
})
