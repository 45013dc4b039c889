import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** A column of a table, as rows are written to it. */
export interface Column {
  readonly property: string
  readonly name: string
  readonly type: string
}

/** Columns that are written; what the database works out itself is none of them. */
export function columnsOf(table: PgTable): Column[] {
  return Object.entries(getTableColumns(table)).flatMap(([property, column]) =>
    column.generated === undefined ? [{ property, name: column.name, type: column.getSQLType() }] : [],
  )
}

/** A row as texts that its columns can be read from. */
export type Texts = (string | null)[]

export function textsOf(columns: readonly Column[], record: object): Texts {
  const values = record as Readonly<Record<string, unknown>>
  return columns.map(({ property, type }) => textOf(values[property], type))
}

function textOf(value: unknown, type: string): string | null {
  if (typeof value === 'string') return type === 'jsonb' ? JSON.stringify(value) : value
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  return type.endsWith('[]') && Array.isArray(value) ? arrayLiteral(value) : canonical(value)
}

/** Values of equal content have equal texts, whatever the order of their properties. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, content]) => content !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, content]) => `${JSON.stringify(name)}:${canonical(content)}`)
      .join(',')}}`
  return JSON.stringify(value) ?? 'null'
}

/**
 * A select of the rows, from one array a column: a statement has room for 65,535 parameters, and 10,000 rows of 17 columns
 * are more.
 */
export function selected(types: readonly string[], rows: readonly Texts[], further: SQL = sql``): SQL {
  const arrays = types.map((type, at) => {
    const literal = arrayLiteral(rows.map((texts) => texts[at] ?? null))
    return sql`${literal}::${sql.raw(elementType(type))}[]`
  })
  const names = sql.raw(types.map((_, at) => `c${at}`).join(', '))
  return sql`select ${casts(types)}${further} from unnest(${sql.join(arrays, sql`, `)}) as given(${names})`
}

function casts(types: readonly string[]): SQL {
  return sql.raw(types.map((type, at) => (elementType(type) === type ? `c${at}` : `c${at}::${type}`)).join(', '))
}

// `unnest` would flatten an array of arrays, and array literals of jsonb cost more than texts.
function elementType(type: string): string {
  return type.endsWith('[]') || type === 'jsonb' ? 'text' : type
}

function arrayLiteral(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    if (value === null || value === undefined) return 'NULL'
    const text = String(value)
    return needsEscape.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`
  })
  return `{${parts.join(',')}}`
}
const needsEscape = /["\\]/
