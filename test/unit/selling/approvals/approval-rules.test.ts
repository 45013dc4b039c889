import { describe, expect, it } from 'vitest'
import {
  type ApprovalRule,
  judgeOrder,
  mayDecide,
  newReasons,
} from '../../../../src/domains/selling/approvals/approval-rules.ts'
import { reasonSentence } from '../../../../src/domains/selling/approvals/approval-sentences.ts'
import {
  type ApprovalMove,
  type ApprovalState,
  approvalStateAt,
  nextApprovalState,
} from '../../../../src/domains/selling/approvals/approval-state.ts'
import type { LimitUse } from '../../../../src/domains/selling/approvals/spending.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'

const over5000: ApprovalRule = { id: 'r1', userName: null, overMinor: 500_000, currency: 'EUR' }
const allOfJoe: ApprovalRule = { id: 'r2', userName: 'joe', overMinor: 0, currency: 'EUR' }
const month = (limitMinor: number, spentMinor: number): LimitUse => ({
  period: 'month',
  limitMinor,
  spentMinor,
  currency: 'EUR',
  since: localDate('2026-11-01'),
  leftMinor: Math.max(0, limitMinor - spentMinor),
})

describe('whether an order is placed, waits or is refused', () => {
  it.each([
    ['exactly the amount of a rule', 500_000, 'EUR', [over5000], [], 1, 'place'],
    ['one cent over a rule', 500_001, 'EUR', [over5000], [], 1, 'ask'],
    ['over a rule where nobody may approve', 500_001, 'EUR', [over5000], [], 0, 'refuse'],
    ['any amount of a member whose orders all wait', 1, 'EUR', [allOfJoe], [], 1, 'ask'],
    ['nothing to pay, whatever the rules', 0, 'EUR', [over5000, allOfJoe], [month(0, 0)], 0, 'place'],
    ['another currency than the rule’s', 1, 'USD', [over5000], [], 1, 'ask'],
    ['no rule and no limit', 99_999_999, 'EUR', [], [], 0, 'place'],
    ['up to the limit to the cent', 10_000, 'EUR', [], [month(30_000, 20_000)], 0, 'place'],
    ['a cent over the limit', 10_001, 'EUR', [], [month(30_000, 20_000)], 1, 'ask'],
    ['over the limit where nobody may approve', 10_001, 'EUR', [], [month(30_000, 20_000)], 0, 'refuse'],
    ['a limit of nought', 1, 'EUR', [], [month(0, 0)], 1, 'ask'],
    ['another currency than the limit’s', 1, 'USD', [], [month(30_000, 0)], 1, 'ask'],
  ] as const)('%s', (_, totalMinor, currency, rules, limits, approvers, outcome) => {
    expect(judgeOrder({ userName: 'joe', totalMinor, currency, rules, limits, approvers }).outcome).toBe(outcome)
  })

  it('a rule of one member is none of another’s', () => {
    const facts = { totalMinor: 1, currency: 'EUR', rules: [allOfJoe], limits: [], approvers: 0 }
    expect(judgeOrder({ ...facts, userName: 'ann' }).outcome).toBe('place')
  })

  it('all reasons are told, each in a sentence that names its amount', () => {
    const facts = { userName: 'joe', totalMinor: 600_000, currency: 'EUR', approvers: 1 }
    const judged = judgeOrder({ ...facts, rules: [over5000, allOfJoe], limits: [month(30_000, 20_000)] })
    const sentences = judged.outcome === 'ask' ? judged.reasons.map(reasonSentence) : []
    expect(sentences).toEqual([
      'Orders of the company over 5,000.00 EUR need an approver.',
      'Every order of this member that is not free needs an approver.',
      'The order exceeds the limit of 300.00 EUR a month, of which 100.00 EUR is left.',
    ])
  })

  it('only a reason that was not asked for is new; an amount that moved is not', () => {
    const limit = { kind: 'limit', period: 'month', limitMinor: 1, currency: 'EUR' } as const
    const rule = { kind: 'rule', ruleId: 'r1', ofMember: false, overMinor: 1, currency: 'EUR' } as const
    expect(newReasons([{ ...limit, spentMinor: 1 }], [{ ...limit, spentMinor: 2 }, rule])).toEqual([rule])
  })
})

it.each([
  ['an approver, of another’s order', true, false, 'ann', true],
  ['an approver, of an own order', true, false, 'joe', false],
  ['an approver, of an own order where that is allowed', true, true, 'joe', true],
  ['no approver, even where own orders are allowed', false, true, 'joe', false],
] as const)('%s', (_, isApprover, ownAllowed, requester, expected) => {
  expect(mayDecide({ userName: requester }, { userName: 'joe', isApprover }, ownAllowed)).toBe(expected)
})

describe('a request for approval', () => {
  const states: readonly ApprovalState[] = ['waiting', 'released', 'rejected', 'withdrawn', 'expired']
  const moves: readonly ApprovalMove[] = ['release', 'reject', 'withdraw', 'expire']

  it('moves once, and only while it waits', () => {
    for (const state of states)
      for (const move of moves)
        if (state === 'waiting') expect(nextApprovalState(state, move)).not.toBe('waiting')
        else expect(() => nextApprovalState(state, move)).toThrow(expect.objectContaining({ code: 'state-conflict' }))
  })

  it('has expired from its last instant on, unless somebody decided before', () => {
    const expiresAt = new Date('2026-12-01T00:00:00Z')
    const just = new Date(expiresAt.getTime() - 1)
    expect(approvalStateAt({ state: 'waiting', expiresAt }, just)).toBe('waiting')
    expect(approvalStateAt({ state: 'waiting', expiresAt }, expiresAt)).toBe('expired')
    expect(approvalStateAt({ state: 'released', expiresAt }, expiresAt)).toBe('released')
  })
})
