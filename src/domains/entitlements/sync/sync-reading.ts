import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { unlessStopping } from '../../../kernel/unless-stopping.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { PlatformReader } from '../rights/index.ts'
import { refuseTooManyOdd } from './quarantine.ts'
import { knownPages, markOf } from './read-pages.ts'
import { savePages } from './save-pages.ts'
import { prepareStaging, progressOf, stagedChildAccounts, stagedProducts } from './sync-staging.ts'
import { type ReadContext, type SyncStep, syncSteps } from './sync-steps.ts'
import * as store from './sync-store.ts'

export interface ReadingDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: PlatformReader
  readonly stopping?: AbortSignal
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

/** After so many pages there are probably more, and so many are asked for at a time; the adapter bounds calls under way. */
const pagesBeforeAhead = 3
const pagesAhead = 3

/** Nobody's platform has so many pages of nothing between two pages of something. */
const emptyPagesAtMost = 100

/**
 * Reads the platform page by page into staging, going on where an earlier try stopped. While pages are written, the next
 * are read. When it is told to stop, it keeps what it has read and throws the signal's reason.
 * @throws {FeedRepeats} when the platform answers with a page that it gave before
 * @throws {TooManyOddRows} when more of a step cannot be read than a few rows
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
  let rows = [...done.values()].reduce((sum, each) => sum + each.rows, 0)
  for (const [index, step] of syncSteps.entries()) {
    // Anew for each step: lists of a hundred thousand are not held on to while lines are read.
    const context: ReadContext = {
      platform: deps.platform,
      products: once(() => stagedProducts(deps.db)),
      childAccounts: once(() => stagedChildAccounts(deps.db)),
    }
    const watermark = watermarks.get(step.name)
    const modifiedAfter = run.mode === 'full' ? undefined : watermark
    await readStep(deps, {
      watermark: run.mode === 'full' ? (watermark ?? null) : null,
      run,
      step,
      context,
      index,
      firstPage: done.get(step.name)?.nextPage ?? 1,
      ...(modifiedAfter ? { modifiedAfter } : {}),
      onPage: (count) => {
        rows += count
        onProgress({ step: step.name, stepNumber: index + 1, stepCount: syncSteps.length, rows, expectedRows })
      },
    })
    const [read] = (await progressOf(deps.db, run.id)).filter((each) => each.step === step.name)
    await refuseTooManyOdd(deps.db, step.name, read?.rows ?? 0)
  }
}

interface StepReading {
  readonly run: store.SyncRun
  readonly step: SyncStep
  readonly index: number
  readonly context: ReadContext
  readonly firstPage: number
  readonly modifiedAfter?: Date
  readonly watermark: Date | null
  readonly onPage: (rows: number) => void
}

async function readStep(deps: ReadingDeps, reading: StepReading): Promise<void> {
  const { run, step, context, modifiedAfter } = reading
  const notRepeated = repeatCheck(step)
  // Only a full run meets the same pages again.
  const shape = (run.mode === 'full' && step.marked) || null
  const known = shape && (await knownPages(deps.db, { step: step.name, shape, at: deps.clock.now() }))
  const read = (page: number, ifNoneMatch?: string) =>
    step.readPage(context, {
      page,
      ...(modifiedAfter ? { modifiedAfter } : {}),
      ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    })
  const ask = (page: number) => {
    const answer = read(page, known?.get(page)?.etag)
    // It is heard below, unless writing failed before.
    answer.catch(() => {})
    return answer
  }
  const readAfterAll = async (page: number) => {
    const answer = await unlessStopping(deps.stopping, read(page))
    if (answer.etag === known?.get(page)?.etag) return answer
    // Rows may have moved on to pages that were read before: those have to be read after this one.
    const text = `page ${page} of ${step.name} changed while it was kept`
    throw new PartnerFailure('entitlement platform', 'retryable', text)
  }
  const keeper = savePages(deps, { shape, readAfterAll, ...reading })
  let page = reading.firstPage
  try {
    const asked: ReturnType<typeof ask>[] = []
    while (page > 0) {
      // The next pages are under way while this one is kept; of a short answer only the page itself is asked for.
      const ahead = page - reading.firstPage < pagesBeforeAhead ? 1 : pagesAhead
      while (asked.length < ahead) asked.push(ask(page + asked.length))
      const answer = await unlessStopping(deps.stopping, asked.shift() ?? ask(page))
      const same = answer.notModified === true ? known?.get(page) : undefined
      const { hasMore, rows } = same ?? { hasMore: answer.hasMore, rows: answer.rows.length }
      notRepeated(page, rows, same?.keysMark ?? markOf(answer.rows.map(({ key }) => key)))
      if (hasMore && asked.length === 0) asked.push(ask(page + 1))
      // Page 0 stands for "this step is done".
      const nextPage = hasMore ? page + 1 : 0
      if (same) keeper.addKnown(page, same.rows, nextPage)
      else keeper.addRead(page, answer, nextPage)
      page = nextPage
      reading.onPage(rows)
      await keeper.keepWhenFull()
    }
  } finally {
    await keeper.end()
  }
}

/** A platform that ignores the page number would be read endlessly, and one that runs in circles too. */
function repeatCheck(step: SyncStep): (page: number, rows: number, etag: string) => void {
  const seen = new Map<string, number>()
  let empty = 0
  return (page, rows, etag) => {
    if (step.cutByUs === true) return
    empty = rows === 0 ? empty + 1 : 0
    if (empty > emptyPagesAtMost) throw new FeedRepeats(step.name, page, page - 1)
    if (rows === 0) return
    const before = seen.get(etag)
    if (before !== undefined) throw new FeedRepeats(step.name, page, before)
    seen.set(etag, page)
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
