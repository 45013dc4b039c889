import type { Clock } from '../../../kernel/clock.ts'
import { derivedId } from '../../../kernel/ids.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type AlarmDeps, raiseAlarm } from '../../people/notifications/index.ts'
import { TitleNotMapped } from './errors.ts'
import type { Item } from './item.ts'
import { findKit, insertTitleMiss, lockTitleAlarms, markMissAlarmed, titleAlarmsSince } from './title-store.ts'
import type { Viewer } from './viewer.ts'
import { visibilityOf } from './visibility.ts'

export type TitleDeps = AlarmDeps & { readonly db: Db; readonly clock: Clock }

/** Titles a day that raise an alarm: somebody who types addresses at random must not fill the operators' mailbox. */
const alarmsPerDay = 20
/** Of them, those that one account can raise: it may ask for titles that nobody ever had. */
const alarmsPerAccount = 3

/**
 * The media kit of a title that somebody clicked in the portal. A title without a kit is recorded, in a transaction of
 * its own because the refusal ends the caller's, once a day for each account, and raises an alarm once a day (S28), as long as
 * neither the account nor the day has used up its alarms. A kit
 * that the viewer may not see is answered like a title without one, but is no miss.
 * @throws {TitleNotMapped}
 */
export async function kitOfTitle(deps: TitleDeps, viewer: Viewer, partnerProductId: string): Promise<Item> {
  const kit = await findKit(deps.db, partnerProductId)
  if (kit && visibilityOf(kit, viewer, viewer.held).visible) return kit
  if (!kit) await recordMiss(deps, viewer.accountId, partnerProductId)
  throw new TitleNotMapped(partnerProductId)
}

async function recordMiss(deps: TitleDeps, accountId: string, partnerProductId: string): Promise<void> {
  const at = deps.clock.now()
  const day = dateOf(at)
  await deps.db.transaction(async (tx) => {
    const id = derivedId('mis', partnerProductId, accountId, day)
    if (!(await insertTitleMiss(tx, { id, partnerProductId, accountId, at }))) return
    await lockTitleAlarms(tx)
    const told = await titleAlarmsSince(tx, { partnerProductId, accountId }, new Date(`${day}T00:00:00Z`))
    if (told.ofTitle > 0 || told.byAccount >= alarmsPerAccount || told.all >= alarmsPerDay) return
    await markMissAlarmed(tx, id)
    await raiseAlarm(tx, deps, {
      alarm: 'title-not-mapped',
      about: partnerProductId,
      detail: `Somebody of account ${accountId} asked in the portal for a media kit of this title, and there is none.`,
      adminPath: '/admin/title-misses',
      dedupeKey: `title-not-mapped:${partnerProductId}:${day}`,
      at,
    })
  })
}
