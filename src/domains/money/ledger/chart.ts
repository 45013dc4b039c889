import { UnknownAccount } from './errors.ts'

export const obligations = ['licence', 'maintenance', 'media', 'goods', 'freight'] as const
/** A promise to the customer whose revenue is recognised on its own. */
export type Obligation = (typeof obligations)[number]

export type Side = 'debit' | 'credit'

export interface ChartAccount {
  readonly account: LedgerAccount
  /** The account's number in the books of the vendor; the codes here are this store's defaults. */
  readonly glCode: string
  readonly name: string
  readonly kind: 'asset' | 'liability' | 'revenue' | 'contra-revenue' | 'expense'
  /** The side on which the balance grows. */
  readonly normalSide: Side
}

const accounts = {
  bank: entry('1000', 'Bank', 'asset'),
  'card-clearing': entry('1050', 'Card payments in transit', 'asset'),
  'currency-exchange': entry('1060', 'Card payments exchanged by the processor', 'asset'),
  'accounts-receivable': entry('1100', 'Accounts receivable', 'asset'),
  'tax-payable': entry('2100', 'Sales tax and VAT payable', 'liability'),
  'unmatched-receipts': entry('2300', 'Receipts that fit no order', 'liability'),
  'deferred-revenue-licence': entry('2510', 'Deferred revenue, licences', 'liability'),
  'deferred-revenue-maintenance': entry('2520', 'Deferred revenue, maintenance', 'liability'),
  'deferred-revenue-media': entry('2530', 'Deferred revenue, media kits', 'liability'),
  'deferred-revenue-goods': entry('2540', 'Deferred revenue, goods', 'liability'),
  'deferred-revenue-freight': entry('2550', 'Deferred revenue, freight', 'liability'),
  'revenue-licence': entry('4010', 'Revenue, licences', 'revenue'),
  'revenue-maintenance': entry('4020', 'Revenue, maintenance', 'revenue'),
  'revenue-media': entry('4030', 'Revenue, media kits', 'revenue'),
  'revenue-goods': entry('4040', 'Revenue, goods', 'revenue'),
  'revenue-freight': entry('4050', 'Revenue, freight', 'revenue'),
  discounts: entry('4900', 'Discounts and allowances', 'contra-revenue'),
  refunds: entry('4910', 'Refunds and credits', 'contra-revenue'),
  'processor-fees': entry('6100', 'Card processor fees', 'expense'),
  'disputes-lost': entry('6110', 'Disputed card payments lost', 'expense'),
}

export type LedgerAccount = keyof typeof accounts

/** The chart of accounts, in order of GL code. */
export const chart: readonly ChartAccount[] = Object.keys(accounts).filter(isLedgerAccount).map(chartAccount)

export function isLedgerAccount(account: string): account is LedgerAccount {
  return Object.hasOwn(accounts, account)
}

/** @throws {UnknownAccount} */
export function chartAccount(account: string): ChartAccount {
  if (!isLedgerAccount(account)) throw new UnknownAccount(account)
  return { account, ...accounts[account] }
}

/** Where money billed for an obligation waits until it is earned. */
export function deferredRevenueOf(obligation: Obligation): LedgerAccount {
  return `deferred-revenue-${obligation}`
}

export function revenueOf(obligation: Obligation): LedgerAccount {
  return `revenue-${obligation}`
}

function entry(glCode: string, name: string, kind: ChartAccount['kind']): Omit<ChartAccount, 'account'> {
  const growsOnDebit = kind === 'asset' || kind === 'expense' || kind === 'contra-revenue'
  return { glCode, name, kind, normalSide: growsOnDebit ? 'debit' : 'credit' }
}
