import { desc, gt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db/db.ts'
import { undeliveredGrants } from './tables.ts'

export type UndeliveredGrant = typeof undeliveredGrants.$inferSelect

/** What the platform said of a product that a chain grants for a line. */
export interface GrantChecked {
  readonly activationId: string
  readonly productName: string
  readonly productVersion: string
  readonly accountId: string
  readonly chainId: string
  readonly delivered: boolean
}

/** A grant that was not found undelivered for so long is no longer granted, or no longer looked at. */
const shownDays = 30
const dayMs = 86_400_000

/**
 * Notes what the platform does not deliver of what is granted, and forgets what it delivers by now. One statement, however
 * many there are; rows are taken in one order, so that two looks wait for each other. May run twice.
 */
export async function noteGrantsChecked(tx: Tx, checked: readonly GrantChecked[], at: Date): Promise<void> {
  const instant = at.toISOString()
  await tx.execute(sql`
    with checked as (
      select * from jsonb_to_recordset(${JSON.stringify(checked)}::jsonb)
        as c("activationId" text, "productName" text, "productVersion" text, "accountId" text, "chainId" text, delivered boolean)),
    delivers as (
      delete from undelivered_grants u using checked c
      where c.delivered and u.activation_id = c."activationId" and u.product_name = c."productName"
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

/** What chains grant and the platform was lately found not to deliver, the latest first; at most `limit`. */
export async function undeliveredNow(
  tx: Db | Tx,
  { at, limit }: { readonly at: Date; readonly limit: number },
): Promise<UndeliveredGrant[]> {
  return tx
    .select()
    .from(undeliveredGrants)
    .where(gt(undeliveredGrants.lastFoundAt, new Date(at.getTime() - shownDays * dayMs)))
    .orderBy(desc(undeliveredGrants.lastFoundAt), undeliveredGrants.activationId, undeliveredGrants.productVersion)
    .limit(limit)
}
