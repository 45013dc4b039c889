import { and, eq, gt, sql } from 'drizzle-orm'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Item } from '../../shop/catalog/index.ts'
import type { Actor } from '../orders/index.ts'
import { kitOffers, takenDownloads } from './download-tables.ts'

/** How long a look at the download counts as having been offered it. */
const offeredMs = 86_400_000

export type OfferState = (typeof kitOffers.$inferSelect)['state']

/** Records that the member was shown the state of the download in place of a kit. A later look asks again. */
export async function recordOfferShown(
  db: Db,
  actor: Actor,
  offer: { readonly partNumber: string; readonly packageId: string; readonly state: OfferState; readonly at: Date },
): Promise<void> {
  const { at: shownAt, ...shown } = offer
  const row = { ...shown, shownAt, choice: null, choseAt: null }
  await db.transaction(async (tx) => {
    await tx
      .insert(kitOffers)
      .values({ ...keyOf(actor), ...row })
      .onConflictDoUpdate({
        target: [kitOffers.accountId, kitOffers.userName, kitOffers.partNumber],
        set: row,
        // What was decided a moment ago is not undone by looking again.
        setWhere: sql`${kitOffers.choice} is null or ${kitOffers.choseAt} < ${new Date(shownAt.getTime() - offeredMs).toISOString()}::timestamptz`,
      })
  })
}

/**
 * Records that the member wants the disc all the same. The download comes first: who has not declined it has to have
 * been shown, within a day, that there is none to have.
 * @returns the title whose files the kit holds, or null for what is no kit of a title
 * @throws {DownloadFirst}
 */
export async function chooseMedia(
  tx: Tx,
  actor: Actor,
  requested: {
    readonly item: Pick<Item, 'partNumber' | 'obligation' | 'partnerProductId'> | null
    readonly downloadDeclined: boolean
  },
  at: Date,
): Promise<string | null> {
  const { item } = requested
  if (item?.obligation !== 'media' || item.partnerProductId === null) return null
  const [shown] = await tx.select().from(kitOffers).where(isOf(actor, item.partNumber))
  const isLately = shown !== undefined && shown.shownAt.getTime() > at.getTime() - offeredMs
  if (!requested.downloadDeclined && !(isLately && shown.state !== 'ready'))
    throw new DownloadFirst(item.partnerProductId)
  const row = {
    partNumber: item.partNumber,
    packageId: item.partnerProductId,
    state: shown?.state ?? ('unknown' as const),
    shownAt: shown?.shownAt ?? at,
    choice: 'media' as const,
    choseAt: at,
  }
  await tx
    .insert(kitOffers)
    .values({ ...keyOf(actor), ...row })
    .onConflictDoUpdate({ target: [kitOffers.accountId, kitOffers.userName, kitOffers.partNumber], set: row })
  return item.partnerProductId
}

/** A kit that is taken out of the cart again, by somebody who has the files: the download was enough. */
export async function recordKitRemoved(tx: Tx, actor: Actor, partNumber: string, at: Date): Promise<void> {
  await tx
    .update(kitOffers)
    .set({ choice: 'download', choseAt: at })
    .where(
      and(
        isOf(actor, partNumber),
        eq(kitOffers.choice, 'media'),
        sql`exists (select from ${takenDownloads} where ${takenDownloads.accountId} = ${actor.accountId}
          and ${takenDownloads.packageId} = ${kitOffers.packageId})`,
      ),
    )
}

export interface KitsAvoided {
  readonly since: Date
  /** Companies that were shown a kit, counted once for each kit. */
  readonly shown: number
  readonly ordered: number
  /** Of those, the ones that chose the download and have not ordered the kit since. */
  readonly avoided: number
  readonly kits: readonly {
    readonly partNumber: string
    readonly shown: number
    readonly ordered: number
    readonly avoided: number
  }[]
}

/** How many kits were not made because their files were downloaded, since an instant. One statement. */
export async function kitsAvoided(db: Db | Tx, since: Date): Promise<KitsAvoided> {
  const rows = await db
    .select({
      partNumber: kitOffers.partNumber,
      shown: sql<number>`count(distinct ${kitOffers.accountId})::int`,
      ordered: sql<number>`count(distinct ${kitOffers.accountId}) filter (where ${orderedSince})::int`,
      avoided: sql<number>`count(distinct ${kitOffers.accountId})
        filter (where ${kitOffers.choice} = 'download' and not ${orderedSince})::int`,
    })
    .from(kitOffers)
    .where(gt(kitOffers.shownAt, since))
    .groupBy(kitOffers.partNumber)
    .orderBy(kitOffers.partNumber)
  const sum = (of: 'shown' | 'ordered' | 'avoided') => rows.reduce((total, row) => total + row[of], 0)
  return { since, shown: sum('shown'), ordered: sum('ordered'), avoided: sum('avoided'), kits: rows }
}

const orderedSince = sql`exists (select from order_lines l join orders o on o.id = l.order_id
  where o.account_id = ${kitOffers.accountId} and l.part_number = ${kitOffers.partNumber}
    and o.placed_at >= coalesce(${kitOffers.choseAt}, ${kitOffers.shownAt}))`

function keyOf({ accountId, userName }: Actor) {
  return { accountId, userName }
}

function isOf({ accountId, userName }: Actor, partNumber: string) {
  return and(eq(kitOffers.accountId, accountId), eq(kitOffers.userName, userName), eq(kitOffers.partNumber, partNumber))
}

export class DownloadFirst extends DomainError {
  readonly partnerProductId: string
  constructor(partnerProductId: string) {
    super(
      'download-first',
      'The same files may be ready to download. Look at the offer of this title first, then say that you want the disc all the same.',
      { partnerProductId },
    )
    this.partnerProductId = partnerProductId
  }
}
