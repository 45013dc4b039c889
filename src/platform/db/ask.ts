import { type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Db, Tx } from './db.ts'

/** What a statement is asked for: each value as text, under the name by which `asked` finds it. */
export type Asked = Readonly<Record<string, string | null>>

/** Expressions for one JSON value each. What they give is for their writer to say. */
type Parts<Read> = { readonly [Name in keyof Read]: SQL }

/** The value of that name, within a part of a statement. The part says its type, such as `${asked('on')}::date`. */
export function asked(name: string): SQL {
  return sql.raw(`(select "${name}" from asked)`)
}

/** Reads several things in one statement, and so in one round trip. */
export async function ask<Read extends object>(tx: Db | Tx, values: Asked, parts: Parts<Read>): Promise<Read> {
  const columns = Object.entries(values).map(([name, value]) => sql`${value}::text as ${sql.raw(`"${name}"`)}`)
  const named = Object.entries<SQL>(parts).map(([name, part]) => sql`${sql.raw(`'${name}'`)}, ${part}`)
  const [row] = await tx.execute<{ read: Read }>(
    sql`with asked as materialized (select ${sql.join(columns, sql`, `)}) select json_build_object(${sql.join(named, sql`, `)}) as read`,
  )
  if (row === undefined) throw new Error('a select without a table gave no row')
  return row.read
}

/**
 * A part as plain text. Drizzle writes it once then, and not with every request; so it may have no parameters. With all
 * values in `asked` the database sees none that it could plan for, which is why it soon keeps its plan: to plan a page of
 * the catalog takes several times as long as to read it.
 */
export function writtenOut(part: SQL): SQL {
  const { sql: text, params } = new PgDialect().sqlToQuery(part)
  if (params.length > 0) throw new Error(`a part that is written out has no room for a parameter: ${text}`)
  return sql.raw(text)
}
