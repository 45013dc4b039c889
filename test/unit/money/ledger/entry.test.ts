import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chart, type LedgerAccount } from '../../../../src/domains/money/ledger/chart.ts'
import {
  contentHashOf,
  linesToPost,
  type PostingLine,
  reversedLines,
} from '../../../../src/domains/money/ledger/entry.ts'
import { NegativePosting, UnbalancedEntry, UnknownAccount } from '../../../../src/domains/money/ledger/errors.ts'
import { allocate, money } from '../../../../src/kernel/money.ts'

const entryOf = (lines: readonly PostingLine[]) => ({ entryId: 'jen_test', lines })
const debit = (account: LedgerAccount, minor: number, currency = 'EUR'): PostingLine => ({
  account,
  side: 'debit',
  money: money(minor, currency),
})
const credit = (account: LedgerAccount, minor: number, currency = 'EUR'): PostingLine => ({
  ...debit(account, minor, currency),
  side: 'credit',
})

const accounts = fc.constantFrom(...chart.map(({ account }) => account))
const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD')

/** One total split over two sides into parts that differ: balanced whatever the numbers are. */
const balancedPart = fc
  .record({
    total: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    currency: currencies,
    debits: fc.array(fc.tuple(accounts, fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 6 }),
    credits: fc.array(fc.tuple(accounts, fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 6 }),
  })
  .map(({ total, currency, debits, credits }) => {
    const split = (side: 'debit' | 'credit', parts: [LedgerAccount, number][]): PostingLine[] =>
      allocate(
        money(total, currency),
        parts.map(([, weight]) => weight),
      ).map((share, index) => ({ account: parts[index]?.[0] ?? 'bank', side, money: share }))
    return [...split('debit', debits), ...split('credit', credits)]
  })
const balancedLines = fc.array(balancedPart, { minLength: 1, maxLength: 4 }).map((parts) => parts.flat())

function differences(lines: readonly PostingLine[]): bigint[] {
  const totals = new Map<string, bigint>()
  for (const { side, money: amount } of lines) {
    const signed = side === 'debit' ? BigInt(amount.minor) : -BigInt(amount.minor)
    totals.set(amount.currency, (totals.get(amount.currency) ?? 0n) + signed)
  }
  return [...totals.values()]
}

describe('an entry', () => {
  it('is kept when debits equal credits, and lines of zero are left out', () => {
    const lines = [debit('card-clearing', 119), credit('deferred-revenue-media', 119), credit('tax-payable', 0)]
    expect(linesToPost(entryOf(lines))).toEqual(lines.slice(0, 2))
  })

  it('of nothing but zeros leaves nothing to post', () => {
    expect(linesToPost(entryOf([debit('bank', 0), credit('bank', 0)]))).toEqual([])
  })

  it.each([
    ['one side alone', [debit('bank', 1)]],
    ['sides one minor unit apart', [debit('bank', 100), credit('card-clearing', 99)]],
    ['the same number in two currencies', [debit('bank', 100, 'EUR'), credit('card-clearing', 100, 'USD')]],
    [
      'one currency that balances beside one that does not',
      [debit('bank', 5), credit('card-clearing', 5), debit('bank', 1, 'JPY')],
    ],
    [
      'a difference too small for a floating point number',
      [
        debit('bank', Number.MAX_SAFE_INTEGER),
        debit('bank', Number.MAX_SAFE_INTEGER),
        credit('bank', Number.MAX_SAFE_INTEGER),
        credit('bank', Number.MAX_SAFE_INTEGER - 1),
      ],
    ],
  ])('is refused with %s', (_name, lines) => {
    expect(() => linesToPost(entryOf(lines))).toThrow(UnbalancedEntry)
  })

  it('is refused with a negative amount, even where it balances', () => {
    expect(() => linesToPost(entryOf([debit('bank', -5), credit('bank', -5)]))).toThrow(NegativePosting)
  })

  it('is refused on an account that the chart does not have', () => {
    const line = { ...debit('bank', 5), account: 'constructor' as LedgerAccount }
    expect(() => linesToPost(entryOf([line, { ...line, side: 'credit' }]))).toThrow(UnknownAccount)
  })

  it('that is kept always balances in every currency [P25]', () => {
    fc.assert(
      fc.property(balancedLines, (lines) => {
        const kept = linesToPost(entryOf(lines))
        expect(kept.every((line) => line.money.minor > 0)).toBe(true)
        expect(differences(kept).every((difference) => difference === 0n)).toBe(true)
      }),
    )
  })

  it('is refused as soon as any one line is changed by any amount [P25]', () => {
    fc.assert(
      fc.property(balancedLines, fc.nat(), fc.integer({ min: 1, max: 1_000_000 }), (lines, pick, by) => {
        const chosen = pick % lines.length
        const changed = lines.map((line, index) => {
          if (index !== chosen) return line
          const minor = line.money.minor >= by ? line.money.minor - by : line.money.minor + by
          return { ...line, money: money(minor, line.money.currency) }
        })
        expect(() => linesToPost(entryOf(changed))).toThrow(UnbalancedEntry)
      }),
    )
  })

  it('and its reversal together leave every account as it was', () => {
    fc.assert(
      fc.property(balancedLines, (lines) => {
        const both = [...lines, ...reversedLines(linesToPost(entryOf(lines)))]
        const perAccount = new Map<string, bigint>()
        for (const { account, side, money: amount } of both) {
          const key = `${account} ${amount.currency}`
          const signed = side === 'debit' ? BigInt(amount.minor) : -BigInt(amount.minor)
          perAccount.set(key, (perAccount.get(key) ?? 0n) + signed)
        }
        expect([...perAccount.values()].every((difference) => difference === 0n)).toBe(true)
      }),
    )
  })
})

describe('the content of an entry', () => {
  const reference = { kind: 'order', id: 'ord_1' }
  const lines = [debit('bank', 7), credit('card-clearing', 4), credit('unmatched-receipts', 3)]

  it('is the same in any order of lines', () => {
    expect(contentHashOf(reference, [...lines].reverse())).toBe(contentHashOf(reference, lines))
  })

  it.each([
    ['amount', [debit('bank', 8), credit('card-clearing', 5), credit('unmatched-receipts', 3)]],
    ['account', [debit('bank', 7), credit('card-clearing', 4), credit('refunds', 3)]],
    ['currency', lines.map((line) => ({ ...line, money: money(line.money.minor, 'USD') }))],
    ['side', reversedLines(lines)],
    ['order line', lines.map((line) => ({ ...line, orderLineId: 'orl_1' }))],
    ['obligation', lines.map((line) => ({ ...line, obligation: 'media' }))],
    ['number of equal lines', [...lines, ...lines]],
  ])('differs with another %s', (_name, other) => {
    expect(contentHashOf(reference, other)).not.toBe(contentHashOf(reference, lines))
  })

  it('differs with another reference', () => {
    expect(contentHashOf({ kind: 'order', id: 'ord_2' }, lines)).not.toBe(contentHashOf(reference, lines))
  })
})
