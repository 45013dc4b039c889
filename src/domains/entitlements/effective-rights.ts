import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { dateOf, isLocalDate, type LocalDate } from '../../kernel/local-date.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { type Chain, chainsInEffect, type UpdateRelation } from './chain.ts'
import { type MaintenanceSpan, type RightLine, type Rights, releaseKey, rightsOf } from './chain-rights.ts'
import type { ProductKey } from './port.ts'

/** A line as the rights need it. */
export interface FactLine extends RightLine {
  readonly entitlementId: string
  readonly accountId: string
  readonly partNumber: string | null
  readonly quantity: number
  readonly orderId: string | null
  readonly orderLineNumber: string | null
  /** Maintenance that covers it, deployed. */
  readonly maintenance: readonly Omit<MaintenanceSpan, 'covers'>[]
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
): Promise<Rights<FactLine>> {
  const [row] = await tx.execute<{ facts: unknown }>(
    sql`select ${rightsFacts(sql`${accountId}::text`, sql`${on}::date`, from)} as facts`,
  )
  return decideRights(row?.facts, on)
}

/**
 * An expression for all that `decideRights` decides from, as JSON: it can be read by itself or in a statement that reads
 * more. `accountId` is a text and `on` a date.
 */
export function rightsFacts(accountId: SQL, on: SQL, from: RightsSources = currentSources): SQL {
  // Parents are looked up one by one (`offset 0`): the planner expects ten of them, and would read the whole table.
  return sql`(select coalesce(json_agg(facts), '[]') from (
    with recursive holders(account_id) as (
      select ${accountId}
      union
      select p.parent_account_id from holders h
        cross join lateral (
          select parent_account_id from ${from.parents} parents where parents.account_id = h.account_id offset 0) p
        left join ${from.accounts} a on a.account_id = h.account_id
        left join ${from.accounts} pa on pa.account_id = p.parent_account_id
        where coalesce(lower(trim(a.attributes ->> 'inheritRights')), 'true') <> 'false' and pa.removed_at is null)
    select l.activation_id, l.entitlement_id, l.account_id, l.product_name, l.product_version, l.part_number, l.quantity,
      l.start_date::text, l.expiration_date::text, l.permanent, l.order_id, l.order_line_number,
      (select array_agg(account_id) from holders) as accounts,
      (select json_agg(json_build_object('startDate', m.start_date, 'expirationDate', m.expiration_date,
          'permanent', m.permanent)) from ${from.maintenance} m
        where m.covered_activation_ids @> array[l.activation_id] and m.state = 'DEPLOYED' and m.removed_at is null
      ) as maintenance,
      (select json_agg(json_build_object('chain', json_build_object('id', c.id,
          'from', json_build_object('name', c.from_name, 'version', c.from_version),
          'to', json_build_object('name', c.to_name, 'version', c.to_version), 'grants', c.grants,
          'validator', c.validator, 'warrantyDays', c.warranty_days, 'cohort', c.cohort, 'generalFrom', c.general_from),
          'named', p.attributes ->> 'releaseDate', 'seen', r.first_seen_on,
          'deployed', coalesce(p.state = 'DEPLOYED' and p.removed_at is null, false)))
        from ${from.chains} c
        left join ${from.products} p on p.name = c.to_name and p.version = c.to_version
        left join ${from.releases} r on r.name = c.to_name and r.version = c.to_version
        where c.from_name = l.product_name and (c.from_version is null or c.from_version = l.product_version)
      ) as chains,
      (select json_agg(json_build_object('to', json_build_object('name', p.name, 'version', p.version),
          'named', p.attributes ->> 'releaseDate', 'seen', r.first_seen_on))
        from ${from.relations} u
        join ${from.products} p on p.name = u.to_name and p.version = u.to_version
        left join ${from.releases} r on r.name = p.name and r.version = p.version
        where u.from_name = l.product_name and u.from_version = l.product_version and u.relation = 'UPGRADE_TO'
          and u.removed_at is null and p.attributes ->> 'storeCategory' = 'update'
          and p.state = 'DEPLOYED' and p.removed_at is null
      ) as updates
    from ${from.lines} l
    where l.account_id = any(array(select account_id from holders))
      and l.state = 'DEPLOYED' and l.entitlement_state = 'DEPLOYED' and l.removed_at is null
      and l.product_name is not null and l.product_version is not null
      and (l.start_date is null or l.start_date <= ${on})
      and (l.permanent or l.expiration_date >= ${on})
    order by l.product_name, l.product_version, l.activation_id) facts)`
}

/** @see rightsFacts */
export function decideRights(facts: unknown, on: LocalDate): Rights<FactLine> {
  return decide(z.array(rowSchema).parse(facts), on)
}

/** Keeps the day on which each product was first published. Called in the transaction that publishes a sync. */
export async function refreshRights(
  tx: Tx,
  { at, mode }: { readonly at: Date; readonly mode: 'full' | 'incremental' },
): Promise<void> {
  const read = sql`join staged_products s on s.name = p.name and s.version = p.version`
  await tx.execute(sql`
    insert into product_releases (name, version, first_seen_on)
    select p.name, p.version, ${dateOf(at)}::date from products p ${mode === 'full' ? sql`` : read}
    where p.removed_at is null
      and not exists (select from product_releases r where r.name = p.name and r.version = p.version)
    on conflict do nothing`)
}

const dateSchema = z
  .string()
  .nullable()
  .transform((text) => (text !== null && isLocalDate(text) ? text : null))
const spanSchema = z.object({ startDate: dateSchema, expirationDate: dateSchema, permanent: z.boolean() })
const productSchema = z.object({ name: z.string(), version: z.string() })
/** The platform's word on the release, or the day on which the sync first saw it. */
const releaseShape = { named: dateSchema, seen: dateSchema }

const rowSchema = z.object({
  activation_id: z.string(),
  entitlement_id: z.string(),
  account_id: z.string(),
  product_name: z.string(),
  product_version: z.string(),
  part_number: z.string().nullable(),
  quantity: z.number(),
  start_date: dateSchema,
  expiration_date: dateSchema,
  permanent: z.boolean(),
  order_id: z.string().nullable(),
  order_line_number: z.string().nullable(),
  accounts: z.array(z.string()),
  maintenance: z.array(spanSchema).nullable(),
  chains: z
    .array(
      z.object({
        chain: z.object({
          id: z.string(),
          from: z.object({ name: z.string(), version: z.string().nullable() }),
          to: productSchema,
          grants: z.enum(['update', 'upgrade', 'hidden']),
          validator: z.enum(['subscription', 'maintenance', 'warranty']),
          warrantyDays: z.number().nullable(),
          cohort: z.array(z.string()),
          generalFrom: dateSchema,
        }),
        ...releaseShape,
        deployed: z.boolean(),
      }),
    )
    .nullable(),
  updates: z.array(z.object({ to: productSchema, ...releaseShape })).nullable(),
})
type Row = z.infer<typeof rowSchema>

function decide(rows: readonly Row[], on: LocalDate): Rights<FactLine> {
  const own = new Map<string, Chain>()
  const updates = new Map<string, UpdateRelation>()
  const releases = new Map<string, LocalDate>()
  const note = (product: ProductKey, releasedOn: LocalDate | null) => {
    if (releasedOn !== null) releases.set(releaseKey(product), releasedOn)
  }
  for (const row of rows) {
    for (const { chain, deployed, named, seen } of row.chains ?? []) {
      own.set(chain.id, chain)
      if (deployed) note(chain.to, named ?? seen)
    }
    for (const { to, named, seen } of row.updates ?? []) {
      const from = { name: row.product_name, version: row.product_version }
      updates.set(JSON.stringify([from, to]), { from, to })
      note(to, named ?? seen)
    }
  }
  const lines = rows.map(lineOf)
  return rightsOf(
    {
      accounts: rows[0]?.accounts ?? [],
      lines,
      maintenance: lines.flatMap((line) => line.maintenance.map((span) => ({ ...span, covers: [line.activationId] }))),
      chains: chainsInEffect([...own.values()], [...updates.values()]),
      releases,
    },
    on,
  )
}

function lineOf(row: Row): FactLine {
  return {
    activationId: row.activation_id,
    entitlementId: row.entitlement_id,
    accountId: row.account_id,
    productName: row.product_name,
    productVersion: row.product_version,
    partNumber: row.part_number,
    quantity: row.quantity,
    startDate: row.start_date,
    expirationDate: row.expiration_date,
    permanent: row.permanent,
    orderId: row.order_id,
    orderLineNumber: row.order_line_number,
    maintenance: row.maintenance ?? [],
  }
}
