export { type AccountMovement, accountMovements } from './account-movements.ts'
export {
  chart,
  chartAccount,
  deferredRevenueOf,
  isLedgerAccount,
  type LedgerAccount,
  obligations,
  revenueOf,
} from './chart.ts'
export type { NewEntry, PostingLine } from './entry.ts'
export { EntryNotFound, EntryPostedDifferently, UnbalancedEntry } from './errors.ts'
export { postEntry, postingsOf } from './post-entry.ts'
export { reverseEntry } from './reverse-entry.ts'
export { balances, entriesOf, entryById, type JournalRow, linesBetween, linesOfOrderLines } from './store.ts'
