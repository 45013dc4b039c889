import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLocalDate } from '../../../src/kernel/local-date.ts'

/** Slow and obvious: a date of the calendar is what comes back when it is read and written again. */
function comesBack(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text && !text.startsWith('0000')
}

const digits = (length: number, most: number) =>
  fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(length, '0'))

describe('dates of the calendar', () => {
  it('are told from other texts as reading and writing them tells', () => {
    const texts = fc.oneof(
      fc.tuple(digits(4, 9999), digits(2, 13), digits(2, 32)).map((parts) => parts.join('-')),
      fc.constantFrom('2000-02-29', '1900-02-29', '2028-02-29', '2027-02-29', '0000-01-01', '2027-12-31', '2027-1-1'),
      fc.string(),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(isLocalDate(text)).toBe(comesBack(text))
      }),
      { numRuns: 2000 },
    )
  })
})
