import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db } from '../../../platform/db/db.ts'
import { KnownPagesChanged, type PageShape } from './read-pages.ts'
import { type MarkedPage, storePages } from './sync-staging.ts'
import type { OddReadRow, ReadPage, ReadRow, SyncStep } from './sync-steps.ts'
import type { SyncRun } from './sync-store.ts'

/** Pages are kept together in statements of this size, or after so long: what a killed run reads again stays small. */
const rowsAStatement = 1_500
const keepAfterMs = 250
// Their rows never come here.
const knownRowsAStatement = 12_000

export interface PageKeeper {
  /** Page 0 as the next one: there is no more. */
  addRead(page: number, read: ReadPage, nextPage: number): void
  /** A page that is what it was. */
  addKnown(page: number, rows: number, nextPage: number): void
  /** @throws what went wrong with the pages before */
  keepWhenFull(): Promise<void>
  /** Keeps what is left. */
  end(): Promise<void>
}

/** Keeps what is read of a step, beside the reading: some pages at a time, one statement after the other. */
export function savePages(
  deps: { readonly db: Db; readonly clock: Clock },
  given: {
    readonly run: SyncRun
    readonly step: SyncStep
    readonly index: number
    /** Where pages with marks are to be known by them next time. */
    readonly shape: PageShape | null
    readonly firstPage: number
    readonly watermark: Date | null
    /** Reads a known page as it was known. */
    readonly readAfterAll: (page: number) => Promise<ReadPage>
  },
): PageKeeper {
  const { run, step, shape, watermark } = given
  const startedAt = deps.clock.now()
  let batch = newBatch(given.firstPage)
  let keptAt = performance.now()
  let writing: Promise<void> = Promise.resolve()
  let failure: unknown = null

  const write = async (pages: Batch): Promise<void> => {
    for (let left = pages; ; ) {
      try {
        const kept = await deps.db.transaction((tx) =>
          storePages(tx, {
            ...left,
            runId: run.id,
            step: step.name,
            shape,
            watermark,
            startedAt,
            pagesBefore: given.index * pagesAtMost + left.firstPage,
            at: deps.clock.now(),
          }),
        )
        if (!kept) throw new ReadElsewhere(run.id)
        return
      } catch (error) {
        if (!(error instanceof KnownPagesChanged)) throw error
        left = await withRows(left, error.pages)
      }
    }
  }

  // Each time there are fewer known pages, so it comes to an end.
  const withRows = async (pages: Batch, changed: readonly number[]): Promise<Batch> => {
    for (const page of changed) {
      pages.known.delete(page)
      takeIn(pages, page, await given.readAfterAll(page))
    }
    return pages
  }

  const takeIn = (into: Batch, page: number, { rows, odd = [], etag, hasMore }: ReadPage) => {
    for (const row of rows) into.rows.push(row)
    for (const row of odd) into.odd.push({ ...row, place: `page ${page}, ${row.place}` })
    // A page with a row that cannot be read is asked for again the next time.
    if (odd.length === 0 && etag !== undefined && shape !== null) into.marked.push({ page, etag, hasMore, rows })
  }

  // Its failure is kept for the next look, so that it is never unheard.
  const keep = async (): Promise<void> => {
    await writing
    if (failure !== null) throw failure
    if (batch.nextPage === batch.firstPage) return
    writing = write(batch).catch((error: unknown) => {
      failure = error
    })
    batch = newBatch(batch.nextPage)
    keptAt = performance.now()
  }

  return {
    addRead: (page, read, nextPage) => {
      takeIn(batch, page, read)
      batch.nextPage = nextPage
    },
    addKnown: (page, rows, nextPage) => {
      batch.known.set(page, rows)
      batch.knownRows += rows
      batch.nextPage = nextPage
    },
    keepWhenFull: async () => {
      const filled = batch.rows.length / rowsAStatement + batch.knownRows / knownRowsAStatement
      if (filled >= 1 || performance.now() - keptAt > keepAfterMs) await keep()
    },
    end: async () => {
      await keep()
      await writing
      if (failure !== null) throw failure
    },
  }
}

// Steps are numbered in millions, so that a later step counts as the later reading.
const pagesAtMost = 1_000_000

interface Batch {
  readonly firstPage: number
  nextPage: number
  readonly rows: ReadRow[]
  readonly odd: OddReadRow[]
  readonly marked: MarkedPage[]
  readonly known: Map<number, number>
  knownRows: number
}

function newBatch(firstPage: number): Batch {
  return { firstPage, nextPage: firstPage, rows: [], odd: [], marked: [], known: new Map(), knownRows: 0 }
}

export class ReadElsewhere extends DomainError {
  constructor(runId: string) {
    super('sync-read-elsewhere', `Another process goes on with run ${runId}.`, { runId })
  }
}
