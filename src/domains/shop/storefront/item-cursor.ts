import { decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import type { ItemPlace } from '../catalog/index.ts'

export function cursorOf({ match, score, title, partNumber }: ItemPlace): string {
  return encodeCursor([match, String(score), title, partNumber])
}

/** Undefined for a cursor that is none of ours: the list then starts at its beginning. */
export function placeOfCursor(cursor: string | undefined): ItemPlace | undefined {
  const [match, score = '', title, partNumber, ...others] = decodeCursor(cursor) ?? []
  if (match !== 'all' && match !== 'words' && match !== 'alike') return undefined
  if (title === undefined || partNumber === undefined || others.length > 0 || !/^\d{1,9}$/.test(score)) return undefined
  return { match, score: Number(score), title, partNumber }
}
