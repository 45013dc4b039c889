import { sql } from 'drizzle-orm'
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

/** Products that chains or relations lead to as updates, and whose release date the platform does not say. */
export async function unknownReleases(tx: Db | Tx): Promise<{ readonly count: number; readonly first: string | null }> {
  const [row] = await tx.execute<{ count: number; first: string | null }>(sql`
    select count(*)::integer as count, min(p.name || ' ' || p.version) as first from products p
    where p.removed_at is null and p.state = 'DEPLOYED'
      and coalesce(p.attributes ->> 'releaseDate', '') !~ '^\\d{4}-\\d{2}-\\d{2}$'
      and (p.attributes ->> 'storeCategory' = 'update'
        or exists (select from product_chains c where c.to_name = p.name and c.to_version = p.version))`)
  return { count: row?.count ?? 0, first: row?.first ?? null }
}
