export {
  type ChartAccount,
  chart,
  chartAccount,
  deferredRevenueOf,
  isLedgerAccount,
  type LedgerAccount,
  type Obligation,
  obligations,
  revenueOf,
  type Side,
} from './chart.ts'
export type { NewEntry, PostingLine, Reference } from './entry.ts'
export { EntryNotFound, EntryPostedDifferently, NegativePosting, UnbalancedEntry, UnknownAccount } from './errors.ts'
export { postEntry } from './post-entry.ts'
export { reverseEntry } from './reverse-entry.ts'
export {
  type AccountBalance,
  balances,
  entriesOf,
  entryById,
  type JournalEntry,
  type JournalLine,
  type JournalRow,
  linesBetween,
  linesOfOrderLines,
} from './store.ts'
