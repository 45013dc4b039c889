import { type AnyColumn, getTableColumns, type InferInsertModel, inArray, isNull, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './db.ts'

/** A row read from a partner: its key, a hash of its content, and the content. */
export interface MirrorRow<Row> {
  readonly key: string
  readonly hash: string
  readonly row: Row
}

/** A table that follows a partner: compared by hash, so that a row that did not change is not written. */
export interface MirrorTable<Row> {
  readonly kind: string
  /** Key to hash of every row that is not removed. */
  hashes(tx: Tx): Promise<Map<string, string>>
  upsert(tx: Tx, rows: readonly MirrorRow<Row>[]): Promise<void>
  /** Marks rows as removed; they are kept, because orders and reports point at them. */
  remove(tx: Tx, keys: readonly string[], at: Date): Promise<void>
}

const rowsPerStatement = 500

export function mirrorTable<Row extends object, Table extends PgTable>(options: {
  readonly kind: string
  readonly table: Table
  readonly keyColumns: readonly AnyColumn[]
  readonly rowHash: AnyColumn
  readonly removedAt: AnyColumn
  readonly toInsert: (row: Row, hash: string) => InferInsertModel<Table>
}): MirrorTable<Row> {
  const { table, keyColumns, rowHash, removedAt } = options
  const key = sql<string>`concat_ws(chr(31), ${sql.join([...keyColumns], sql`, `)})`
  const keyNames = new Set(keyColumns.map((column) => column.name))
  const updates = Object.fromEntries(
    Object.entries(getTableColumns(table))
      .filter(([, column]) => !keyNames.has(column.name))
      .map(([property, column]) => [property, sql.raw(`excluded."${column.name}"`)]),
  )
  return {
    kind: options.kind,
    hashes: async (tx) => {
      const rows = await tx
        .select({ key, hash: sql<string>`${rowHash}` })
        .from(table as PgTable)
        .where(isNull(removedAt))
      return new Map(rows.map((row) => [row.key, row.hash]))
    },
    upsert: async (tx, rows) => {
      for (let at = 0; at < rows.length; at += rowsPerStatement) {
        const values = rows.slice(at, at + rowsPerStatement).map(({ row, hash }) => options.toInsert(row, hash))
        await tx
          .insert(table)
          .values(values)
          .onConflictDoUpdate({ target: keyColumns as never, set: updates as never })
      }
    },
    remove: async (tx, keys, at) => {
      for (let from = 0; from < keys.length; from += rowsPerStatement)
        await tx
          .update(table)
          .set({ removedAt: at } as never)
          .where(inArray(key, keys.slice(from, from + rowsPerStatement)))
    },
  }
}

/** Joins the parts of a key as the database does in `hashes`. */
export function mirrorKey(...parts: readonly string[]): string {
  return parts.join('\u001f')
}
