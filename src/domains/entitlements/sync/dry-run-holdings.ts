import { type SQL, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { type BothSides, isPublished, type RightsSources, saveFormerRows } from '../rights/index.ts'

/** How the caller calls a product that somebody has, and one that a chain offers. Of `held`, the version may be SQL null. */
export interface HoldingWords {
  held(name: SQL, version: SQL | null): SQL
  offered(name: SQL, version: SQL): SQL
}

/** What was kept for the rest of the transaction; temporary tables, to be read by name. */
export interface KeptHoldings {
  /** `(account_id, entry, by_line)`: what the touched accounts have, own, inherited or through chains, on each side. */
  readonly before: SQL
  readonly after: SQL
  /** `(account_id)`: accounts whose holdings may differ, and those that have one of the wanted entries. */
  readonly touched: SQL
  /** `(account_id, type_before, type_after, tier_before, tier_after)`: every account; null where there is none. */
  readonly accountTypes: SQL
}

/**
 * What accounts held before this transaction changed the mirror, and what they hold now. Only of accounts that may
 * differ: what they own, whom they inherit from, or a chain from one of their products has changed. Says the same as
 * `rightsAndOffers`, about sets instead of one account; a randomised test holds the two together.
 */
export async function saveHoldings(
  tx: Tx,
  given: { readonly on: LocalDate; readonly words: HoldingWords /** A select of entries. */; readonly wanted: SQL },
): Promise<KeptHoldings> {
  const { on, words, wanted } = given
  const sides = await saveFormerRows(tx)
  for (const side of ['before', 'after'] as const) await keep(tx, `dry_run_edges_${side}`, edges(sides[side], on))
  await keep(tx, 'dry_run_wanted', wanted)
  await keep(tx, 'dry_run_accounts', touchedAccounts(sides, words))
  for (const side of ['before', 'after'] as const) {
    await keep(tx, `dry_run_holders_${side}`, holders(sides[side]))
    await tx.execute(sql`create index on ${sql.raw(`dry_run_holders_${side}`)} (account_id)`)
  }
  for (const side of ['before', 'after'] as const) {
    await keep(tx, `dry_run_own_${side}`, owned(sides[side], { side, on, words }))
    await keep(tx, `dry_run_held_${side}`, met(side))
    await tx.execute(sql`create index on ${sql.raw(`dry_run_held_${side}`)} (account_id, entry)`)
  }
  await keep(
    tx,
    'dry_run_account_types',
    sql`select account_id, was.account_type as type_before, became.account_type as type_after,
        was.partner_tier as tier_before, became.partner_tier as tier_after
      from (select account_id, account_type, partner_tier from ${sides.before.accounts} b where removed_at is null) was
      full join (select account_id, account_type, partner_tier from ${sides.after.accounts} a where removed_at is null) became
        using (account_id)`,
  )
  return {
    before: sql`dry_run_held_before`,
    after: sql`dry_run_held_after`,
    touched: sql`(select account_id from dry_run_accounts
      union select account_id from ${sides.changed.accounts} changed_accounts)`,
    accountTypes: sql`dry_run_account_types`,
  }
}

/** A table that lives as long as the transaction, with figures for the planner. */
export async function keep(tx: Tx, name: string, rows: SQL): Promise<void> {
  await tx.execute(sql`create temporary table ${sql.raw(name)} on commit drop as ${rows}`)
  await tx.execute(sql`analyze ${sql.raw(name)}`)
}

// A text that is no date of the calendar names no release, as `isLocalDate` has it.
const namedRelease = sql`(case when p.attributes ->> 'releaseDate' ~ '^(?!0000)\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$'
  then case when right(p.attributes ->> 'releaseDate', 2)::int <= extract(day from
      (left(p.attributes ->> 'releaseDate', 7) || '-01')::date + interval '1 month - 1 day')
    then (p.attributes ->> 'releaseDate')::date end end)`

const offersUnknown = sql`coalesce((select unknown_release from rights_settings), 'hide') = 'offer'`

/** Which product leads to which on the day, the store's chains and the defaults; `cohort` is null where it is open to all. */
function edges(from: RightsSources, on: LocalDate): SQL {
  return sql`
    select * from (
      select c.from_name, c.from_version, c.to_name, c.to_version, c.grants, c.validator, c.warranty_days,
        case when case when c.general_from is null then cardinality(c.cohort) = 0 else c.general_from <= ${on}::date end
          then null else c.cohort end as cohort,
        coalesce(${namedRelease}, case when c.validator = 'subscription' or ${offersUnknown} then r.first_seen_on end)
          as released_on
      from ${from.chains} c
      join ${from.products} p on p.name = c.to_name and p.version = c.to_version
      left join ${from.releases} r on r.name = p.name and r.version = p.version
      where c.grants <> 'hidden' and ${isPublished(sql`p`)}
      union all
      select u.from_name, u.from_version, p.name, p.version, 'update', 'maintenance', null, null,
        coalesce(${namedRelease}, case when ${offersUnknown} then r.first_seen_on end)
      from ${from.relations} u
      join ${from.products} p on p.name = u.to_name and p.version = u.to_version
      left join ${from.releases} r on r.name = p.name and r.version = p.version
      where u.relation = 'UPGRADE_TO' and u.removed_at is null and p.attributes ->> 'storeCategory' = 'update'
        and p.state = 'DEPLOYED' and p.removed_at is null
        and not exists (select from ${from.chains} c where c.to_name = p.name and c.to_version = p.version
          and c.from_name = u.from_name and (c.from_version is null or c.from_version = u.from_version))
    ) found where released_on is not null`
}

function touchedAccounts({ changed, either }: BothSides, words: HoldingWords): SQL {
  const leads = sql`e.from_name = l.product_name and (e.from_version is null or e.from_version = l.product_version)`
  const to = [sql`e.to_name`, sql`e.to_version`] as const
  return sql`
    with recursive changed_edges as (
      (select * from dry_run_edges_before except select * from dry_run_edges_after)
      union all (select * from dry_run_edges_after except select * from dry_run_edges_before)),
    any_edges as (select * from dry_run_edges_before union select * from dry_run_edges_after),
    links as (select account_id, parent_account_id from ${either.parents} any_parents),
    touched(account_id) as (
      select account_id from (
        select l.account_id from ${changed.lines} l
        union select l.account_id from (select unnest(covered_activation_ids) as activation_id
            from ${changed.maintenance} changed_maintenance) m
          join ${either.lines} l on l.activation_id = m.activation_id
        union select l.account_id from ${either.lines} l join changed_edges e on ${leads}
        union select l.account_id from ${either.lines} l
          where ${words.held(sql`l.product_name`, null)} in (select * from dry_run_wanted)
            or ${words.held(sql`l.product_name`, sql`l.product_version`)} in (select * from dry_run_wanted)
        union select l.account_id from ${either.lines} l join any_edges e on ${leads}
          where ${words.held(to[0], null)} in (select * from dry_run_wanted)
            or ${words.held(...to)} in (select * from dry_run_wanted)
            or ${words.offered(...to)} in (select * from dry_run_wanted)
        union select account_id from ${changed.parents} p
        union select account_id from ${changed.accounts} a group by account_id
          having count(*) <> 2 or count(distinct (account_type, partner_tier, removed_at is null, ${inherits(sql`a`)})) > 1
      ) directly
      union
      select links.account_id from touched join links on links.parent_account_id = touched.account_id)
    select account_id from touched`
}

/** The account, and whom it inherits from: the rule of `effectiveRights`. */
function holders(from: RightsSources): SQL {
  return sql`
    with recursive holders(account_id, holder) as (
      select account_id, account_id from dry_run_accounts
      union
      select h.account_id, p.parent_account_id from holders h
        join ${from.parents} p on p.account_id = h.holder
        left join ${from.accounts} a on a.account_id = h.holder
        left join ${from.accounts} pa on pa.account_id = p.parent_account_id
        where ${inherits(sql`a`)} and pa.removed_at is null)
    select * from holders`
}

function inherits(account: SQL): SQL {
  return sql`coalesce(lower(trim(${account}.attributes ->> 'inheritRights')), 'true') <> 'false'`
}

/** What the lines in effect of each owner bring, by themselves and through chains: the rules of `rightsOf`. */
function owned(
  from: RightsSources,
  { side, on, words }: { readonly side: 'before' | 'after'; readonly on: LocalDate; readonly words: HoldingWords },
): SQL {
  const to = [sql`c.to_name`, sql`c.to_version`] as const
  const covered = sql`exists (select from ${from.maintenance} m
    where m.covered_activation_ids @> array[l.activation_id] and m.state = 'DEPLOYED' and m.removed_at is null
      and (m.permanent or m.expiration_date >= e.released_on) and coalesce(m.start_date, e.released_on) <= ${on}::date)`
  return sql`
    with in_effect as (
      select l.* from ${from.lines} l
      where l.account_id in (select holder from dry_run_holders_before union select holder from dry_run_holders_after)
        and l.state = 'DEPLOYED' and l.entitlement_state = 'DEPLOYED' and l.removed_at is null
        and l.product_name is not null and l.product_version is not null
        and (l.start_date is null or l.start_date <= ${on}::date)
        and (l.permanent or l.expiration_date >= ${on}::date)),
    chained as (
      select distinct l.account_id, e.to_name, e.to_version, e.grants, e.cohort from in_effect l
      join ${sql.raw(`dry_run_edges_${side}`)} e on e.from_name = l.product_name
        and (e.from_version is null or e.from_version = l.product_version)
      where (e.to_name, e.to_version) <> (l.product_name, l.product_version) and e.released_on <= ${on}::date
        and case e.validator
          when 'subscription' then true
          when 'maintenance' then ${covered}
          else l.start_date <= ${on}::date and e.released_on <= l.start_date + coalesce(e.warranty_days, 0) end
        and (e.grants <> 'update' or not exists (select from undelivered_grants u where u.activation_id = l.activation_id
          and u.product_name = e.to_name and u.product_version = e.to_version)))
    select distinct account_id, entry, true as by_line, null::text[] as cohort from in_effect,
      lateral (values (${words.held(sql`product_name`, null)}),
        (${words.held(sql`product_name`, sql`product_version`)})) as entries(entry)
    union all
    select distinct account_id, entry, false, cohort from chained c,
      lateral (select ${words.held(to[0], null)} where c.grants = 'update'
        union all select ${words.held(...to)} where c.grants = 'update'
        union all select ${words.offered(...to)} where c.grants = 'upgrade') as entries(entry)`
}

function met(side: 'before' | 'after'): SQL {
  const [own, holding] = [sql.raw(`dry_run_own_${side}`), sql.raw(`dry_run_holders_${side}`)]
  return sql`
    select distinct h.account_id, o.entry, o.by_line from ${holding} h join ${own} o on o.account_id = h.holder
    where o.cohort is null or exists (select from ${holding} g
      where g.account_id = h.account_id and g.holder = any(o.cohort))`
}
