import { hash } from 'node:crypto'
import { type AnyColumn, getTableName, type InferInsertModel, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './db.ts'
import { type Column, columnsOf, selected, type Texts, textsOf } from './unnested-rows.ts'

/** A table that follows a partner. How it is staged, compared and brought up to date is in `mirror-publish.ts`. */
export interface MirrorTable<Row> {
  readonly kind: string
  /** Names of table and columns, for statements about whole tables. */
  readonly shape: MirrorShape
  /**
   * Adds rows to the staging table.
   * @returns the hashes of the rows in their order; none of links
   */
  stage(tx: Tx, rows: readonly Row[], reading: Reading): Promise<readonly string[]>
  /** Writes rows at once, beside any staging, as `writtenByStore`: the next run compares and rewrites them. */
  upsert(tx: Tx, rows: readonly Row[]): Promise<void>
}

/** How staged rows were read. */
export interface Reading {
  /** Grows from page to page, so that the last reading of a key counts. */
  readonly order: number
  /** Whether a run that asks for changes since the watermark alone would have been given the rows. */
  readonly seenByWatermark: boolean
}

/**
 * Provenance of a row `m` of a mirror: the store wrote it by itself, and no run has read it since. The hash is of what a
 * run has read, so such a row has none, and differs from whatever the next run reads.
 */
export const writtenByStore = sql`m.row_hash is null`

export interface MirrorShape {
  readonly table: string
  readonly staged: string
  readonly keys: readonly string[]
  readonly columns: readonly string[]
  /** `hash`: rows carry a hash and are marked when they go. `link`: rows are compared whole and deleted. */
  readonly style: 'hash' | 'link'
  /** A column whose values are answers to separate questions, each of which may come back empty. */
  readonly group: string | null
  /** What a person knows a row by. */
  readonly label: string
  /** Of links: the mirror of the rows they belong to, whose reading decides which links may go. */
  readonly owner: { readonly staged: string; readonly on: readonly (readonly [own: string, owners: string])[] } | null
}

interface Options<Row, Table extends PgTable> {
  readonly kind: string
  readonly table: Table
  readonly keyColumns: readonly AnyColumn[]
  readonly label: AnyColumn
  readonly toInsert: (row: Row) => Omit<InferInsertModel<Table>, 'rowHash' | 'removedAt'>
}

/** A mirror whose table has `row_hash` and `removed_at`: rows that did not change are not written, rows that go are kept. */
export function mirrorTable<Row, Table extends PgTable>(
  options: Options<Row, Table> & { readonly group?: AnyColumn },
): MirrorTable<Row> {
  const columns = columnsOf(options.table).filter(({ name }) => name !== 'row_hash' && name !== 'removed_at')
  const shape = shapeOf(options, 'hash', columns, options.group?.name ?? null, null)
  return mirrorOf(options, shape, columns)
}

/** A mirror of what belongs to rows of another mirror, such as the roles of a member. */
export function linkTable<Row, Table extends PgTable>(
  options: Options<Row, Table> & {
    readonly owner: { readonly table: PgTable; readonly on: readonly (readonly [AnyColumn, AnyColumn])[] }
  },
): MirrorTable<Row> {
  const columns = columnsOf(options.table)
  const owner = {
    staged: stagedName(options.owner.table),
    on: options.owner.on.map(([own, owners]) => [own.name, owners.name] as const),
  }
  return mirrorOf(options, shapeOf(options, 'link', columns, null, owner), columns)
}

function shapeOf<Row, Table extends PgTable>(
  options: Options<Row, Table>,
  style: MirrorShape['style'],
  columns: readonly Column[],
  group: string | null,
  owner: MirrorShape['owner'],
): MirrorShape {
  return {
    table: getTableName(options.table),
    staged: stagedName(options.table),
    keys: options.keyColumns.map(({ name }) => name),
    columns: columns.map(({ name }) => name),
    style,
    group,
    owner,
    label: options.label.name,
  }
}

// One answer may hold tens of thousands of rows.
const rowsAStatement = 5_000

function stagedName(table: PgTable): string {
  return `staged_${getTableName(table)}`
}

function mirrorOf<Row, Table extends PgTable>(
  { kind, toInsert }: Options<Row, Table>,
  shape: MirrorShape,
  columns: readonly Column[],
): MirrorTable<Row> {
  const names = shape.style === 'hash' ? [...shape.columns, 'row_hash'] : shape.columns
  const list = sql.raw(names.map(quoted).join(', '))
  const types = [...columns.map(({ type }) => type), ...(shape.style === 'hash' ? ['text'] : [])]
  return {
    kind,
    shape,
    stage: async (tx, rows, { order, seenByWatermark }) => {
      const staged = sql.raw(quoted(shape.staged))
      const all: string[] = []
      for (let first = 0; first < rows.length; first += rowsAStatement) {
        const given = rows.slice(first, first + rowsAStatement).map((row) => textsOf(columns, toInsert(row)))
        const hashes = shape.style === 'hash' ? given.map(hashOf) : []
        for (const [at, hash] of hashes.entries()) given[at]?.push(hash)
        await tx.execute(sql`insert into ${staged} (${list}, staged_order, seen_by_watermark)
          ${selected(types, given, sql`, ${order}::integer, ${seenByWatermark}::boolean`)}`)
        for (const hash of hashes) all.push(hash)
      }
      return all
    },
    upsert: async (tx, rows) => {
      if (rows.length === 0) return
      const given = rows.map((row) => [...textsOf(columns, toInsert(row)), ...(shape.style === 'hash' ? [null] : [])])
      const updates = names
        .filter((name) => !shape.keys.includes(name))
        .map((name) => `${quoted(name)} = excluded.${quoted(name)}`)
      if (shape.style === 'hash') updates.push('removed_at = null')
      await tx.execute(sql`insert into ${sql.raw(quoted(shape.table))} (${list})
        ${selected(types, given)}
        on conflict (${sql.raw(shape.keys.map(quoted).join(', '))})
        do ${sql.raw(updates.length === 0 ? 'nothing' : `update set ${updates.join(', ')}`)}`)
    },
  }
}

// The separator cannot occur in a text of PostgreSQL, so no two rows share a line. 22 characters are 132 bits.
function hashOf(texts: Texts): string {
  return hash('sha256', texts.map((text) => text ?? '\u0001').join('\u0000'), 'base64url').slice(0, 22)
}

export function quoted(name: string): string {
  return `"${name}"`
}
