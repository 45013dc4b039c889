import { LRUCache } from 'lru-cache'
import type { OddRow, Page, PageQuery } from '../../../domains/entitlements/rights/port.ts'
import { FeedChanged } from './mistakes.ts'
import type { ReadingNotes } from './reading-notes.ts'
import type { Selection } from './survey.ts'

const keptReadings = 4

/** A state of the files, of which pages are read: the rows of a selection, then some more that are held here. */
export interface Reading<Item> {
  /** The file, and which of its rows. */
  readonly name: string
  readonly fileName: string
  /** Another one when the file is another one. */
  readonly etag: string
  readonly selection: Selection
  readonly read: (rows: readonly number[]) => Promise<readonly Item[]>
  readonly more: readonly Item[]
  /** Rows of the file that are left out; they are told with the first page. */
  readonly odd: readonly OddRow[]
}

/**
 * Cuts a reading into pages, in the order of the files. What page 1 saw counts for the pages after it: when a file is
 * another one by then, they are refused for good instead of moving rows from one page to another. Whoever begins again at
 * page 1 sees the new file. A later process that goes on with a page is held to what page 1 saw too.
 */
export function createPages<Item, Query extends PageQuery = PageQuery>(
  pageSize: number,
  notes: ReadingNotes,
  begin: (query: Query) => Promise<Reading<Item>>,
): (query: Query) => Promise<Page<Item>> {
  const readings = new LRUCache<string, Reading<Item>>({ max: keptReadings })

  return async (query) => {
    const { page, ...asked } = query
    const name = JSON.stringify({ ...asked, ifNoneMatch: undefined })
    let reading = page === 1 ? undefined : readings.get(name)
    if (!reading) {
      reading = await begin(query)
      if (page === 1) await notes.begun(reading.name, reading.etag)
      else if (((await notes.markOf(reading.name)) ?? reading.etag) !== reading.etag)
        throw new FeedChanged(reading.fileName, 'final')
      readings.set(name, reading)
    }
    const { selection, more } = reading
    const start = (page - 1) * pageSize
    const end = start + pageSize
    const rows = Array.from({ length: Math.max(0, Math.min(end, selection.count) - start) }, (_, index) =>
      selection.row(start + index),
    )
    const items = await reading.read(rows).catch((error: unknown) => {
      throw error instanceof FeedChanged && page > 1 ? new FeedChanged(error.file, 'final') : error
    })
    const added = more.slice(Math.max(0, start - selection.count), Math.max(0, end - selection.count))
    const odd = page === 1 && reading.odd.length > 0 ? { odd: reading.odd } : {}
    return { items: [...items, ...added], hasMore: selection.count + more.length > end, ...odd }
  }
}
