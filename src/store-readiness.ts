import { lastPublished } from './domains/entitlements/sync/index.ts'
import type { Db } from './platform/db/db.ts'
import type { Readiness } from './platform/http/operations/health.ts'

export const firstSyncPending = 'first-sync-pending'

/**
 * Whether the store can serve shoppers: its database answers and a sync has been published. One that was published counts
 * from then on, whatever happens to those after it.
 */
export async function readinessOf(db: Db): Promise<Readiness> {
  return (await lastPublished(db)) === null ? { ready: false, reason: firstSyncPending } : { ready: true }
}
