import { expect, it } from 'vitest'
import { cutText } from '../../../src/kernel/cut-text.ts'

it.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab😀', 3, 'ab'],
  ['ab😀', 4, 'ab😀'],
  ['a😀😀', 3, 'a😀'],
])('%j cut to %i units has no half of a character', (text, units, found) => {
  expect(cutText(text, units)).toBe(found)
})
