import { describe, expect, it } from 'vitest'
import { judgeRemovals } from '../../../../src/domains/entitlements/sync/guard.ts'

describe('removals', () => {
  const cases: readonly (readonly [what: string, read: number, known: number, missing: number, held: boolean])[] = [
    ['none missing', 100, 100, 0, false],
    ['a new platform, nothing known', 0, 0, 0, false],
    ['an empty feed, however few were known', 0, 1, 1, true],
    ['an empty feed where many were known', 0, 1_000_000, 1_000_000, true],
    ['many, but a small share', 999_900, 1_000_000, 100, false],
    ['a large share, but few', 5, 15, 10, false],
    ['exactly the count', 90, 100, 10, false],
    ['exactly the share', 900, 1000, 100, false],
    ['one more than both', 899, 1000, 101, true],
    ['one more than the count in a small world', 5, 16, 11, true],
  ]
  it.each(cases)('are judged by count and share together: %s [C23]', (_, read, known, missing, held) => {
    expect(judgeRemovals({ read, known, missing }).held).toBe(held)
  })

  it('that are held say why in figures [C23]', () => {
    expect(judgeRemovals({ read: 20, known: 40, missing: 20 })).toEqual({
      held: true,
      reason: '20 of 40 were missing: more than 10 and more than 10 %',
    })
  })
})
