import { sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { StoreGauge } from '../../../platform/http/operations/health.ts'

const dayMs = 86_400_000

/** How long a bought right was not there yet, for `/metrics`: from the order, which is placed when it is paid, to live. */
export function waitGauges({ db, clock }: { readonly db: Db; readonly clock: Clock }): StoreGauge[] {
  return [
    {
      name: 'store_right_wait_seconds',
      help: 'Seconds from paid to live of the rights that went live within a day, and of the one that waits longest',
      labelNames: ['of'],
      read: async () => {
        const now = clock.now()
        const since = new Date(now.getTime() - dayMs).toISOString()
        const [row] = await db.execute<{ average: number | null; longest: number | null; waiting: number | null }>(sql`
          select avg(extract(epoch from e.at - o.placed_at))::float as average,
            max(extract(epoch from e.at - o.placed_at))::float as longest,
            (select extract(epoch from ${now.toISOString()}::timestamptz - min(w.placed_at))::float
              from order_lines l join orders w on w.id = l.order_id
              where l.state in ('pushing', 'unclear') and l.activation_id is not null) as waiting
          from order_events e join orders o on o.id = e.order_id
          where e.kind = 'push-live' and e.at >= ${since}::timestamptz`)
        return (['average', 'longest', 'waiting'] as const).flatMap((of) =>
          row?.[of] == null ? [] : [{ labels: { of }, value: row[of] }],
        )
      },
    },
  ]
}
