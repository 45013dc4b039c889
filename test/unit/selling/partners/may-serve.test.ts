import { describe, expect, it } from 'vitest'
import {
  askAgainAfterMs,
  type ConsentMove,
  type ConsentState,
  ConsentStateConflict,
  consentTransitions,
  isNewQuestion,
  nextConsentState,
} from '../../../../src/domains/selling/partners/consent-state.ts'
import { mayServe } from '../../../../src/domains/selling/partners/may-serve.ts'

const states: readonly (ConsentState | 'none')[] = [
  ...(['none', 'invited', 'granted', 'declined', 'withdrawn', 'reinvited', 'ended'] as const),
]

describe('whether a partner may order for a customer', () => {
  it.each([
    ...([
      [null, false, false, null],
      [null, true, false, 'platform'],
      [null, false, true, 'deal'],
      [null, true, true, 'platform'],
      ['invited', false, false, null],
      ['invited', true, false, 'platform'],
      ['granted', false, false, 'consent'],
      ['granted', true, true, 'consent'],
      ['declined', false, false, null],
      ['declined', true, false, 'platform'],
      ['ended', false, false, null],
      ['ended', false, true, 'deal'],
    ] as const),
    // The customer's own no goes before everything else.
    ...(['withdrawn', 'reinvited'] as const).flatMap((state) =>
      ([true, false] as const).flatMap((named) =>
        ([true, false] as const).map((deal) => [state, named, deal, null] as const),
      ),
    ),
  ])('said %s, named on a line %s, deal in force %s: %s', (consent, namedOnLine, dealInForce, ground) => {
    expect(mayServe({ consent, namedOnLine, dealInForce })).toBe(ground)
  })
})

describe('what becomes of a consent', () => {
  it('a no of the customer is undone by the customer alone, whatever partner and staff do', () => {
    const others: readonly ConsentMove[] = ['ask', 'name', 'end']
    let reached = new Set<ConsentState | 'none'>(['withdrawn'])
    for (let turn = 0; turn < states.length; turn += 1)
      reached = new Set([
        ...reached,
        ...[...reached].flatMap((from) => others.flatMap((move) => consentTransitions[from][move] ?? [])),
      ])
    expect([...reached].sort()).toEqual(['reinvited', 'withdrawn'])
    for (const state of reached) expect(mayServeSaid(state)).toBe(null)
  })

  it('a yes comes from the customer or staff, never from the partner that asks', () => {
    for (const state of states) expect(consentTransitions[state].ask).not.toBe('granted')
  })

  it('a move that the table lacks is refused', () => {
    expect(() => nextConsentState('none', 'decline')).toThrow(ConsentStateConflict)
    expect(() => nextConsentState('granted', 'decline')).toThrow(ConsentStateConflict)
    expect(() => nextConsentState('withdrawn', 'name')).toThrow(ConsentStateConflict)
  })

  it('asking again is a new question a month after the last word, and before that none', () => {
    const asked = new Date('2026-11-01T10:00:00Z')
    const later = (ms: number) => new Date(asked.getTime() + ms)
    const known = { state: 'declined' as const, askedAt: asked, decidedAt: later(1_000) }
    expect(isNewQuestion(null, asked)).toBe(true)
    expect(isNewQuestion(known, later(askAgainAfterMs))).toBe(false)
    expect(isNewQuestion(known, later(askAgainAfterMs + 1_000))).toBe(true)
    expect(isNewQuestion({ ...known, state: 'granted' }, later(10 * askAgainAfterMs))).toBe(false)
  })
})

function mayServeSaid(state: ConsentState | 'none') {
  return mayServe({ consent: state === 'none' ? null : state, namedOnLine: true, dealInForce: true })
}
