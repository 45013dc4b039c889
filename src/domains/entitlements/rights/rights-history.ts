import { type SQL, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { effectiveRights, type RightsSources } from './effective-rights.ts'
import { type HeldRight, type RightsAndOffers, toRightsAndOffers } from './held-rights.ts'

/**
 * What `heldRights` would have answered at an earlier instant for a day, whatever has been published since. Before the
 * first publication nothing was known, so nothing was held. One statement; its cost grows with what has changed since.
 */
export async function heldRightsAsOf(
  tx: Db | Tx,
  accountId: string,
  on: LocalDate,
  knownAt: Date,
): Promise<readonly HeldRight[]> {
  return (await rightsAndOffersAsOf(tx, accountId, on, knownAt)).held
}

/** What `rightsAndOffers` would have answered. What the platform delivered then is not kept: nothing is undelivered. */
export async function rightsAndOffersAsOf(
  tx: Db | Tx,
  accountId: string,
  on: LocalDate,
  knownAt: Date,
): Promise<RightsAndOffers> {
  return toRightsAndOffers(await effectiveRights(tx, accountId, on, sourcesAt(knownAt)))
}

function sourcesAt(knownAt: Date): RightsSources {
  return {
    lines: rowsAsKnown('entitlement_lines', knownAt),
    maintenance: rowsAsKnown('maintenance_lines', knownAt),
    accounts: rowsAsKnown('accounts', knownAt),
    parents: rowsAsKnown('account_parents', knownAt),
    products: rowsAsKnown('products', knownAt),
    relations: rowsAsKnown('product_relations', knownAt),
    chains: rowsAsKnown('product_chains', knownAt),
    releases: rowsAsKnown('product_releases', knownAt),
    undelivered: null,
  }
}

/**
 * The rows of a table as they were at an instant: those that have not changed since, and former versions of the others.
 * `since` is the column that holds from when a row is known.
 */
export function rowsAsKnown(table: string, knownAt: Date, since = 'valid_from'): SQL {
  const at = sql`${knownAt.toISOString()}::timestamptz`
  const name = sql.raw(table)
  return sql`(select now_known.* from ${name} now_known where now_known.${sql.raw(since)} <= ${at}
    union all
    select former.* from rights_history h, json_populate_record(null::${name}, h.data) former
      where h.table_name = ${table} and h.valid_from <= ${at} and h.valid_to > ${at})`
}
