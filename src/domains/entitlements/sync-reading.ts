import type { Clock } from '../../kernel/clock.ts'
import { DomainError } from '../../kernel/domain-error.ts'
import type { Db } from '../../platform/db/db.ts'
import type { MirrorShape } from '../../platform/db/mirror-table.ts'
import type { EntitlementPlatform } from './port.ts'
import { type KnownPage, knownPages, markOf } from './read-pages.ts'
import {
  type MarkedPage,
  prepareStaging,
  progressOf,
  stagedChildAccounts,
  stagedProducts,
  storePages,
} from './sync-staging.ts'
import { type ReadContext, type ReadRow, type SyncStep, syncSteps } from './sync-steps.ts'
import * as store from './sync-store.ts'

export interface ReadingDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: EntitlementPlatform
}

export interface SyncProgress {
  readonly step: string
  readonly stepNumber: number
  readonly stepCount: number
  /** Read so far in this run, before and after interruptions. */
  readonly rows: number
  /** What the last full run read; null when there was none, or when this run is incremental. */
  readonly expectedRows: number | null
}

/** Pages are kept together in statements of this size, or after so long: what a killed run reads again stays small. */
const rowsAStatement = 1_500
const keepAfterMs = 250

/** After so many pages there are probably more, and so many are asked for at a time; the adapter bounds calls under way. */
const pagesBeforeAhead = 3
const pagesAhead = 3

/** Nobody's platform has so many pages of nothing between two pages of something. */
const emptyPagesAtMost = 100

/**
 * Reads the platform page by page into staging, going on where an earlier try stopped. While pages are written, the next
 * are read.
 * @throws {FeedRepeats} when the platform answers with a page that it gave before
 * @throws {ReadElsewhere} when another process reads the same run
 */
export async function readEverything(
  deps: ReadingDeps,
  run: store.SyncRun,
  onProgress: (progress: SyncProgress) => void,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await store.lockRun(tx, run.id)
    await prepareStaging(tx, run.id, deps.clock.now())
  })
  const done = new Map((await progressOf(deps.db, run.id)).map((each) => [each.step, each]))
  const watermarks = await store.watermarks(deps.db)
  const expectedRows = run.mode === 'full' ? await store.rowsOfLastFull(deps.db) : null
  const context: ReadContext = {
    platform: deps.platform,
    products: once(() => stagedProducts(deps.db)),
    childAccounts: once(() => stagedChildAccounts(deps.db)),
  }
  let rows = [...done.values()].reduce((sum, each) => sum + each.rows, 0)
  // Only a full run meets the same pages again. Looked up while the first steps are read.
  const remember = run.mode === 'full'
  const known = new Map(
    syncSteps.map((step) => [step, remember && step.marked ? knownOf(deps, step, step.marked) : noPages]),
  )
  for (const [index, step] of syncSteps.entries()) {
    const watermark = watermarks.get(step.name)
    const modifiedAfter = run.mode === 'full' ? undefined : watermark
    await readStep(deps, {
      toldSince: run.mode === 'full' ? (watermark ?? null) : null,
      ...{ run, step, context, index },
      firstPage: done.get(step.name)?.nextPage ?? 1,
      ...{ remember, knownPages: known.get(step) ?? noPages },
      ...(modifiedAfter ? { modifiedAfter } : {}),
      onPage: (count) => {
        rows += count
        onProgress({ step: step.name, stepNumber: index + 1, stepCount: syncSteps.length, rows, expectedRows })
      },
    })
  }
}

const noPages: Promise<ReadonlyMap<number, KnownPage>> = Promise.resolve(new Map())

function knownOf(
  { db, clock }: ReadingDeps,
  { name: step }: SyncStep,
  shape: MirrorShape,
): Promise<ReadonlyMap<number, KnownPage>> {
  const found = knownPages(db, { step, shape, at: clock.now() })
  // Heard when the step begins, unless one before it fails first.
  found.catch(() => {})
  return found
}

interface StepReading {
  readonly run: store.SyncRun
  readonly step: SyncStep
  readonly index: number
  readonly context: ReadContext
  readonly firstPage: number
  readonly modifiedAfter?: Date
  readonly toldSince: Date | null
  readonly onPage: (rows: number) => void
  readonly knownPages: Promise<ReadonlyMap<number, KnownPage>>
  /** Whether pages with marks are to be known by them next time. */
  readonly remember: boolean
}

async function readStep(deps: ReadingDeps, reading: StepReading): Promise<void> {
  const { run, step, context, modifiedAfter } = reading
  const startedAt = deps.clock.now()
  const notRepeated = repeatCheck(step)
  const knownPages = await reading.knownPages
  let page = reading.firstPage
  let batch = newBatch(page)
  let keptAt = performance.now()
  let writing: Promise<void> = Promise.resolve()
  let failure: unknown = null

  // One writing at a time, beside the reading. Its failure is kept for the next look, so that it is never unheard.
  const keep = async (): Promise<void> => {
    await writing
    if (failure !== null) throw failure
    if (page === batch.firstPage) return
    const { firstPage, rows, marked, known } = batch
    const nextPage = page
    const pagesBefore = reading.index * pagesAtMost + firstPage
    writing = deps.db
      .transaction((tx) =>
        storePages(tx, {
          ...{ runId: run.id, step: step.name, firstPage, nextPage, rows, pagesBefore, startedAt },
          ...{ marked, known, shape: step.marked ?? null },
          at: deps.clock.now(),
          toldSince: reading.toldSince,
        }),
      )
      .then(
        (kept) => {
          if (!kept) failure = new ReadElsewhere(run.id)
        },
        (error: unknown) => {
          failure = error
        },
      )
    batch = newBatch(page)
    keptAt = performance.now()
  }

  const ask = (asked: number) => {
    const knownMark = knownPages.get(asked)?.mark
    const answer = step.readPage(context, {
      ...{ page: asked, ...(modifiedAfter ? { modifiedAfter } : {}) },
      ...(knownMark === undefined ? {} : { knownMark }),
    })
    // It is heard below, unless writing failed before.
    answer.catch(() => {})
    return answer
  }
  try {
    const asked: ReturnType<typeof ask>[] = []
    while (page > 0) {
      // The next pages are under way while this one is kept; of a short answer only the page itself is asked for.
      const ahead = page - reading.firstPage < pagesBeforeAhead ? 1 : pagesAhead
      while (asked.length < ahead) asked.push(ask(page + asked.length))
      const answer = await asked.shift()
      if (answer === undefined) break
      const same = answer.unchanged === true ? knownPages.get(page) : undefined
      const { hasMore, rows } = same ?? { hasMore: answer.hasMore, rows: answer.rows.length }
      notRepeated(page, rows, same?.keysMark ?? markOf(answer.rows.map(({ key }) => key)))
      if (same) {
        batch.known.pages.push(page)
        batch.known.rows += same.rows
      } else {
        for (const row of answer.rows) batch.rows.push(row)
        if (answer.mark !== undefined && reading.remember)
          batch.marked.push({ page, mark: answer.mark, hasMore, rows: answer.rows })
      }
      if (hasMore && asked.length === 0) asked.push(ask(page + 1))
      // Page 0 stands for "this step is done".
      page = hasMore ? page + 1 : 0
      reading.onPage(rows)
      if (batch.rows.length + batch.known.rows >= rowsAStatement || performance.now() - keptAt > keepAfterMs)
        await keep()
    }
  } finally {
    await keep()
    await writing
  }
  if (failure !== null) throw failure
}

// Steps are numbered in millions, so that a later step counts as the later reading.
const pagesAtMost = 1_000_000

interface Batch {
  readonly firstPage: number
  readonly rows: ReadRow[]
  readonly marked: MarkedPage[]
  readonly known: { readonly pages: number[]; rows: number }
}

function newBatch(firstPage: number): Batch {
  return { firstPage, rows: [], marked: [], known: { pages: [], rows: 0 } }
}

/** A platform that ignores the page number would be read for ever, and one that runs in circles too. */
function repeatCheck(step: SyncStep): (page: number, rows: number, mark: string) => void {
  const seen = new Map<string, number>()
  let empty = 0
  return (page, rows, mark) => {
    if (step.cutByUs === true) return
    empty = rows === 0 ? empty + 1 : 0
    if (empty > emptyPagesAtMost) throw new FeedRepeats(step.name, page, page - 1)
    if (rows === 0) return
    const before = seen.get(mark)
    if (before !== undefined) throw new FeedRepeats(step.name, page, before)
    seen.set(mark, page)
  }
}

function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: Promise<Value> | null = null
  return () => {
    loaded ??= load()
    return loaded
  }
}

export class FeedRepeats extends DomainError {
  constructor(step: string, page: number, before: number) {
    super('feed-repeats', `The platform gave page ${before} of ${step} again as page ${page}. The run stopped there.`, {
      step,
      page,
      before,
    })
  }
}

export class ReadElsewhere extends DomainError {
  constructor(runId: string) {
    super('sync-read-elsewhere', `Another process goes on with run ${runId}.`, { runId })
  }
}
