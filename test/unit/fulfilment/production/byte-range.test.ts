import { expect, it } from 'vitest'
import { byteRange } from '../../../../src/domains/fulfilment/production/byte-range.ts'

it.each([
  [undefined, 'whole'],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=4-', { start: 4, end: 9 }],
  ['bytes=4-6', { start: 4, end: 6 }],
  ['bytes=4-600', { start: 4, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['bytes=-0', 'none'],
  ['bytes=10-', 'none'],
  ['bytes=6-4', 'whole'],
  ['bytes=-', 'whole'],
  ['bytes=0-1,4-5', 'whole'],
  ['lines=0-1', 'whole'],
  ['nonsense', 'whole'],
])('a file of ten bytes and Range %s', (header, expected) => {
  expect(byteRange(header, 10)).toEqual(expected)
})

it('an empty file has no range', () => {
  expect(byteRange('bytes=0-', 0)).toBe('none')
  expect(byteRange(undefined, 0)).toBe('whole')
})
