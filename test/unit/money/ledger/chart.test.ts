import { describe, expect, it } from 'vitest'
import {
  chart,
  chartAccount,
  deferredRevenueOf,
  isLedgerAccount,
  obligations,
  revenueOf,
} from '../../../../src/domains/money/ledger/chart.ts'

describe('the chart of accounts', () => {
  it('gives every account a GL code of its own, in order', () => {
    const codes = chart.map(({ glCode }) => glCode)
    expect(new Set(codes).size).toBe(codes.length)
    expect([...codes].sort()).toEqual(codes)
  })

  it.each(obligations)('has deferred revenue and revenue for %s', (obligation) => {
    expect(chartAccount(deferredRevenueOf(obligation))).toMatchObject({ kind: 'liability', normalSide: 'credit' })
    expect(chartAccount(revenueOf(obligation))).toMatchObject({ kind: 'revenue', normalSide: 'credit' })
  })

  it('lets assets, expenses and lowered revenue grow on the debit side', () => {
    const debits = chart.filter(({ normalSide }) => normalSide === 'debit').map(({ kind }) => kind)
    expect(new Set(debits)).toEqual(new Set(['asset', 'contra-revenue', 'expense']))
  })

  it('knows its own names only', () => {
    expect(isLedgerAccount('bank')).toBe(true)
    expect(isLedgerAccount('toString')).toBe(false)
  })
})
