import { createHash } from 'node:crypto'
import type { LocalDate } from '../../../kernel/local-date.ts'
import { type Money, money } from '../../../kernel/money.ts'
import { chartAccount, type LedgerAccount, type Side } from './chart.ts'
import { NegativePosting, UnbalancedEntry } from './errors.ts'

/** What an entry records, such as `{ kind: 'order', id: 'ord_...' }`. */
export interface Reference {
  readonly kind: string
  readonly id: string
}

export interface PostingLine {
  readonly account: LedgerAccount
  readonly side: Side
  /** Never negative: a lowering stands on the other side. */
  readonly money: Money
  readonly orderLineId?: string | null
  readonly obligation?: string | null
}

export interface NewEntry {
  /** Derived from the fact that is recorded, so that the same fact has the same id whenever it is posted. */
  readonly entryId: string
  /** The day on which it counts. */
  readonly occurredOn: LocalDate
  readonly reference: Reference
  readonly description: string
  readonly lines: readonly PostingLine[]
  readonly postedAt: Date
}

/**
 * The lines that are to be kept. Lines of zero say nothing and are left out, so a caller need not look whether there was
 * tax or a fee.
 * @throws {UnbalancedEntry} when debits and credits differ in any currency
 * @throws {NegativePosting}
 * @throws {UnknownAccount}
 */
export function linesToPost(entry: Pick<NewEntry, 'entryId' | 'lines'>): readonly PostingLine[] {
  const totals = new Map<string, { debit: bigint; credit: bigint }>()
  for (const line of entry.lines) {
    chartAccount(line.account)
    const { minor, currency } = money(line.money.minor, line.money.currency)
    if (minor < 0) throw new NegativePosting(entry.entryId, line.account)
    const total = totals.get(currency) ?? { debit: 0n, credit: 0n }
    total[line.side] += BigInt(minor)
    totals.set(currency, total)
  }
  for (const [currency, { debit, credit }] of totals)
    if (debit !== credit) throw new UnbalancedEntry(entry.entryId, currency, debit, credit)
  return entry.lines.filter((line) => line.money.minor !== 0)
}

/** Lines on the opposite sides: posted beside the first ones, they leave every balance as it was. */
export function reversedLines(lines: readonly PostingLine[]): PostingLine[] {
  return lines.map((line) => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' }))
}

/**
 * Tells whether two entries say the same. Reference and lines count, in whatever order; day and wording do not, because
 * a second try may come after midnight.
 */
export function contentHashOf(reference: Reference, lines: readonly PostingLine[]): string {
  const texts = lines.map((line) =>
    JSON.stringify([
      line.account,
      line.side,
      line.money.minor,
      line.money.currency,
      line.orderLineId ?? null,
      line.obligation ?? null,
    ]),
  )
  return createHash('sha256')
    .update(JSON.stringify([reference.kind, reference.id, ...texts.sort()]))
    .digest('hex')
}
