import { sql } from 'drizzle-orm'
import { isLocalDate, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Chain } from './chain.ts'
import { allChains } from './chain-store.ts'
import { isPublished } from './effective-rights.ts'

/** A chain of the store with the release that its validator asks about. */
export interface ListedChain extends Chain {
  /** The day on which the product was released; null when the platform does not say it. */
  readonly releasedOn: LocalDate | null
  /** False: the platform does not have the product deployed, or not in a category, so the chain opens nothing yet. */
  readonly isDeployed: boolean
}

/** Every chain of the store, by id. Two statements. */
export async function listChains(tx: Db | Tx): Promise<ListedChain[]> {
  const chains = await allChains(tx)
  const rows = await tx.execute<{ id: string; named: string | null; deployed: boolean }>(sql`
    select c.id, p.attributes ->> 'releaseDate' as named, ${isPublished(sql`p`)} as deployed
    from product_chains c
    left join products p on p.name = c.to_name and p.version = c.to_version`)
  const releases = new Map(rows.map((row) => [row.id, row]))
  return chains.map((chain) => {
    const release = releases.get(chain.id)
    const named = release?.named ?? ''
    return { ...chain, releasedOn: isLocalDate(named) ? named : null, isDeployed: release?.deployed ?? false }
  })
}

/** The platform's part numbers of products: the items that a chain to them opens or closes. */
export async function partNumbersOf(
  tx: Tx,
  wanted: readonly { readonly name: string; readonly version: string }[],
): Promise<string[]> {
  const rows = await tx.execute<{ part_number: string }>(sql`
    select distinct n.part_number from platform_part_numbers n
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(name text, version text)
      on w.name = n.product_name and w.version = n.product_version
    where n.removed_at is null`)
  return rows.map((row) => row.part_number)
}
