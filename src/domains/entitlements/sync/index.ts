export { alarmLateSync } from './alarm-late-sync.ts'
export { decideDryRun } from './decide-dry-run.ts'
export { type DriftReport, type DriftRow, driftOf, driftRowsOf, latestDrift } from './drift-report.ts'
export { fullSyncPublished, syncPublished } from './events.ts'
export { entitlementHandlers } from './handlers.ts'
export { driftRowsKept } from './note-drift.ts'
export { type QuarantinedRow, quarantined } from './quarantine.ts'
export { paceOf } from './reading-pace.ts'
export {
  type BrokenOffers,
  type ItemChanges,
  type DryRunReport,
  type DryRunObservers,
  dryRunReportOf,
  rowsShown,
} from './dry-run-report.ts'
export { type KeptHoldings, keep, keepHoldings } from './dry-run-holdings.ts'
export { carryOutSync, openSync, requestSync, type SyncDeps } from './run-sync.ts'
export type { SyncProgress } from './sync-reading.ts'
export { findRun, lastPublished, recentRuns, type SyncRun } from './sync-store.ts'
