import type { Db } from '../../platform/db/db.ts'
import type { StoreGauge } from '../../platform/http/health.ts'
import { driftNow } from './drift-view.ts'

/** Figures of the drift between store and platform for `/metrics`. */
export function driftGauges({ db }: { readonly db: Db }): StoreGauge[] {
  return [
    {
      name: 'store_drift_rows',
      help: 'Rows that the last full sync found to differ although no incremental one had been told',
      labelNames: ['kind', 'cause'],
      read: async () =>
        ((await driftNow(db)).compare?.counts ?? []).map(({ kind, cause, count }) => ({
          labels: { kind, cause },
          value: count,
        })),
    },
    {
      name: 'store_unsellable_part_numbers',
      help: 'Part numbers that the store would sell and cannot',
      labelNames: [],
      read: async () => [{ labels: {}, value: (await driftNow(db)).unsellable }],
    },
    {
      name: 'store_rights_without_order',
      help: 'Rights without an order, by currency of their list price and whether they were given away on purpose',
      labelNames: ['currency', 'granted'],
      read: async () => {
        const { withoutOrder, granted } = await driftNow(db)
        return [...withoutOrder, ...granted].map((total) => ({
          labels: { currency: total.currency ?? 'none', granted: String(total.granted) },
          value: total.count,
        }))
      },
    },
  ]
}
