export { alarmLateSync } from './alarm-late-sync.ts'
export { decideDryRun } from './decide-dry-run.ts'
export { type DriftReport, type DriftRow, driftOf, driftRowsOf, latestDrift } from './drift-report.ts'
export { type KeptHoldings, keep, saveHoldings } from './dry-run-holdings.ts'
export {
  type BrokenOffers,
  type DryRunObservers,
  type DryRunReport,
  dryRunReportOf,
  type ItemChanges,
  rowsShown,
} from './dry-run-report.ts'
export { fullSyncPublished, syncPublished } from './events.ts'
export { entitlementHandlers } from './handlers.ts'
export { type QuarantinedRow, quarantined } from './quarantine.ts'
export { paceOf } from './reading-pace.ts'
export { driftRowsKept } from './record-drift.ts'
export { carryOutSync, openSync, requestSync, type SyncDeps } from './run-sync.ts'
export type { SyncProgress } from './sync-reading.ts'
export { findRun, lastPublished, recentRuns, type SyncRun } from './sync-store.ts'
