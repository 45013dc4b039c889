import { type SQL, sql } from 'drizzle-orm'
import { groupBy } from '../../../kernel/group-by.ts'
import { dateOf, isLocalDate, type LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type Chain, chainsInEffect, type UpdateRelation } from './chain.ts'
import { type ChainedProduct, type RightLine, type Rights, releaseKey, rightsOf } from './chain-rights.ts'
import type { ProductKey } from './port.ts'
import type { UnknownRelease } from './tables.ts'
import type { LineDays } from './validator.ts'

/** A line as the rights need it. */
export interface FactLine extends RightLine {
  readonly entitlementId: string
  readonly accountId: string
  readonly partNumber: string | null
  readonly quantity: number
  readonly orderId: string | null
  readonly orderLineNumber: string | null
}

/** Tables and views that the rights are read from: those of today, or those of an earlier instant. */
export interface RightsSources {
  readonly lines: SQL
  readonly maintenance: SQL
  readonly accounts: SQL
  readonly parents: SQL
  readonly products: SQL
  readonly relations: SQL
  readonly chains: SQL
  readonly releases: SQL
  /** What the platform was found not to deliver; null where that is not known, as of an earlier instant. */
  readonly undelivered: SQL | null
}

/** Rights with the platform's word on what chains grant: `granted` is without what it does not deliver. */
export interface DeliveredRights extends Rights<FactLine> {
  /** Granted by a chain, and not delivered by the platform: it opens nothing. */
  readonly undelivered: readonly ChainedProduct<FactLine>[]
}

const currentSources: RightsSources = {
  lines: sql`entitlement_lines`,
  maintenance: sql`maintenance_lines`,
  accounts: sql`accounts`,
  parents: sql`account_parents`,
  products: sql`products`,
  relations: sql`product_relations`,
  chains: sql`product_chains`,
  releases: sql`product_releases`,
  undelivered: sql`undelivered_grants`,
}

/**
 * What the account has on a day: its own lines, those of the accounts that it inherits from, and what chains grant and
 * offer for them. One statement, whatever the account has; the rules are those of `rightsOf`. An account inherits from
 * its parents, and theirs, unless its attribute `inheritRights` is `false`.
 */
export async function effectiveRights(
  tx: Db | Tx,
  accountId: string,
  on: LocalDate,
  from: RightsSources = currentSources,
): Promise<DeliveredRights> {
  const [row] = await tx.execute<{ facts: ReadRights }>(
    sql`select ${rightsFacts(sql`${accountId}::text`, sql`${on}::date`, from)} as facts`,
  )
  if (row === undefined) throw new Error('a select without a table gave no row')
  return decideRights(row.facts, on)
}

/**
 * An expression for all that `decideRights` decides from, as JSON: it can be read by itself or in a statement that reads
 * more. `accountId` is a text and `on` a date.
 */
export function rightsFacts(accountId: SQL, on: SQL, from: RightsSources = currentSources): SQL {
  // Parents, chains and relations are looked up one by one (`offset 0`): the planner expects so many of them that it would
  // read whole tables. What follows from the product is looked up once for all lines of it, and maintenance for all lines.
  return sql`(
    with recursive holders(account_id) as (
      select ${accountId}
      union
      select p.parent_account_id from holders h
        cross join lateral (
          select parent_account_id from ${from.parents} parents where parents.account_id = h.account_id offset 0) p
        left join ${from.accounts} a on a.account_id = h.account_id
        left join ${from.accounts} pa on pa.account_id = p.parent_account_id
        where coalesce(lower(trim(a.attributes ->> 'inheritRights')), 'true') <> 'false' and pa.removed_at is null),
    lines as materialized (
      select l.activation_id as "activationId", l.entitlement_id as "entitlementId", l.account_id as "accountId",
        l.product_name as "productName", l.product_version as "productVersion", l.part_number as "partNumber", l.quantity,
        l.start_date as "startDate", l.expiration_date as "expirationDate", l.permanent, l.order_id as "orderId",
        l.order_line_number as "orderLineNumber"
      from ${from.lines} l
      where l.account_id = any(array(select account_id from holders))
        and l.state = 'DEPLOYED' and l.entitlement_state = 'DEPLOYED' and l.removed_at is null
        and l.product_name is not null and l.product_version is not null
        and (l.start_date is null or l.start_date <= ${on})
        and (l.permanent or l.expiration_date >= ${on})),
    held as materialized (select distinct "productName" as name, "productVersion" as version from lines)
    select json_build_object(
      'accounts', (select json_agg(account_id) from holders),
      'lines', (select json_agg(lines order by "productName", "productVersion", "activationId") from lines),
      'maintenance', (
        select json_agg(json_build_object('covers', m.covered_activation_ids, 'startDate', m.start_date,
          'expirationDate', m.expiration_date, 'permanent', m.permanent))
        from ${from.maintenance} m
        where m.covered_activation_ids && array(select "activationId" from lines) and m.state = 'DEPLOYED'
          and m.removed_at is null),
      'chains', (
        select json_agg(json_build_object('chain', json_build_object('id', c.id,
            'from', json_build_object('name', c.from_name, 'version', c.from_version),
            'to', json_build_object('name', c.to_name, 'version', c.to_version), 'grants', c.grants,
            'validator', c.validator, 'warrantyDays', c.warranty_days, 'cohort', c.cohort, 'generalFrom', c.general_from),
          'named', p.attributes ->> 'releaseDate', 'seen', r.first_seen_on,
          'deployed', ${isPublished(sql`p`)}))
        from held
        cross join lateral (
          select * from ${from.chains} chains where chains.from_name = held.name
            and (chains.from_version is null or chains.from_version = held.version) offset 0) c
        left join ${from.products} p on p.name = c.to_name and p.version = c.to_version
        left join ${from.releases} r on r.name = c.to_name and r.version = c.to_version),
      'undelivered', ${undeliveredOf(from)},
      'unknownRelease', (select unknown_release from rights_settings),
      'updates', (
        select json_agg(json_build_object('from', held, 'to', json_build_object('name', p.name, 'version', p.version),
          'named', p.attributes ->> 'releaseDate', 'seen', r.first_seen_on))
        from held
        cross join lateral (
          select * from ${from.relations} relations where relations.from_name = held.name
            and relations.from_version = held.version and relations.relation = 'UPGRADE_TO'
            and relations.removed_at is null offset 0) u
        join ${from.products} p on p.name = u.to_name and p.version = u.to_version
        left join ${from.releases} r on r.name = p.name and r.version = p.version
        where p.attributes ->> 'storeCategory' = 'update' and p.state = 'DEPLOYED' and p.removed_at is null)))`
}

function undeliveredOf({ undelivered }: RightsSources): SQL {
  if (undelivered === null) return sql`null`
  return sql`(
    select json_agg(json_build_object('activationId', u.activation_id, 'name', u.product_name,
      'version', u.product_version))
    from ${undelivered} u where u.activation_id = any(array(select "activationId" from lines)))`
}

/**
 * A condition on a row of products: deployed, and said what it is. A release without a category cannot be published (S21),
 * whatever chain leads to it; maintenance says it by its kind.
 */
export function isPublished(product: SQL): SQL {
  return sql`coalesce(${product}.state = 'DEPLOYED' and ${product}.removed_at is null
    and (${product}.kind = 'maintenance' or coalesce(btrim(${product}.attributes ->> 'storeCategory'), '') <> ''), false)`
}

/** Keeps the day on which each product was first published. Called in the transaction that publishes a sync. */
export async function refreshRights(
  tx: Tx,
  { at, mode }: { readonly at: Date; readonly mode: 'full' | 'incremental' },
): Promise<void> {
  // Not by looking for each one: whoever inserts into a table that the planner believes to be empty reads all of it each time.
  const found =
    mode === 'full'
      ? sql`select name, version from products where removed_at is null except select name, version from product_releases`
      : sql`select p.name, p.version from products p
          join staged_products s on s.name = p.name and s.version = p.version where p.removed_at is null`
  await tx.execute(sql`insert into product_releases (name, version, first_seen_on)
    select name, version, ${dateOf(at)}::date from (${found}) found
    on conflict do nothing`)
}

/** What `rightsFacts` gives: null for a list without entries. Its days may be infinite. */
export interface ReadRights {
  readonly accounts: readonly string[]
  readonly lines: readonly ReadDays<Omit<FactLine, 'maintenance'>>[] | null
  readonly maintenance: readonly ReadDays<LineDays & { readonly covers: readonly string[] }>[] | null
  readonly chains:
    | readonly (ReadRelease & {
        readonly chain: Omit<Chain, 'generalFrom'> & { readonly generalFrom: string | null }
        readonly deployed: boolean
      })[]
    | null
  readonly updates: readonly (ReadRelease & UpdateRelation)[] | null
  readonly undelivered?: readonly (ProductKey & { readonly activationId: string })[] | null
  /** Null: as by default, `hide`. */
  readonly unknownRelease?: UnknownRelease | null
}

type ReadDays<Fact extends LineDays> = Omit<Fact, 'startDate' | 'expirationDate'> & {
  readonly startDate: string | null
  readonly expirationDate: string | null
}

/** The platform's word on the release, which is any text, and the day on which a sync first saw the product. */
interface ReadRelease {
  readonly named: string | null
  readonly seen: string | null
}

/** @see rightsFacts */
export function decideRights(read: ReadRights, on: LocalDate): DeliveredRights {
  const releases = new Map<string, LocalDate>()
  const unknownReleases = new Map<string, LocalDate>()
  const note = (product: ProductKey, { named, seen }: ReadRelease) => {
    const releasedOn = dayOf(named)
    const seenOn = dayOf(seen)
    if (releasedOn !== null) releases.set(releaseKey(product), releasedOn)
    else if (seenOn !== null) unknownReleases.set(releaseKey(product), seenOn)
  }
  const own = new Map<string, Chain>()
  for (const { chain, deployed, ...release } of read.chains ?? []) {
    own.set(chain.id, { ...chain, generalFrom: dayOf(chain.generalFrom) })
    if (deployed) note(chain.to, release)
  }
  for (const { to, ...release } of read.updates ?? []) note(to, release)
  const spans = (read.maintenance ?? []).flatMap(({ covers, ...span }) =>
    covers.map((activationId) => ({ activationId, ...span, ...daysOf(span) })),
  )
  const maintenance = groupBy(spans, ({ activationId }) => activationId)
  const lines = (read.lines ?? []).map((line) => ({
    ...line,
    ...daysOf(line),
    maintenance: maintenance.get(line.activationId) ?? [],
  }))
  const chains = chainsInEffect([...own.values()], read.updates ?? [])
  const offersUnknown = read.unknownRelease === 'offer'
  const rights = rightsOf({ accounts: read.accounts, lines, chains, releases, unknownReleases, offersUnknown }, on)
  return withoutUndelivered(rights, read.undelivered ?? [])
}

function withoutUndelivered(
  rights: Rights<FactLine>,
  found: readonly (ProductKey & { readonly activationId: string })[],
): DeliveredRights {
  if (found.length === 0) return { ...rights, undelivered: [] }
  const keys = new Set(found.map((one) => JSON.stringify([one.activationId, one.name, one.version])))
  const isUndelivered = ({ line, product }: ChainedProduct<FactLine>) =>
    keys.has(JSON.stringify([line.activationId, product.name, product.version]))
  return {
    ...rights,
    granted: rights.granted.filter((one) => !isUndelivered(one)),
    undelivered: rights.granted.filter(isUndelivered),
  }
}

function daysOf(read: { readonly startDate: string | null; readonly expirationDate: string | null }) {
  return { startDate: dayOf(read.startDate), expirationDate: dayOf(read.expirationDate) }
}

function dayOf(text: string | null): LocalDate | null {
  return text !== null && isLocalDate(text) ? text : null
}
