import { z } from 'zod'

/**
 * A cursor holds the place of a row, and with it what the row is sorted by: names and titles as partners write them. The
 * bound is above the three longest names that a platform keeps, each sign of them escaped, and below what a server reads
 * of an address.
 */
export const cursorSchema = z.string().max(8000)

/** Lists page by an opaque cursor. */
export const pageQuerySchema = z.strictObject({
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export interface PageQuery {
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

/** A page out of rows that were asked for with one more than the limit: that one says that there is another page. */
export function cutPage<Item>(
  rows: readonly Item[],
  limit: number,
  placeOf: (last: Item) => readonly string[],
): Page<Item> {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last === undefined ? null : encodeCursor(placeOf(last)) }
}

export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The part of a cursor that is an instant; the calendar of the database has no year 0. */
export function isCursorInstant(part: string | undefined): part is string {
  return z.iso.datetime().safeParse(part).success && part?.startsWith('0000') === false
}

// Names of people and companies come as the platform has them, so only what no database keeps is refused.
const partsSchema = z.array(z.string().regex(/^[^\0\p{Cs}]*$/u)).max(5)

/** Null for a cursor that is none of ours: the list then starts at its beginning. */
export function decodeCursor(cursor: string | undefined): readonly string[] | null {
  if (cursor === undefined) return null
  try {
    return partsSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    return null
  }
}
