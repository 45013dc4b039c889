import type { Sql } from 'postgres'

export interface Sent {
  readonly query: string
  readonly calls: number
  /** Of one call, on average. */
  readonly ms: number
}

export async function forgetStatements(sql: Sql): Promise<void> {
  await sql`create extension if not exists pg_stat_statements`
  await sql`select pg_stat_statements_reset()`
}

/**
 * What was sent since, by `pg_stat_statements`: begin and commit too, the queue's polling and what the bench asks itself not.
 * The view shows no commit of the store's, so that each is counted with its begin.
 */
export async function statementsByCalls(sql: Sql): Promise<Sent[]> {
  const rows = await sql<Sent[]>`
    select query, calls::int, mean_exec_time as ms from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
      and query !~* 'pg_stat_statements|pg_backend_pid|for update skip locked|json_populate_record|ceiling|^select .* for key share of x$'
    order by calls desc, query`
  const commits = rows.filter(({ query }) => query === 'begin').map((begin) => ({ ...begin, query: 'commit' }))
  return [...rows.filter(({ query }) => query !== 'commit'), ...commits]
}

/** Each statement that is sent with at least every second order, one line each; whole with BENCH_STATEMENTS=all. */
export function linesOf(statements: readonly Sent[], orders: number): string[] {
  return statements
    .filter(({ calls }) => calls >= orders / 2)
    .map(
      ({ calls, ms, query }) =>
        `${(calls / orders).toFixed(1).padStart(5)} ${ms.toFixed(2).padStart(6)}  ${shown(query)}`,
    )
}

export function countOf(statements: readonly Sent[], orders: number): number {
  return statements.reduce((sum, { calls }) => sum + calls, 0) / orders
}

function shown(query: string): string {
  const line = query.replace(/\s+/g, ' ')
  return process.env['BENCH_STATEMENTS'] === 'all' ? line : line.slice(0, 150)
}
