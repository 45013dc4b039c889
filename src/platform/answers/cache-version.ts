import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/**
 * A text that differs as soon as something was committed that an answer to the account may follow from: what concerns
 * everybody, the account, or an account above it, whose rights it may inherit. Two equal versions: the same answer, on the
 * same day; their order in it says nothing. To be read in the statement that a request needs anyway, before what the answer
 * is made of.
 */
export function cacheVersion(accountId: SQLWrapper): SQL<string> {
  // Each step by itself from an index: the planner thinks that ten accounts stand above one, and would read whole tables.
  return sql<string>`(coalesce((select version from answer_versions where scope = ''), 0) || coalesce((
    with recursive above(account_id) as (
      select ${accountId}
      union select p.parent_account_id from above a cross join lateral (
        select parent_account_id from account_parents where account_id = a.account_id offset 0) p)
    select string_agg(' ' || v.scope || ' ' || v.version, ',')
    from above cross join lateral (
      select scope, version from answer_versions where scope = above.account_id offset 0) v), ''))`
}
