import { z } from 'zod'

/** Lists page by an opaque cursor. */
export const pageQuerySchema = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The part of a cursor that is an instant; the calendar of the database has no year nought. */
export function isCursorInstant(part: string | undefined): part is string {
  return z.iso.datetime().safeParse(part).success && part?.startsWith('0000') === false
}

const partsSchema = z.array(z.string().regex(/^\P{Cc}*$/u)).max(5)

/** Null for a cursor that is none of ours: the list then starts at its beginning. */
export function decodeCursor(cursor: string | undefined): readonly string[] | null {
  if (cursor === undefined) return null
  try {
    return partsSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    return null
  }
}
