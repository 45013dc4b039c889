import { describe, expect, it } from 'vitest'
import {
  customerKeys,
  DealStateConflict,
  dealStandingOf,
  nextDealState,
  plainName,
} from '../../../../src/domains/selling/deals/deal-rules.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

describe('a company by name', () => {
  it.each([
    ['ACME Corp.', 'Acme Corporation'],
    ['Zürich Tools Ltd', 'zurich  tools limited'],
    ['A-B Inc', 'a b incorporated'],
  ])('%s and %s are the same', (one, other) => expect(plainName(one)).toBe(plainName(other)))

  it('another legal form is another company', () => {
    expect(plainName('Acme GmbH')).not.toBe(plainName('Acme Corporation'))
  })

  it('is held by account and by name, so that who knows only the name meets the same hold', () => {
    expect(customerKeys({ accountId: 'ACME', name: 'Acme Corp' })).toEqual(['account:ACME', 'company:acme corporation'])
    expect(customerKeys({ accountId: null, name: 'ACME Corporation' })).toEqual(['company:acme corporation'])
  })
})

describe('a registration', () => {
  it('is decided once', () => {
    expect(nextDealState('submitted', 'approve')).toBe('approved')
    for (const state of ['approved', 'rejected', 'withdrawn'] as const)
      for (const move of ['approve', 'reject'] as const)
        expect(() => nextDealState(state, move)).toThrow(DealStateConflict)
  })

  it('protects through its last day', () => {
    const deal = { state: 'approved' as const, validThrough: localDate('2026-11-30') }
    expect(dealStandingOf(deal, localDate('2026-11-30'))).toBe('approved')
    expect(dealStandingOf(deal, localDate('2026-12-01'))).toBe('expired')
  })
})
