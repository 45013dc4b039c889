import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { findMember } from '../../people/accounts/index.ts'
import { itemsByPartNumber } from '../../shop/catalog/index.ts'
import { kitOffers, takenDownloads } from './download-tables.ts'

/** A look at a kit that is this old led to nothing; a download after it is no answer to it. */
export const offerMs = 30 * 86_400_000

export const downloadedBeforeSchema = z
  .object({
    at: z.iso.datetime(),
    /** The member's name, or the sign-in name of one who is gone. */
    by: z.string(),
    files: z.number().int(),
  })
  .meta({ id: 'DownloadedBefore' })
export type DownloadedBefore = z.infer<typeof downloadedBeforeSchema>

/** Records a click that is led to a file now. Where the member was offered it instead of a kit, that is the choice. */
export async function recordDownload(tx: Tx, taken: Omit<typeof takenDownloads.$inferInsert, 'id'>): Promise<void> {
  await tx.insert(takenDownloads).values({ id: newId('dow'), ...taken })
  await tx
    .update(kitOffers)
    .set({ choice: 'download', choseAt: taken.at })
    .where(
      and(
        eq(kitOffers.accountId, taken.accountId),
        eq(kitOffers.userName, taken.userName),
        eq(kitOffers.packageId, taken.packageId),
        isNull(kitOffers.choice),
        gt(kitOffers.shownAt, new Date(taken.at.getTime() - offerMs)),
      ),
    )
}

/** When and by whom the account last downloaded each package; a package that it never did is missing. */
export async function downloadedBefore(
  tx: Db | Tx,
  accountId: string,
  packageIds: readonly string[],
): Promise<Map<string, DownloadedBefore>> {
  if (packageIds.length === 0) return new Map()
  const { packageId, userName, at } = takenDownloads
  const rows = await tx
    .selectDistinctOn([packageId], {
      packageId,
      userName,
      at,
      files: sql<number>`(select count(distinct other.file_id)::int from taken_downloads other
        where other.account_id = ${accountId} and other.package_id = ${packageId})`,
    })
    .from(takenDownloads)
    .where(and(eq(takenDownloads.accountId, accountId), inArray(packageId, [...packageIds])))
    .orderBy(packageId, desc(at))
  const found = new Map<string, DownloadedBefore>()
  for (const row of rows) {
    const member = await findMember(tx, row.userName)
    const name = member ? `${member.firstName} ${member.lastName}`.trim() : ''
    found.set(row.packageId, { at: row.at.toISOString(), by: name || row.userName, files: row.files })
  }
  return found
}

/** The portal's titles among what is wanted, whose packages hold the same files as the kits. */
export function titlesOf(
  requestedLines: readonly { readonly item: { readonly partnerProductId: string | null } | null }[],
): string[] {
  return [...new Set(requestedLines.flatMap(({ item }) => item?.partnerProductId ?? []))]
}

/** The kits of a priced cart whose files the account has downloaded before, each with when and by whom. */
export async function kitsDownloaded(
  tx: Db | Tx,
  pricedCart: {
    readonly accountId: string
    readonly lines: readonly { readonly partNumber: string; readonly obligation: string }[]
  },
): Promise<(DownloadedBefore & { readonly partNumber: string })[]> {
  const kits = pricedCart.lines.filter(({ obligation }) => obligation === 'media').map(({ partNumber }) => partNumber)
  const items = [...(await itemsByPartNumber(tx, kits)).values()]
  const before = await downloadedBefore(tx, pricedCart.accountId, titlesOf(items.map((item) => ({ item }))))
  return items.flatMap(({ partNumber, partnerProductId }) => {
    const found = before.get(partnerProductId ?? '')
    return found ? [{ partNumber, ...found }] : []
  })
}
