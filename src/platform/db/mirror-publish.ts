import { type SQL, sql } from 'drizzle-orm'
import postgres from 'postgres'
import type { Db, Tx } from './db.ts'
import { type MirrorShape, quoted } from './mirror-table.ts'
import { textArray } from './text-array.ts'

/**
 * Makes a new staging table, with the columns that the mirror has today. It is unlogged: after a crash of the database
 * it is empty, and so is the note of how far the reading was.
 */
export async function createStaging(tx: Tx, shape: MirrorShape): Promise<void> {
  await dropStaging(tx, shape)
  const hashed = shape.style === 'hash' ? ['row_hash'] : []
  const columns = [...shape.columns, ...hashed].map(quoted).join(', ')
  const { mirror, staged } = namesOf(shape)
  await tx.execute(sql`create unlogged table ${staged} with (autovacuum_enabled = off) as
    select ${sql.raw(columns)}, 0 as staged_order, true as seen_by_watermark from ${mirror} with no data`)
}

export async function dropStaging(tx: Tx, shape: MirrorShape): Promise<void> {
  await tx.execute(sql`drop table if exists ${namesOf(shape).staged}`)
}

/** False when the staging table is missing, or was made for other columns than the mirror has now. */
export async function hasStaging(tx: Db | Tx, shape: MirrorShape): Promise<boolean> {
  const [row] = await tx.execute<{ names: string[] | null }>(sql`
    select array_agg(attname::text order by attname) as names from pg_attribute
    where attrelid = to_regclass(${shape.staged}) and attnum > 0 and not attisdropped`)
  const expected = [
    ...shape.columns,
    'staged_order',
    'seen_by_watermark',
    ...(shape.style === 'hash' ? ['row_hash'] : []),
  ].sort()
  return JSON.stringify([...(row?.names ?? [])].sort()) === JSON.stringify(expected)
}

/** How the staged rows of one group differ from the mirror. */
export interface GroupDifference {
  readonly group: string
  readonly read: number
  /** Rows that are new here, or had been removed. */
  readonly added: number
  /** Of these, rows whose key the mirror does not have at all. */
  readonly absent: number
  readonly changed: number
  /** Rows of the mirror that might be missed: all that are live, or those whose owner was read. */
  readonly known: number
  readonly missing: number
}

/**
 * Compares staging and mirror in the database, after dropping readings of a key that a later page repeated.
 * `keep` says which rows of the mirror `m` are not missed although no page had them.
 */
export async function compareStaged(
  tx: Tx,
  shape: MirrorShape,
  { findMissing, keep }: { readonly findMissing: boolean; readonly keep: SQL },
): Promise<GroupDifference[]> {
  await saveLastReading(tx, shape)
  const { mirror, staged } = namesOf(shape)
  const group = (alias: string) => sql.raw(shape.group === null ? `''` : `${alias}.${quoted(shape.group)}`)
  const compared = await counts(
    tx,
    sql`select ${group('s')} as name, count(*) as read,
      count(*) filter (where ${isNew(shape)}) as added,
      count(*) filter (where ${isAbsent(shape)}) as absent,
      count(*) filter (where not ${isNew(shape)} and ${isDifferent(shape)}) as changed
    from ${staged} s left join ${mirror} m on ${sameKey(shape)} group by 1`,
  )
  const known = !findMissing
    ? []
    : await counts(
        tx,
        sql`select ${group('m')} as name, count(*) as known
          from ${mirror} m where ${isLive(shape)} and ${mayBeMissed(shape)} group by 1`,
      )
  const total = (rows: readonly Counts[], name: string) => rows.reduce((sum, row) => sum + row.of(name), 0)
  // Where every known row was met again, nobody has to look for missing ones.
  const met = total(compared, 'read') - total(compared, 'added')
  const missing =
    total(known, 'known') <= met
      ? []
      : await counts(
          tx,
          sql`select ${group('m')} as name, count(*) as missing from ${mirror} m
            where ${isLive(shape)} and ${mayBeMissed(shape)} and ${isMissing(shape, keep)} group by 1`,
        )
  const all = [...compared, ...known, ...missing]
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const count = (column: string) =>
      total(
        all.filter((row) => row.name === name),
        column,
      )
    return {
      group: name,
      read: count('read'),
      added: count('added'),
      absent: count('absent'),
      changed: count('changed'),
      known: count('known'),
      missing: count('missing'),
    }
  })
}

interface Counts {
  readonly name: string
  of(column: string): number
}

async function counts(tx: Tx, query: SQL): Promise<Counts[]> {
  const rows = await tx.execute<Record<string, string>>(query)
  return rows.map((row) => ({ name: row['name'] ?? '', of: (column) => Number(row[column] ?? 0) }))
}

/** Writes the rows that are new or different, and no others. */
export async function writeStaged(
  tx: Tx,
  shape: MirrorShape,
  difference: Pick<GroupDifference, 'read' | 'added' | 'absent' | 'changed'>,
): Promise<void> {
  const { mirror, staged } = namesOf(shape)
  const columns = [...shape.columns, ...(shape.style === 'hash' ? ['row_hash'] : [])]
  const list = (alias: string) => sql.raw(columns.map((name) => `${alias}${quoted(name)}`).join(', '))
  const updated = columns.filter((name) => !shape.keys.includes(name))
  const updates = updated.map((name) => `${quoted(name)} = s.${quoted(name)}`)
  if (shape.style === 'hash') updates.push('removed_at = null')
  if ((difference.changed > 0 || difference.added > difference.absent) && updates.length > 0)
    await tx.execute(sql`update ${mirror} m set ${sql.raw(updates.join(', '))}
      from ${staged} s where ${sameKey(shape)} and (not ${isLive(shape)} or ${isDifferent(shape)})`)
  if (difference.absent === 0) return
  // To look for keys in a table that the planner believes to be empty would mean going through what this very statement
  // has written so far, once for each row.
  const isUnknown =
    difference.absent === difference.read
      ? sql`true`
      : sql`not exists (select 1 from ${mirror} m where ${sameKey(shape)})`
  await insertNew(tx, sql`insert into ${mirror} (${list('')}) select ${list('s.')} from ${staged} s where ${isUnknown}`)
}

/**
 * A push may write the same key at the same moment; its row is then compared by the next run. That is rare, and being
 * ready for it costs a fifth of the statement (measured with a million rows), so it is the second try.
 */
async function insertNew(tx: Tx, insert: SQL): Promise<void> {
  try {
    await tx.transaction((attempt) => attempt.execute(insert))
  } catch (error) {
    if (!isKeyTaken(error)) throw error
    await tx.execute(sql`${insert} on conflict do nothing`)
  }
}

function isKeyTaken(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof postgres.PostgresError && cause.code === '23505'
}

/** The rows of the mirror that no page had, in these groups, as `m`. */
export function missingFrom(shape: MirrorShape, keep: SQL, groups: readonly string[]): SQL {
  const within = shape.group === null ? sql`true` : sql`m.${sql.raw(quoted(shape.group))} = any(${textArray(groups)})`
  return sql`${namesOf(shape).mirror} m
    where ${isLive(shape)} and ${mayBeMissed(shape)} and ${within} and ${isMissing(shape, keep)}`
}

/** Takes rows `m` out of use: marks those that carry a mark, deletes links. */
export async function removeWhere(tx: Tx, shape: MirrorShape, condition: SQL, at: Date): Promise<number> {
  const { mirror } = namesOf(shape)
  const done =
    shape.style === 'hash'
      ? await tx.execute(sql`update ${mirror} m set removed_at = ${at.toISOString()}::timestamptz
          where ${isLive(shape)} and ${condition}`)
      : await tx.execute(sql`delete from ${mirror} m where ${condition}`)
  return done.count
}

/** Takes away what `missingFrom` names. */
export async function removeMissing(
  tx: Tx,
  shape: MirrorShape,
  given: { readonly keep: SQL; readonly groups: readonly string[]; readonly at: Date },
): Promise<number> {
  const keys = sql.raw(shape.keys.map((name) => `m.${quoted(name)}`).join(', '))
  const missing = missingFrom(shape, given.keep, given.groups)
  return removeWhere(tx, shape, sql`(${keys}) in (select ${keys} from ${missing})`, given.at)
}

/** Fresh figures for the planner, when so much changed that the old ones mislead it. Stops neither readers nor writers. */
export async function refreshStatistics(tx: Tx, shape: MirrorShape): Promise<void> {
  await tx.execute(sql`analyze ${namesOf(shape).mirror}`)
}

/** The key of a row as one text. */
export function keyText(shape: MirrorShape, alias: 'm' | 's'): SQL {
  return sql.raw(`concat_ws(chr(31), ${shape.keys.map((name) => `${alias}.${quoted(name)}`).join(', ')})`)
}

async function saveLastReading(tx: Tx, shape: MirrorShape): Promise<void> {
  const { staged } = namesOf(shape)
  const keys = sql.raw(shape.keys.map(quoted).join(', '))
  const same = sql.raw(shape.keys.map((name) => `s.${quoted(name)} = again.${quoted(name)}`).join(' and '))
  // A tenth of the usual sample: of these tables the planner has to know how large they are and what is alike in them.
  await tx.execute(sql`set local default_statistics_target = 10`)
  await tx.execute(sql`analyze ${staged}`)
  await tx.execute(sql`set local default_statistics_target = default`)
  await tx.execute(sql`delete from ${staged} s
    using (select ${keys}, max(staged_order) as last from ${staged} group by ${keys} having count(*) > 1) again
    where ${same} and s.staged_order < again.last`)
}

function namesOf(shape: MirrorShape) {
  return { mirror: sql.raw(quoted(shape.table)), staged: sql.raw(quoted(shape.staged)) }
}

function sameKey(shape: MirrorShape): SQL {
  return sql.raw(shape.keys.map((name) => `s.${quoted(name)} = m.${quoted(name)}`).join(' and '))
}

function isLive(shape: MirrorShape): SQL {
  return shape.style === 'hash' ? sql`m.removed_at is null` : sql`true`
}

/** The mirror has no row `m` with the key at all. */
export function isAbsent(shape: MirrorShape): SQL {
  return sql.raw(`m.${quoted(shape.keys[0] ?? '')} is null`)
}

function isNew(shape: MirrorShape): SQL {
  return shape.style === 'hash' ? sql`(${isAbsent(shape)} or m.removed_at is not null)` : sql`(${isAbsent(shape)})`
}

function isDifferent(shape: MirrorShape): SQL {
  if (shape.style === 'hash') return sql`(m.row_hash is distinct from s.row_hash)`
  const rest = shape.columns.filter((name) => !shape.keys.includes(name))
  if (rest.length === 0) return sql`false`
  return sql.raw(`(${rest.map((name) => `m.${quoted(name)} is distinct from s.${quoted(name)}`).join(' or ')})`)
}

function isMissing(shape: MirrorShape, keep: SQL): SQL {
  return sql`(not ${keep} and not exists (select 1 from ${namesOf(shape).staged} s where ${sameKey(shape)}))`
}

function mayBeMissed({ owner }: MirrorShape): SQL {
  if (owner === null) return sql`true`
  const same = owner.on.map(([own, owners]) => `o.${quoted(owners)} = m.${quoted(own)}`).join(' and ')
  return sql`exists (select 1 from ${sql.raw(quoted(owner.staged))} o where ${sql.raw(same)})`
}
