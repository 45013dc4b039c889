import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type AlarmDeps, raiseAlarm } from '../../people/notifications/index.ts'
import { lastFullPublished } from './sync-store.ts'

/** A day between two nightly runs, and two hours for the run itself and the change of the clocks. */
export const lateAfterHours = 26

/**
 * Tells the operators, once for each run that had no successor in time, that the mirror grows old. A store that never had
 * a full run is new, and not late.
 */
export async function alarmLateSync(deps: AlarmDeps & { readonly db: Db; readonly clock: Clock }): Promise<void> {
  const last = await lastFullPublished(deps.db)
  const at = deps.clock.now()
  if (!last || at.getTime() - last.startedAt.getTime() < lateAfterHours * 3_600_000) return
  await deps.db.transaction((tx) =>
    raiseAlarm(tx, deps, {
      alarm: 'sync-late',
      about: last.id,
      detail: `No full sync has been published since the one of ${last.startedAt.toISOString()}.`,
      adminPath: '/admin/sync',
      dedupeKey: `sync-late:${last.id}`,
      at,
    }),
  )
}
