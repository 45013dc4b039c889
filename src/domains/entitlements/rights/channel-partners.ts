import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'

// A line that has expired still says whose customer it was: renewing it is what a partner is for. A draft says nothing yet,
// and an obsolete line nothing any more.
const counts: SQL = sql`removed_at is null and cardinality(partner_account_ids) > 0
  and state not in ('DRAFT', 'TEST', 'OBSOLETE') and entitlement_state not in ('DRAFT', 'TEST', 'OBSOLETE')`

/** Whether the platform names the partner on a line of the customer's own account. */
export async function isNamedOnLine(
  tx: Db | Tx,
  partnerAccountId: string,
  customerAccountId: string,
): Promise<boolean> {
  const [row] = await tx.execute<{ named: boolean }>(sql`select exists (select from entitlement_lines
    where account_id = ${customerAccountId} and ${counts} and partner_account_ids @> array[${partnerAccountId}]) as named`)
  return row?.named ?? false
}

/** Accounts that have a line on which the platform names the partner. */
export async function customersOfChannelPartner(tx: Db | Tx, partnerAccountId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`select distinct account_id as id from entitlement_lines
    where ${counts} and partner_account_ids @> array[${partnerAccountId}] order by account_id`)
  return rows.map(({ id }) => id)
}

/** The partners that the platform names on lines of an account. */
export async function channelPartnersOf(tx: Db | Tx, customerAccountId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`select distinct unnest(partner_account_ids) as id
    from entitlement_lines where account_id = ${customerAccountId} and ${counts} order by 1`)
  return rows.map(({ id }) => id)
}
