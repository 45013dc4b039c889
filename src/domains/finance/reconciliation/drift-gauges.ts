import type { Db } from '../../../platform/db/db.ts'
import type { StoreGauge } from '../../../platform/http/operations/health.ts'
import { lastPublished, latestDrift } from '../../entitlements/sync/index.ts'

/**
 * Figures of the drift between store and platform for `/metrics`, of two rows each time. The value of the rights without
 * an order is not among them: adding up half a million rows is for whoever opens the page.
 */
export function driftGauges({ db }: { readonly db: Db }): StoreGauge[] {
  return [
    {
      name: 'store_drift_rows',
      help: 'Rows that the last full sync found to differ although no incremental one had been told',
      labelNames: ['kind', 'cause'],
      read: async () =>
        ((await latestDrift(db))?.counts ?? []).map(({ kind, cause, count }) => ({
          labels: { kind, cause },
          value: count,
        })),
    },
    {
      name: 'store_unsellable_part_numbers',
      help: 'Part numbers that the store would sell and cannot',
      labelNames: [],
      read: async () => [{ labels: {}, value: (await lastPublished(db))?.report?.unsellable.length ?? 0 }],
    },
  ]
}
