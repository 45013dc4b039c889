import { desc, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { undeliveredGrants } from './tables.ts'

export type UndeliveredGrant = typeof undeliveredGrants.$inferSelect

/** What the platform said of a product that a chain grants for a line. */
export interface GrantChecked {
  readonly activationId: string
  readonly productName: string
  readonly productVersion: string
  readonly accountId: string
  readonly chainId: string
  /** Null: the platform refused to say, so that what was known of it counts no more. */
  readonly delivered: boolean | null
}

/**
 * Notes what the platform does not deliver of what is granted, and forgets what it delivers by now. From then on the rights
 * of each account say it, and with them pages, carts, kits and the operators' list. One statement, however many there are;
 * rows are taken in one order, so that two looks wait for each other. May run twice.
 */
export async function recordGrantsChecked(tx: Tx, checked: readonly GrantChecked[], at: Date): Promise<void> {
  const instant = at.toISOString()
  await tx.execute(sql`
    with checked as (
      select * from jsonb_to_recordset(${JSON.stringify(checked)}::jsonb)
        as c("activationId" text, "productName" text, "productVersion" text, "accountId" text, "chainId" text, delivered boolean)),
    delivers as (
      delete from undelivered_grants u using checked c
      where c.delivered is distinct from false and u.activation_id = c."activationId" and u.product_name = c."productName"
        and u.product_version = c."productVersion")
    insert into undelivered_grants
      (activation_id, product_name, product_version, account_id, chain_id, first_found_at, last_found_at)
    select distinct on ("activationId", "productName", "productVersion") "activationId", "productName", "productVersion",
      "accountId", "chainId", ${instant}::timestamptz, ${instant}::timestamptz
    from checked where not delivered
    order by "activationId", "productName", "productVersion"
    on conflict (activation_id, product_name, product_version) do update
      set last_found_at = excluded.last_found_at, account_id = excluded.account_id, chain_id = excluded.chain_id`)
}

/**
 * Forgets what nobody is granted any more: a look at every grant, or at those of some chains, that began at an instant has
 * not met it.
 */
export async function forgetGrantsNotMet(
  tx: Tx,
  { since, chainIds }: { readonly since: Date; readonly chainIds: readonly string[] | null },
): Promise<void> {
  const ofChains = chainIds === null ? sql`` : sql` and chain_id = any(${textArray(chainIds)})`
  await tx.execute(
    sql`delete from undelivered_grants where last_found_at < ${since.toISOString()}::timestamptz${ofChains}`,
  )
}

/** What chains grant and the platform was last found not to deliver, the latest first; at most `limit`. */
export async function undeliveredNow(tx: Db | Tx, limit: number): Promise<UndeliveredGrant[]> {
  return tx
    .select()
    .from(undeliveredGrants)
    .orderBy(desc(undeliveredGrants.lastFoundAt), undeliveredGrants.activationId, undeliveredGrants.productVersion)
    .limit(limit)
}
