import { and, asc, eq, sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { mediaOffers } from './media-offer-tables.ts'
import { items } from './tables.ts'

/** A product's media kit and whether the store offers it. */
export interface MediaOffer {
  readonly partNumber: string
  readonly title: string
  readonly partnerProductId: string | null
  readonly products: readonly string[]
  readonly offered: boolean
  readonly changedBy: string | null
  readonly changedAt: Date | null
}

/** Every media kit of the store with its switch, by title. */
export async function listMediaOffers(db: Db | Tx): Promise<MediaOffer[]> {
  const rows = await db
    .select({
      partNumber: items.partNumber,
      title: items.title,
      partnerProductId: items.partnerProductId,
      products: items.requiresAnyOf,
      changedBy: mediaOffers.changedBy,
      changedAt: mediaOffers.changedAt,
      offered: sql<boolean>`coalesce(${mediaOffers.offered}, true)`,
    })
    .from(items)
    .leftJoin(mediaOffers, eq(mediaOffers.partNumber, items.partNumber))
    .where(isKit)
    .orderBy(asc(items.title), asc(items.partNumber))
  return rows
}

/**
 * Shows or hides a product's media kit. Hidden it is withdrawn from sale, so that no list, page, cart or order has it;
 * shown again it is what it was before. The same switch twice changes nothing.
 * @throws {NotFound} for what is no media kit
 */
export async function switchMediaOffer(
  deps: { readonly db: Db; readonly clock: Clock },
  given: { readonly partNumber: string; readonly offered: boolean },
  by: string,
): Promise<void> {
  const { partNumber, offered } = given
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const [kit] = await tx
      .select({ withdrawnAt: items.withdrawnAt })
      .from(items)
      .where(and(eq(items.partNumber, partNumber), isKit))
      .for('update')
    if (!kit) throw new NotFound('media kit')
    const [now] = await tx.select().from(mediaOffers).where(eq(mediaOffers.partNumber, partNumber))
    if ((now?.offered ?? true) === offered) return
    const withdrawnBefore = offered ? null : kit.withdrawnAt
    const row = { partNumber, offered, withdrawnBefore, changedBy: by, changedAt: at }
    await tx.insert(mediaOffers).values(row).onConflictDoUpdate({ target: mediaOffers.partNumber, set: row })
    const withdrawnAt = offered ? (now?.withdrawnBefore ?? null) : (kit.withdrawnAt ?? at)
    await tx.update(items).set({ withdrawnAt }).where(eq(items.partNumber, partNumber))
    await audit(tx, { at, actor: by, action: 'media-offer.switch', subject: partNumber, detail: { offered } })
  })
}

/** An import of items says nothing of the switch: what was switched off stays off. Called after each import. */
export async function keepSwitchedOff(tx: Tx, partNumbers: readonly string[]): Promise<void> {
  if (partNumbers.length === 0) return
  await tx.execute(sql`
    update media_offers m set withdrawn_before = i.withdrawn_at
    from items i where i.part_number = m.part_number and not m.offered and m.part_number = any(${textArray(partNumbers)})`)
  await tx.execute(sql`
    update items i set withdrawn_at = coalesce(i.withdrawn_at, m.changed_at)
    from media_offers m where m.part_number = i.part_number and not m.offered and i.part_number = any(${textArray(partNumbers)})`)
}

const isKit = and(eq(items.category, 'media'), eq(items.obligation, 'media'))
