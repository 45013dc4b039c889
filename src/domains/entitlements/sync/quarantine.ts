import { asc, type SQL, sql } from 'drizzle-orm'
import { cutText } from '../../../kernel/cut-text.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { keyText } from '../../../platform/db/mirror-publish.ts'
import { type MirrorShape, quoted } from '../../../platform/db/mirror-table.ts'
import { removalLimits } from './guard.ts'
import { quarantinedRows } from './quarantine-tables.ts'
import type { OddReadRow } from './sync-steps.ts'

export type QuarantinedRow = typeof quarantinedRows.$inferSelect

/** Of a run: unlogged like the staging tables, and published with them. */
export async function createStagedOdd(tx: Tx): Promise<void> {
  await dropStagedOdd(tx)
  await tx.execute(sql`create unlogged table staged_odd_rows (kind text not null, key text not null,
    has_key boolean not null, step text not null, place text not null, reason text not null)`)
}

export async function dropStagedOdd(tx: Tx): Promise<void> {
  await tx.execute(sql`drop table if exists staged_odd_rows`)
}

/** False in a run that a release without quarantine began. */
export async function hasStagedOdd(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ there: boolean }>(sql`select to_regclass('staged_odd_rows') is not null as there`)
  return row?.there === true
}

/** Whether the run met rows that it could not read. */
export async function hasOdd(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ found: boolean }>(sql`select exists (select 1 from staged_odd_rows) as found`)
  return row?.found === true
}

export async function stageOdd(tx: Tx, step: string, odd: readonly OddReadRow[]): Promise<void> {
  if (odd.length === 0) return
  const rows = odd.map(({ kind, key, place, reason }) => ({
    kind,
    key: key ?? `${step}, ${place}`,
    hasKey: key !== null,
    step,
    place: `${step}, ${place}`,
    reason: cutText(reason, 500),
  }))
  await tx.execute(sql`insert into staged_odd_rows
    select kind, key, "hasKey", step, place, reason from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      given(kind text, key text, "hasKey" boolean, step text, place text, reason text)`)
}

/**
 * Ends a run in which too much of a step cannot be read: then something is wrong with the platform, or with how it is
 * read, and not with some rows. The bounds are those of removals.
 * @throws {TooManyOddRows}
 */
export async function refuseTooManyOdd(tx: Db | Tx, step: string, read: number): Promise<void> {
  const rows = await tx.execute<{ count: number; places: string[] }>(sql`
    select count(*)::int as count, (array_agg(place || ': ' || reason))[1:5] as places
    from staged_odd_rows where step = ${step}`)
  const { count = 0, places } = rows[0] ?? {}
  if (count > removalLimits.count && count > (count + read) * removalLimits.share)
    throw new TooManyOddRows(step, count, count + read, places ?? [])
}

/** Rows `m` of a mirror that were met and could not be read, so that nobody can say that they are gone. */
export function isOdd(kind: string, shape: MirrorShape): SQL {
  const sameKey = (of: string, key: SQL) =>
    sql`exists (select 1 from staged_odd_rows q where q.kind = ${of} and (not q.has_key or q.key = ${key}))`
  if (kind === 'relations') {
    const from = sql`concat_ws(chr(31), m.from_name, m.from_version)`
    return sql`(${sameKey('relations', from)} or ${sameKey('products', from)})`
  }
  // Who cannot be read as an account keeps its parents, and as a member the accounts.
  if (kind === 'accountParents')
    return sql`(${sameKey(kind, sql`m.account_id`)} or ${sameKey('accounts', sql`m.account_id`)})`
  if (kind === 'memberships')
    return sql`exists (select 1 from staged_odd_rows q where q.kind = 'members'
      and (not q.has_key or split_part(q.key, chr(31), 1) = m.user_name))`
  return sameKey(kind, keyText(shape, 'm'))
}

/**
 * Keeps what the run could not read, and lets go what it read again; a full run lets go also what it did not meet at all.
 * @returns how many of each kind wait now
 */
export async function publishQuarantine(
  tx: Tx,
  given: {
    readonly runId: string
    readonly mode: 'full' | 'incremental'
    readonly at: Date
    readonly mirrors: readonly { readonly kind: string; readonly shape: MirrorShape }[]
  },
): Promise<Record<string, number>> {
  const { runId, mode, mirrors } = given
  const at = sql`${given.at.toISOString()}::timestamptz`
  const [odd] = await tx.execute<{ found: boolean }>(sql`select
    exists (select 1 from staged_odd_rows) or exists (select 1 from quarantined_rows) as found`)
  if (odd?.found !== true) return {}
  const isStill = sql`exists (select 1 from staged_odd_rows s where s.kind = q.kind and s.key = q.key)`
  if (mode === 'full') await tx.execute(sql`delete from quarantined_rows q where not ${isStill}`)
  else
    for (const { kind, shape } of mirrors)
      await tx.execute(sql`delete from quarantined_rows q where q.kind = ${kind} and not ${isStill}
        and exists (select 1 from ${sql.raw(quoted(answered(kind, shape)))} s where ${answeredKey(kind, shape)} = q.key)`)
  await tx.execute(sql`insert into quarantined_rows (kind, key, has_key, place, reason, run_id, first_seen_at, last_seen_at)
    select distinct on (kind, key) kind, key, has_key, place, reason, ${runId}, ${at}, ${at} from staged_odd_rows
    on conflict (kind, key) do update set place = excluded.place, reason = excluded.reason, run_id = excluded.run_id,
      last_seen_at = excluded.last_seen_at`)
  const counts = await tx.execute<{ kind: string; count: number }>(
    sql`select kind, count(*)::int as count from quarantined_rows group by kind order by kind`,
  )
  return Object.fromEntries(counts.map(({ kind, count }) => [kind, count]))
}

// Questions are asked for products and accounts: when those were read and the answer was not odd, it could be read.
function answered(kind: string, shape: MirrorShape): string {
  if (kind === 'relations') return 'staged_products'
  return kind === 'accountParents' ? 'staged_accounts' : shape.staged
}

function answeredKey(kind: string, shape: MirrorShape): SQL {
  if (kind === 'relations') return sql`concat_ws(chr(31), s.name, s.version)`
  return kind === 'accountParents' ? sql`s.account_id` : keyText(shape, 's')
}

/** What waits, the longest first. */
export async function quarantined(tx: Db | Tx, limit: number): Promise<QuarantinedRow[]> {
  const { firstSeenAt, kind, key } = quarantinedRows
  return tx.select().from(quarantinedRows).orderBy(asc(firstSeenAt), asc(kind), asc(key)).limit(limit)
}

/** How many of them the run was the first to meet. */
export async function newlyQuarantined(tx: Tx, runId: string): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from quarantined_rows
    where run_id = ${runId} and first_seen_at = last_seen_at`)
  return row?.count ?? 0
}

export class TooManyOddRows extends DomainError {
  constructor(step: string, odd: number, read: number, places: readonly string[]) {
    super(
      'too-many-odd-rows',
      `${odd} of ${read} rows of ${step} cannot be read: more than ${removalLimits.count} and more than ${removalLimits.share * 100} %. The first: ${places.join('; ')}`,
      { step, odd, read },
    )
  }
}
