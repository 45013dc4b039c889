import { expect, it } from 'vitest'
import { wrapTitle } from '../../../src/platform/http/pages/wrap-title.ts'

const box = { width: 124, height: 100, sizes: [19, 15, 11, 8, 5] }

it('keeps every word of a title, in the largest type that fits', () => {
  expect(wrapTitle('Paint Pro', box)).toEqual({ size: 19, lines: ['Paint Pro'] })
  const long = 'Enterprise Colour Management and Print Production Suite, Extended Edition'
  const set = wrapTitle(long, box)
  expect(set?.lines.join(' ')).toBe(long)
  expect(set?.size).toBeLessThan(19)
})

it('takes smaller type before it breaks a word, and breaks one that fits in no type', () => {
  expect(wrapTitle('Farbmanagementsystem', box)).toEqual({ size: 8, lines: ['Farbmanagementsystem'] })
  const endless = 'x'.repeat(90)
  expect(wrapTitle(endless, box)?.lines.join('')).toBe(endless)
  expect(wrapTitle(endless, box)?.lines.length).toBeGreaterThan(1)
})

it('breaks scripts without spaces anywhere but within a letter, and gives nothing rather than part of a title', () => {
  const title = '色彩管理与大幅面打印生产套件'
  expect(wrapTitle(title, box)?.lines.join('')).toBe(title)
  expect(wrapTitle('word '.repeat(400), box)).toBeNull()
})
