import { type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Db, Tx } from './db.ts'
import { writtenOnce } from './prepared.ts'

/** What a statement is asked for: each value as text, by name. */
export type QueryParams<Name extends string = string> = Readonly<Record<Name, string | null>>

/** Expressions for one JSON value each. What they give is for their writer to say. */
export type Parts<Read> = { readonly [Name in keyof Read]: SQL }

/** The value of that name, within a part of a statement. The part says its type, such as `${asked('on')}::date`. */
export function param(name: string): SQL {
  return sql.raw(`(select "${name}" from asked)`)
}

/** Reads several things in one statement, and so in one round trip. */
export async function ask<Read extends object>(tx: Db | Tx, values: QueryParams, parts: Parts<Read>): Promise<Read> {
  const names = Object.keys(values)
  const given = sql.join(
    names.map((name) => sql`${values[name]}::text as ${sql.raw(`"${name}"`)}`),
    sql`, `,
  )
  const [row] = await tx.execute<{ read: Read }>(statement(given, parts))
  if (row === undefined) throw rowless()
  return row.read
}

/** A statement that is asked for other values each time. */
export interface PreparedQuery<Name extends string = string> {
  readonly text: string
  readonly names: readonly Name[]
}

/**
 * What is read with every request, written once: for Drizzle to write it each time would take longer than all else that
 * is done here for one answer. So its parts may have no parameters. With all values in `asked` the database sees none
 * that it could plan for, and soon keeps its plan: to plan a page of the catalog takes several times as long as to read it.
 */
export function prepare<Name extends string>(names: readonly Name[], parts: Parts<object>): PreparedQuery<Name> {
  return prepareOnce(names, (given) => statement(given, parts))
}

function prepareOnce<Name extends string>(
  names: readonly Name[],
  statementOf: (given: SQL) => SQL,
): PreparedQuery<Name> {
  const given = names.map((name, n) => `$${n + 1}::text as "${name}"`).join(', ')
  const { sql: text, params } = new PgDialect().sqlToQuery(statementOf(sql.raw(given)))
  if (params.length > 0) throw new Error(`a statement that is written once has no room for a parameter: ${text}`)
  return { text: `${writtenOnce}${text}`, names }
}

/**
 * As `written`, with a row that is looked up first: its columns are `asked` for too. `row` is a row source of at most one
 * row, which finds the values in `given`. Where there is none, no part is read.
 */
export function prepareForRow<Name extends string>(
  names: readonly Name[],
  row: SQL,
  parts: Parts<object>,
): PreparedQuery<Name> {
  return prepareOnce(
    names,
    (given) => sql`with given as (select ${given}),
    asked as materialized (select * from given cross join lateral ${row} found)
    select ${objectOf(parts)} as read from asked`,
  )
}

/** As `ask`. `Read` is what the statement's parts give. */
export async function run<Read extends object, Name extends string>(
  tx: Db | Tx,
  statement: PreparedQuery<Name>,
  values: QueryParams<Name>,
): Promise<Read> {
  const read = await runForRow<Read, Name>(tx, statement, values)
  if (read === null) throw rowless()
  return read
}

/** Runs a statement of `prepareForRow`; null where its row is missing. */
export async function runForRow<Read extends object, Name extends string>(
  tx: Db | Tx,
  { text, names }: PreparedQuery<Name>,
  values: QueryParams<Name>,
): Promise<Read | null> {
  const query = { sql: text, params: names.map((name) => values[name]) }
  const prepared = tx._.session.prepareQuery<Answered<Read>>(query, undefined, undefined, false)
  const [row] = await prepared.execute()
  return row === undefined ? null : row.read
}

interface Answered<Read> {
  readonly execute: readonly { readonly read: Read }[]
  readonly all: unknown
  readonly values: unknown
}

function statement<Read>(given: SQL, parts: Parts<Read>): SQL {
  return sql`with asked as materialized (select ${given}) select ${objectOf(parts)} as read`
}

/** The parts as one expression. */
export function objectOf<Read>(parts: Parts<Read>): SQL {
  const named = Object.entries<SQL>(parts).map(([name, part]) => sql`${sql.raw(`'${name}'`)}, ${part}`)
  return sql`json_build_object(${sql.join(named, sql`, `)})`
}

function rowless(): Error {
  return new Error('a select without a table gave no row')
}
