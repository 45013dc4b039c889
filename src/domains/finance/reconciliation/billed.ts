import {
  deferredRevenueOf,
  type JournalRow,
  type LedgerAccount,
  obligations,
  revenueOf,
} from '../../money/ledger/index.ts'

/**
 * Where the price and the tax of what was sold stand. Recognising revenue moves an amount from one of them to another, so
 * their sum stays what was billed.
 */
export const billedAccounts: readonly LedgerAccount[] = [
  ...obligations.flatMap((obligation) => [deferredRevenueOf(obligation), revenueOf(obligation)]),
  'tax-payable',
]

const billed: ReadonlySet<LedgerAccount> = new Set(billedAccounts)

export type Posting = Pick<JournalRow, 'account' | 'side' | 'money'>

export function isBilled({ account }: Pick<Posting, 'account'>): boolean {
  return billed.has(account)
}

/** What a posting adds to what was billed, in minor units of its currency; zero on every other account. */
export function billedMinorOf({ account, side, money }: Posting): number {
  if (!billed.has(account)) return 0
  return side === 'credit' ? money.minor : -money.minor
}

/** Minor units by currency. */
export type Amounts = Map<string, number>

export function addAmount(amounts: Amounts, currency: string, minor: number): void {
  amounts.set(currency, (amounts.get(currency) ?? 0) + minor)
}

/** Billed amounts by currency; a currency whose postings cancel out stays with zero. */
export function billedByCurrency(postings: readonly Posting[]): Amounts {
  const totals: Amounts = new Map()
  for (const posting of postings)
    if (isBilled(posting)) addAmount(totals, posting.money.currency, billedMinorOf(posting))
  return totals
}
