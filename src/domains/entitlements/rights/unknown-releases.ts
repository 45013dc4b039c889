import { sql } from 'drizzle-orm'
import { isLocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { rightsSettings, type UnknownRelease } from './tables.ts'

/** Notes what the configuration says; rights and answers follow at once where it is another word than before. */
export async function chooseUnknownRelease(tx: Tx, unknownRelease: UnknownRelease): Promise<void> {
  await tx
    .insert(rightsSettings)
    .values({ unknownRelease })
    .onConflictDoUpdate({
      target: rightsSettings.id,
      set: { unknownRelease },
      setWhere: sql`${rightsSettings.unknownRelease} <> ${unknownRelease}`,
    })
}

/**
 * Products that chains or relations lead to as updates, and whose release date the platform does not say. The rights count
 * a date that is no day of the calendar as unknown too, and SQL cannot tell one.
 */
export async function unknownReleases(tx: Db | Tx): Promise<{ readonly count: number; readonly first: string | null }> {
  const updates = await tx.execute<{ product: string; said: string | null }>(sql`
    select p.name || ' ' || p.version as product, p.attributes ->> 'releaseDate' as said from products p
    where p.removed_at is null and p.state = 'DEPLOYED'
      and (p.attributes ->> 'storeCategory' = 'update'
        or exists (select from product_chains c where c.to_name = p.name and c.to_version = p.version))
    order by product`)
  const unknown = updates.filter(({ said }) => said === null || !isLocalDate(said))
  return { count: unknown.length, first: unknown[0]?.product ?? null }
}
