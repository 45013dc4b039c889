import { type SQL, sql } from 'drizzle-orm'

/** One parameter for the whole list: the statement's text is then the same for lists of any length. */
export function textArray(values: readonly string[]): SQL {
  const literal = `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
  return sql`${literal}::text[]`
}
