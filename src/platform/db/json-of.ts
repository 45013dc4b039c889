import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/**
 * A row of a row source with the table's columns as one JSON object, by the names that Drizzle gives them. Numbers are
 * numbers there, and dates and instants texts.
 */
export function jsonOf(table: PgTable, source: string, without: readonly string[] = []): SQL {
  const pairs = Object.entries(getTableColumns(table)).filter(([property]) => !without.includes(property))
  return sql.raw(
    `json_build_object(${pairs.map(([property, { name }]) => `'${property}', ${source}.${name}`).join(', ')})`,
  )
}
