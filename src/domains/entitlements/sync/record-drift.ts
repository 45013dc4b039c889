import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../../platform/db/db.ts'
import { type GroupDifference, isAbsent, keyText, missingFrom } from '../../../platform/db/mirror-publish.ts'
import { type MirrorShape, quoted } from '../../../platform/db/mirror-table.ts'
import type { DriftCause, DriftCount } from './drift-tables.ts'

/** As many rows of one kind as are worth reading; the counts beside them are of all. */
export const driftRowsKept = 500

/** The kinds that a customer's rights and the catalog follow from. */
const watched: Readonly<Record<string, { readonly account: SQL; readonly isLine: boolean }>> = {
  entitlementLines: { account: sql`coalesce(s.account_id, m.account_id)`, isLine: true },
  maintenanceLines: {
    account: sql`(select l.account_id from entitlement_lines l
      where l.activation_id = any(coalesce(s.covered_activation_ids, m.covered_activation_ids)) limit 1)`,
    isLine: true,
  },
  products: { account: sql`null::text`, isLine: false },
  partNumbers: { account: sql`null::text`, isLine: false },
}

// Use alone moves the remaining quantity; the ids are the platform's way of naming and no right of anybody.
const unwatchedColumns = ['remaining_quantity', 'platform_id', 'origin_activation_id']

// Empty until a sync has read the row, and then no difference: the store did not know, and did not know otherwise.
const unreadAtFirst = ['partner_account_ids']

export interface KindDrift {
  readonly compared: number
  readonly counts: readonly DriftCount[]
}

/**
 * Notes the rows of one kind in which mirror and platform differ although no watermark said so, before the publication
 * levels them. Statements about whole tables, and none where nothing differs.
 */
export async function recordDrift(
  tx: Tx,
  given: {
    readonly runId: string
    readonly kind: string
    readonly shape: MirrorShape
    readonly keep: SQL
    readonly groups: readonly GroupDifference[]
  },
): Promise<KindDrift> {
  const { groups, kind } = given
  const total = (name: 'added' | 'changed' | 'known' | 'missing') => groups.reduce((sum, group) => sum + group[name], 0)
  const compared = total('known')
  if (!(kind in watched)) return { compared: 0, counts: [] }
  const counts: DriftCount[] = []
  if (total('added') + total('changed') > 0) counts.push(...(await recordDifferent(tx, given)))
  if (total('missing') > 0) counts.push(...(await recordMissing(tx, given)))
  return { compared, counts }
}

type Noting = Parameters<typeof recordDrift>[1]

/** Rows that an incremental run would not have seen, and lines that we pushed. */
async function recordDifferent(tx: Tx, { runId, kind, shape }: Noting): Promise<DriftCount[]> {
  const { mirror, staged } = namesOf(shape)
  const same = sameKey(shape, 's', 'm')
  const absent = sql`(${isAbsent(shape)} or m.removed_at is not null)`
  const unseen = sql`not s.seen_by_watermark`
  const pushed = isPushed(kind, 's')
  return insertFound(
    tx,
    kind,
    sql`found as materialized (
      select ${keyText(shape, 's')} as key, s.ctid as place, case
        when ${absent} then 'missing-in-store' when ${pushed} then 'changed-after-push' else 'different' end as cause
      from ${staged} s left join ${mirror} m on ${same}
      where case when ${absent} then ${unseen}
        else m.row_hash is distinct from s.row_hash and (${unseen} or ${pushed}) and (${isDifferent(shape)}) end
    ), kept as (
      insert into drift_rows (run_id, kind, key, cause, account_id, order_number, differences)
      select ${runId}, ${kind}, f.key, f.cause, ${accountOf(kind)}, ${orderNumberOf(kind, 's')},
        case f.cause when 'missing-in-store' then '[]'::jsonb else ${differences(shape)} end
      from (select * from found order by key limit ${driftRowsKept}) f
      join ${staged} s on s.ctid = f.place left join ${mirror} m on ${same}
      on conflict do nothing
    )`,
  )
}

async function recordMissing(tx: Tx, { runId, kind, shape, keep, groups }: Noting): Promise<DriftCount[]> {
  const keys = sql.raw(shape.keys.map((name) => `m.${quoted(name)}`).join(', '))
  const names = groups.filter(({ missing }) => missing > 0).map(({ group }) => group)
  const { mirror, staged } = namesOf(shape)
  return insertFound(
    tx,
    kind,
    sql`found as materialized (
      select ${keyText(shape, 'm')} as key, ${keys}, 'missing-on-platform' as cause
      from ${missingFrom(shape, keep, names)}
    ), kept as (
      insert into drift_rows (run_id, kind, key, cause, account_id, order_number, differences)
      select ${runId}, ${kind}, f.key, f.cause, ${accountOf(kind)}, ${orderNumberOf(kind, 'm')}, '[]'::jsonb
      from (select * from found order by key limit ${driftRowsKept}) f
      join ${mirror} m on ${sameKey(shape, 'f', 'm')} left join ${staged} s on false
      on conflict do nothing
    )`,
  )
}

const countRows = z.array(z.object({ cause: z.string(), count: z.coerce.number() }))

async function insertFound(tx: Tx, kind: string, ctes: SQL): Promise<DriftCount[]> {
  const rows = await tx.execute(sql`with ${ctes} select cause, count(*) as count from found group by cause`)
  return countRows.parse([...rows]).map(({ cause, count }) => ({ kind, cause: cause as DriftCause, count }))
}

function namesOf(shape: MirrorShape) {
  return { mirror: sql.raw(quoted(shape.table)), staged: sql.raw(quoted(shape.staged)) }
}

function sameKey(shape: MirrorShape, left: string, right: string): SQL {
  return sql.raw(shape.keys.map((name) => `${left}.${quoted(name)} = ${right}.${quoted(name)}`).join(' and '))
}

function watchedColumns(shape: MirrorShape): string[] {
  return shape.columns.filter((name) => !shape.keys.includes(name) && !unwatchedColumns.includes(name))
}

function isDifferent(shape: MirrorShape): SQL {
  return sql.raw(watchedColumns(shape).map(differsIn).join(' or '))
}

function differsIn(name: string): string {
  const differs = `m.${quoted(name)} is distinct from s.${quoted(name)}`
  return unreadAtFirst.includes(name) ? `(m.${quoted(name)} is not null and ${differs})` : differs
}

function differences(shape: MirrorShape): SQL {
  const values = watchedColumns(shape).map(
    (name) => `('${name}', to_jsonb(m.${quoted(name)}), to_jsonb(s.${quoted(name)}), ${differsIn(name)})`,
  )
  return sql`(select coalesce(jsonb_agg(
      jsonb_build_object('column', d.name, 'store', d.ours, 'platform', d.theirs) order by d.name), '[]'::jsonb)
    from (values ${sql.raw(values.join(', '))}) d(name, ours, theirs, differs) where d.differs)`
}

function accountOf(kind: string): SQL {
  return watched[kind]?.account ?? sql`null::text`
}

function isPushed(kind: string, alias: 's' | 'm'): SQL {
  return watched[kind]?.isLine === true
    ? sql`${sql.raw(alias)}.activation_id in (select p.activation_id from push_lines p)`
    : sql`false`
}

function orderNumberOf(kind: string, alias: 's' | 'm'): SQL {
  if (watched[kind]?.isLine !== true) return sql`null::text`
  return sql`(select o.order_number from push_lines p join pushes o on o.order_id = p.order_id
    where p.activation_id = ${sql.raw(alias)}.activation_id)`
}
