import { addDays } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { balances } from '../../money/ledger/index.ts'
import { type Amounts, addAmount, billedAccounts, billedMinorOf } from './billed.ts'
import type { LedgerOfDays } from './ledger-of-days.ts'
import type { MatchDays } from './sources.ts'
import type { MatchTotal } from './tables.ts'

/** What a run adds up while it goes from batch to batch. */
export interface Tally {
  readonly ordered: Amounts
  readonly posted: Amounts
  /** The part of `posted` that was posted on other days than those of the run. */
  readonly postedOutside: Amounts
}

export function emptyTally(): Tally {
  return { ordered: new Map(), posted: new Map(), postedOutside: new Map() }
}

/** Lays the list beside the balances of the ledger, which are read by themselves. */
export async function totalsOf(tx: Tx, tally: Tally, ledger: LedgerOfDays, days: MatchDays): Promise<MatchTotal[]> {
  const withoutOrder: Amounts = new Map()
  for (const row of ledger.strays) addAmount(withoutOrder, row.money.currency, billedMinorOf(row))
  const otherDays: Amounts = new Map(ledger.otherDays)
  for (const [currency, minor] of tally.postedOutside) addAmount(otherDays, currency, -minor)
  const balance = await billedBetween(tx, days)
  const parts = [tally.ordered, tally.posted, otherDays, withoutOrder, ledger.other, balance]
  return [...new Set(parts.flatMap((amounts) => [...amounts.keys()]))].sort().map((currency) => ({
    currency,
    orderedMinor: tally.ordered.get(currency) ?? 0,
    postedMinor: tally.posted.get(currency) ?? 0,
    otherDaysMinor: otherDays.get(currency) ?? 0,
    withoutOrderMinor: withoutOrder.get(currency) ?? 0,
    otherMinor: ledger.other.get(currency) ?? 0,
    ledgerMinor: balance.get(currency) ?? 0,
  }))
}

async function billedBetween(tx: Tx, { from, through }: MatchDays): Promise<Amounts> {
  const amounts: Amounts = new Map()
  const accounts = new Set(billedAccounts)
  const addBalances = async (throughDay: typeof from, sign: 1 | -1) => {
    for (const { account, debit, credit } of await balances(tx, { throughDay }))
      if (accounts.has(account)) addAmount(amounts, credit.currency, sign * (credit.minor - debit.minor))
  }
  await addBalances(through, 1)
  await addBalances(addDays(from, -1), -1)
  return amounts
}
