export { alarmLateSync } from './alarm-late-sync.ts'
export { decideRehearsed } from './decide-rehearsed.ts'
export { type DriftReport, type DriftRow, driftOf, driftRowsOf, latestDrift } from './drift-report.ts'
export { fullSyncPublished, syncPublished } from './events.ts'
export { entitlementHandlers } from './handlers.ts'
export { driftRowsKept } from './note-drift.ts'
export { type QuarantinedRow, quarantined } from './quarantine.ts'
export { paceOf } from './reading-pace.ts'
export {
  type BrokenOffers,
  type ItemChanges,
  type Rehearsal,
  type RehearsalObservers,
  rehearsalOf,
  rowsShown,
} from './rehearsal.ts'
export { type KeptHoldings, keep, keepHoldings } from './rehearse-holdings.ts'
export { carryOutSync, openSync, requestSync, type SyncDeps } from './run-sync.ts'
export type { SyncProgress } from './sync-reading.ts'
export { findRun, lastPublished, recentRuns, type SyncRun } from './sync-store.ts'
