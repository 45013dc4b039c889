import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { purchaseOrderKey } from '../../../../src/domains/fulfilment/orders/purchase-order-key.ts'
import { purchaseOrderNumberSchema } from '../../../../src/domains/fulfilment/orders/schemas.ts'

const sameAsPO4711: readonly (readonly [name: string, spelling: string])[] = [
  ['small letters', 'po-4711'],
  ['mixed letters', 'Po-4711'],
  ['full-width forms', 'ＰＯ－４７１１'],
  ['mathematical letters', '𝐏𝐎-𝟒𝟕𝟏𝟏'],
  ['a hyphen', 'PO\u20104711'],
  ['a hyphen that does not break', 'PO\u20114711'],
  ['a figure dash', 'PO\u20124711'],
  ['an en dash', 'PO–4711'],
  ['an em dash', 'PO—4711'],
  ['a horizontal bar', 'PO\u20154711'],
  ['a minus', 'PO\u22124711'],
  ['a superscript minus', 'PO\u207b4711'],
  ['a small hyphen-minus', 'PO\ufe634711'],
  ['a hyphen bullet', 'PO\u20434711'],
  ['a zero width space', 'PO\u200b-4711'],
  ['a zero width joiner', 'PO-47\u200d11'],
  ['a word joiner', 'PO-4711\u2060'],
  ['a byte order mark', '\ufeffPO-4711'],
  ['a soft hyphen', 'P\u00adO-4711'],
  ['marks of direction', '\u202aPO-4711\u202c\u200e\u200f\u061c'],
  ['isolates', '\u2066PO-4711\u2069'],
  ['a variation selector', 'PO-4711\ufe0f'],
  ['a combining grapheme joiner', 'PO-47\u034f11'],
  ['a Hangul filler', 'PO-\u31644711'],
  ['a tag', 'PO-4711\u{e0041}'],
  ['blanks around', '  PO-4711\u00a0\u3000'],
  ['blanks beside the dash', 'PO - 4711'],
]

describe('the key of a purchase order number', () => {
  it.each(sameAsPO4711)('is the same with %s [C48]', (_, spelling) => {
    expect(purchaseOrderKey(spelling)).toBe('PO-4711')
  })

  it.each([
    ['blanks of any kind and number between words', 'PO 47 11', 'PO\u00a0 47\u2003\u200911'],
    ['a braille blank', 'PO 4711', 'PO\u28004711'],
    ['letters with marks, composed or not', 'BÉTON-1', 'be\u0301ton-1'],
    ['a mark after a joiner', 'BÉTON-1', 'BE\u034f\u0301TON-1'],
    ['the German sharp s', 'STRASSE', 'straße'],
    ['the Greek final sigma', 'ΟΔΟΣ', 'οδος'],
    ['Cyrillic letters', 'ЗАКАЗ-7', 'заказ–7'],
    ['half-width katakana', 'ガ-1', 'ｶﾞ-1'],
    ['a ligature', 'OFFICE', 'oﬃce'],
  ])('is the same with %s [C48]', (_, one, other) => {
    expect(purchaseOrderKey(other)).toBe(purchaseOrderKey(one))
  })

  it.each([
    ['PO-4711', 'PO-4712'],
    ['PO-4711', 'PO4711'],
    ['PO-4711', 'PO 4711'],
    ['PO-4711', 'PO_4711'],
    ['PO-4711', 'PO--4711'],
    ['PO/4711', 'PO-4711'],
    ['0', 'O'],
    ['PO-4711', 'РО-4711'],
    ['BETON', 'BÉTON'],
  ])('tells %s from %s', (one, other) => {
    expect(purchaseOrderKey(one)).not.toBe(purchaseOrderKey(other))
  })

  it('of a key is the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(purchaseOrderKey(purchaseOrderKey(text))).toBe(purchaseOrderKey(text))
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(purchaseOrderKey(purchaseOrderKey(text))).toBe(purchaseOrderKey(text))
      }),
      { numRuns: 5_000 },
    )
  })

  it('does not exist for what nobody can see, and such a number is refused', () => {
    for (const unseen of ['\u200b', '\u00ad\u200d', '\u2800', '\u3164', '\ufe0f \u202e'])
      expect([purchaseOrderKey(unseen), purchaseOrderNumberSchema.safeParse(unseen).success]).toEqual(['', false])
  })

  it('leaves the number as it was typed', () => {
    expect(purchaseOrderNumberSchema.parse('  ｐｏ–４７１１ ')).toBe('ｐｏ–４７１１')
  })
})
