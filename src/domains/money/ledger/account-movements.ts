import { and, eq, lte, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import { type Money, money } from '../../../kernel/money.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type ChartAccount, chartAccount, type LedgerAccount } from './chart.ts'
import { journalEntries, journalLines } from './tables.ts'

/** What an account did on some days: opening, plus what was posted on its normal side, less the other, is closing. */
export interface AccountMovement {
  readonly account: LedgerAccount
  readonly glCode: string
  readonly name: string
  /** On the account's normal side before the first day; negative when it stood on the other. */
  readonly opening: Money
  readonly debit: Money
  readonly credit: Money
  readonly closing: Money
}

/**
 * Opening, activity and closing of each account and currency over days, both included, in order of GL code and currency.
 * An account on which nothing was ever posted is left out; one at rest on these days is not.
 */
export async function accountMovements(
  tx: Db | Tx,
  { fromDay, throughDay, account }: { fromDay: LocalDate; throughDay: LocalDate; account?: LedgerAccount },
): Promise<AccountMovement[]> {
  const sum = (side: 'debit' | 'credit', when: 'before' | 'within') => {
    const time = when === 'before' ? sql`<` : sql`>=`
    return sql<string>`coalesce(sum(${journalLines.minor}) filter (where ${journalLines.side} = ${side}
      and ${journalEntries.occurredOn} ${time} ${fromDay}::date), 0)::text`
  }
  const rows = await tx
    .select({
      account: journalLines.account,
      currency: journalLines.currency,
      debitBefore: sum('debit', 'before'),
      creditBefore: sum('credit', 'before'),
      debit: sum('debit', 'within'),
      credit: sum('credit', 'within'),
    })
    .from(journalLines)
    .innerJoin(journalEntries, eq(journalEntries.entryId, journalLines.entryId))
    .where(
      and(
        lte(journalEntries.occurredOn, throughDay),
        account === undefined ? undefined : eq(journalLines.account, account),
      ),
    )
    .groupBy(journalLines.account, journalLines.currency)
  return rows
    .map(({ account: id, currency, ...sums }) => {
      const { account, glCode, name, normalSide } = chartAccount(id)
      const amount = (minor: bigint) => money(Number(minor), currency)
      const [debit, credit] = [BigInt(sums.debit), BigInt(sums.credit)]
      const opening = onSide(normalSide, BigInt(sums.debitBefore) - BigInt(sums.creditBefore))
      const closing = opening + onSide(normalSide, debit - credit)
      return {
        account,
        glCode,
        name,
        opening: amount(opening),
        closing: amount(closing),
        debit: amount(debit),
        credit: amount(credit),
      }
    })
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

const keyOf = ({ glCode, debit }: AccountMovement) => `${glCode} ${debit.currency}`

function onSide(side: ChartAccount['normalSide'], debitLessCredit: bigint): bigint {
  return side === 'debit' ? debitLessCredit : -debitLessCredit
}
