import { describe, expect, it } from 'vitest'
import {
  endOf,
  nextQuoteState,
  type QuoteMove,
  QuoteStateConflict,
  quoteTransitions,
  standingOf,
} from '../../../../src/domains/selling/quotes/quote-state.ts'
import type { QuoteState } from '../../../../src/domains/selling/quotes/quote-tables.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const states: readonly QuoteState[] = [
  ...(['draft', 'sent', 'accepted', 'declined', 'superseded', 'expired', 'withdrawn'] as const),
]
const moves: readonly QuoteMove[] = ['send', 'accept', 'decline', 'supersede', 'expire', 'withdraw', 'payLate']

describe('the states of a version of a quote', () => {
  it('change by the table and by nothing else', () => {
    for (const from of states)
      for (const move of moves) {
        const to = quoteTransitions[from][move]
        if (to === undefined) expect(() => nextQuoteState(from, move)).toThrow(QuoteStateConflict)
        else expect(nextQuoteState(from, move)).toBe(to)
      }
  })

  it('accepted is the end: nothing undoes it', () => {
    expect(quoteTransitions.accepted).toEqual({})
  })

  it('only a version that stands is accepted; what has ended is bought only by who paid in time', () => {
    for (const ended of ['declined', 'superseded', 'expired', 'withdrawn'] as const)
      expect(Object.keys(quoteTransitions[ended])).toEqual(['payLate'])
  })

  it.each([
    ['2026-11-29', 'sent'],
    ['2026-11-30', 'sent'],
    ['2026-12-01', 'expired'],
  ])('on %s a version that is good through 30 November is %s', (today, standing) => {
    const version = { state: 'sent' as const, validThrough: localDate('2026-11-30') }
    expect(standingOf(version, localDate(today))).toBe(standing)
    expect(endOf(version.validThrough).toISOString()).toBe('2026-12-01T00:00:00.000Z')
  })
})
