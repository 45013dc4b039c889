import { hash } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { DomainError } from '../../kernel/domain-error.ts'
import type { Db } from '../../platform/db/db.ts'
import type { EntitlementPlatform } from './port.ts'
import { prepareStaging, progressOf, stagedChildAccounts, stagedProducts, storePages } from './sync-staging.ts'
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
  for (const [index, step] of syncSteps.entries()) {
    const watermark = watermarks.get(step.name)
    const modifiedAfter = run.mode === 'full' ? undefined : watermark
    await readStep(deps, {
      toldSince: run.mode === 'full' ? (watermark ?? null) : null,
      ...{ run, step, context, index },
      firstPage: done.get(step.name)?.nextPage ?? 1,
      ...(modifiedAfter ? { modifiedAfter } : {}),
      onPage: (count) => {
        rows += count
        onProgress({ step: step.name, stepNumber: index + 1, stepCount: syncSteps.length, rows, expectedRows })
      },
    })
  }
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
}

async function readStep(deps: ReadingDeps, reading: StepReading): Promise<void> {
  const { run, step, context, modifiedAfter } = reading
  const startedAt = deps.clock.now()
  const notRepeated = repeatCheck(step)
  let page = reading.firstPage
  let batch: { firstPage: number; rows: ReadRow[] } = { firstPage: page, rows: [] }
  let keptAt = performance.now()
  let writing: Promise<void> = Promise.resolve()
  let failure: unknown = null

  // One writing at a time, beside the reading. Its failure is kept for the next look, so that it is never unheard.
  const keep = async (): Promise<void> => {
    await writing
    if (failure !== null) throw failure
    if (page === batch.firstPage) return
    const { firstPage, rows } = batch
    const nextPage = page
    const pagesBefore = reading.index * pagesAtMost + firstPage
    writing = deps.db
      .transaction((tx) =>
        storePages(tx, {
          ...{ runId: run.id, step: step.name, firstPage, nextPage, rows, pagesBefore, startedAt },
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
    batch = { firstPage: page, rows: [] }
    keptAt = performance.now()
  }

  const ask = (asked: number) => {
    const answer = step.readPage(context, { page: asked, ...(modifiedAfter ? { modifiedAfter } : {}) })
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
      notRepeated(page, answer.rows)
      if (answer.hasMore && asked.length === 0) asked.push(ask(page + 1))
      for (const row of answer.rows) batch.rows.push(row)
      // Page 0 stands for "this step is done".
      page = answer.hasMore ? page + 1 : 0
      reading.onPage(answer.rows.length)
      if (batch.rows.length >= rowsAStatement || performance.now() - keptAt > keepAfterMs) await keep()
    }
  } finally {
    await keep()
    await writing
  }
  if (failure !== null) throw failure
}

// Steps are numbered in millions, so that a later step counts as the later reading.
const pagesAtMost = 1_000_000

/** A platform that ignores the page number would be read for ever, and one that runs in circles too. */
function repeatCheck(step: SyncStep): (page: number, rows: readonly ReadRow[]) => void {
  const seen = new Map<string, number>()
  let empty = 0
  return (page, rows) => {
    if (step.cutByUs === true) return
    empty = rows.length === 0 ? empty + 1 : 0
    if (empty > emptyPagesAtMost) throw new FeedRepeats(step.name, page, page - 1)
    if (rows.length === 0) return
    const mark = hash('sha256', rows.map(({ key }) => key).join('\u0000'), 'base64url')
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
