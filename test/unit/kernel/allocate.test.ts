import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, money, mostMinor } from '../../../src/kernel/money.ts'

const amount = fc.integer({ min: -mostMinor, max: mostMinor })
const weights = fc
  .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 30 })
  .filter((list) => list.some((weight) => weight > 0))

const minors = (total: number, list: readonly number[]) => allocate(money(total, 'EUR'), list).map(({ minor }) => minor)

describe('an amount that is split by weights', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [101, [1, 1], [51, 50]],
    [5, [3, 7], [2, 3]],
    [10, [1, 2, 4], [1, 3, 6]],
    [0, [5, 0], [0, 0]],
    [7, [0, 1], [0, 7]],
    [1, [0, 1, 1], [0, 1, 0]],
  ])('%i by %j is %j', (total, list, expected) => {
    expect(minors(total, list)).toEqual(expected)
  })

  it('adds up to the amount exactly, and no part is a whole unit away from its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const shares = minors(total, list)
        const sum = list.reduce((a, b) => a + b, 0)
        expect(shares.reduce((a, b) => a + BigInt(b), 0n)).toBe(BigInt(total))
        for (const [at, weight] of list.entries()) {
          const off = BigInt(shares[at] ?? 0) * BigInt(sum) - BigInt(total) * BigInt(weight)
          expect(off < BigInt(sum) && off > -BigInt(sum)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('gives each weight the same share in whichever order the parts stand, but for parts that tie', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const by = (a: number, b: number) => a - b
        expect(minors(total, [...list].reverse()).sort(by)).toEqual(minors(total, list).sort(by))
      }),
      { numRuns: 500 },
    )
  })

  it.each([[[]], [[0, 0]], [[-1, 2]], [[0.5, 1]]])('is refused by the weights %j', (list) => {
    expect(() => minors(10, list)).toThrow('Weights must be whole, not negative, and not all zero')
  })
})
