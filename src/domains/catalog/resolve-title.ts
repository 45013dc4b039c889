import type { Clock } from '../../kernel/clock.ts'
import { derivedId } from '../../kernel/ids.ts'
import { dateOf } from '../../kernel/local-date.ts'
import type { Db } from '../../platform/db/db.ts'
import { TitleNotMapped } from './errors.ts'
import type { Item } from './item.ts'
import { findKit, insertTitleMiss } from './store.ts'
import type { Viewer } from './viewer.ts'
import { visibilityOf } from './visibility.ts'

/**
 * The media kit of a title that somebody clicked in the portal. A title without a kit is recorded, in a transaction of
 * its own because the refusal ends the caller's, once a day for each account. A kit that the viewer may not see is
 * answered like a title without one, but is no miss.
 * @throws {TitleNotMapped}
 */
export async function kitOfTitle(
  { db, clock }: { db: Db; clock: Clock },
  viewer: Viewer,
  partnerProductId: string,
): Promise<Item> {
  const kit = await findKit(db, partnerProductId)
  if (kit && visibilityOf(kit, viewer, viewer.held).visible) return kit
  if (!kit) {
    const at = clock.now()
    const { accountId } = viewer
    const id = derivedId('mis', partnerProductId, accountId, dateOf(at))
    await db.transaction((tx) => insertTitleMiss(tx, { id, partnerProductId, accountId, at }))
  }
  throw new TitleNotMapped(partnerProductId)
}
