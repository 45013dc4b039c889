import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/**
 * A text that differs as soon as something was committed that an answer to the account may follow from: what concerns
 * everybody, the account, or an account above it, whose rights it may inherit. Two equal stamps: the same answer, on the
 * same day. To be read in the statement that a request needs anyway, before what the answer is made of.
 */
export function answerStamp(accountId: SQLWrapper): SQL<string> {
  return sql<string>`(
    with recursive above(account_id) as (
      select ${accountId}
      union select p.parent_account_id from above a join account_parents p on p.account_id = a.account_id)
    select string_agg(scope || ' ' || version, ',' order by scope) from answer_versions
    where scope = '' or scope in (select account_id from above))`
}
