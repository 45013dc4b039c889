import { type SQL, sql } from 'drizzle-orm'

/** One parameter for the whole list: the statement's text is then the same for lists of any length. */
export function textArray(values: readonly string[]): SQL {
  return sql`${arrayLiteral(values)}::text[]`
}

/** A list of texts as PostgreSQL reads it from one text. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** The texts of a list of one dimension as PostgreSQL writes it; null where an element is NULL. */
export function textsOfArray(written: string): (string | null)[] {
  return [...written.matchAll(/"((?:[^"\\]|\\.)*)"|[^,{}"]+/gs)].map(([element, quoted]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/gs, '$1')
    return element === 'NULL' ? null : element
  })
}
