import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { createStaging, dropStaging, hasStaging } from '../../../platform/db/mirror-publish.ts'
import type { ProductKey } from '../rights/index.ts'
import { createStagedOdd, dropStagedOdd, hasStagedOdd, stageOdd } from './quarantine.ts'
import { type PageShape, rememberPages, stageKnownPages } from './read-pages.ts'
import { mirrors } from './sync-mirrors.ts'
import type { OddReadRow, ReadRow } from './sync-steps.ts'
import { syncProgress } from './tables.ts'

export type StepProgress = typeof syncProgress.$inferSelect

// Written by whoever makes the staging tables, so that a second process finds them made.
const preparing = 'preparing'

/** Makes the staging tables for a run, unless it has them already; the caller holds the run's row. */
export async function prepareStaging(tx: Tx, runId: string, at: Date): Promise<void> {
  if (await hasReading(tx, runId)) return
  await tx.delete(syncProgress)
  for (const { shape } of mirrors) await createStaging(tx, shape)
  await tx.execute(sql`drop table if exists staged_roots`)
  await tx.execute(sql`create unlogged table staged_roots (account_id text not null)`)
  await createStagedOdd(tx)
  await tx.insert(syncProgress).values({ runId, step: preparing, nextPage: 0, rows: 0, startedAt: at, updatedAt: at })
}

/** False when what the run has read was lost, as in a crash of the database, which empties unlogged tables. */
export async function hasReading(tx: Tx, runId: string): Promise<boolean> {
  const [prepared] = await tx
    .select({ step: syncProgress.step })
    .from(syncProgress)
    .where(and(eq(syncProgress.runId, runId), eq(syncProgress.step, preparing)))
  return prepared !== undefined && (await isWhole(tx))
}

async function isWhole(tx: Tx): Promise<boolean> {
  for (const { shape } of mirrors) if (!(await hasStaging(tx, shape))) return false
  return hasStagedOdd(tx)
}

/** Empties what a run has read; nothing is left of it. */
export async function clearStaging(tx: Tx): Promise<void> {
  await tx.delete(syncProgress)
  for (const { shape } of mirrors) await dropStaging(tx, shape)
  await tx.execute(sql`drop table if exists staged_roots`)
  await dropStagedOdd(tx)
}

/** Steps of the run with what they have read so far. */
export async function progressOf(tx: Db | Tx, runId: string): Promise<StepProgress[]> {
  const rows = await tx.select().from(syncProgress).where(eq(syncProgress.runId, runId)).orderBy(syncProgress.startedAt)
  return rows.filter(({ step }) => step !== preparing)
}

export interface StagedPages {
  readonly runId: string
  readonly step: string
  readonly firstPage: number
  /** 0 when these were the last. */
  readonly nextPage: number
  readonly rows: readonly ReadRow[]
  /** Rows of these pages that cannot be read. */
  readonly odd: readonly OddReadRow[]
  /** Of pages with marks: the rows of each, which are among the rows above. */
  readonly marked: readonly MarkedPage[]
  /** Pages that are what they were, and how many rows each of them has. */
  readonly known: ReadonlyMap<number, number>
  /** What all rows are, where pages have marks. */
  readonly shape: PageShape | null
  readonly pagesBefore: number
  readonly startedAt: Date
  readonly at: Date
  /** Of a full run: where an incremental one would have started. It would have seen what changed later. */
  readonly watermark: Date | null
}

export interface MarkedPage {
  readonly page: number
  readonly etag: string
  readonly hasMore: boolean
  readonly rows: readonly ReadRow[]
}

/**
 * Keeps pages and notes where to go on, together: a killed run repeats at most what it was reading.
 * False when somebody else has kept them meanwhile; then nothing is written.
 * @throws {KnownPagesChanged} for known pages that have to be read after all; then the transaction has to be given up
 */
export async function storePages(tx: Tx, pages: StagedPages): Promise<boolean> {
  // Losing the last pages in a crash costs only reading them again.
  await tx.execute(sql`set local synchronous_commit = off`)
  const { runId, step, nextPage, at, startedAt } = pages
  const rows = [...pages.known.values()].reduce((sum, each) => sum + each, pages.rows.length)
  const noted = await tx
    .insert(syncProgress)
    .values({ runId, step, nextPage, rows, startedAt, updatedAt: at })
    .onConflictDoUpdate({
      target: [syncProgress.runId, syncProgress.step],
      set: { nextPage, rows: sql`${syncProgress.rows} + excluded.rows`, updatedAt: at },
      setWhere: eq(syncProgress.nextPage, pages.firstPage),
    })
    .returning({ nextPage: syncProgress.nextPage })
  if (noted.length === 0) return false
  const hashes = await stageRows(tx, pages)
  await stageOdd(tx, step, pages.odd)
  if (pages.shape) await stageMarked(tx, pages, pages.shape, hashes)
  return true
}

async function stageMarked(
  tx: Tx,
  { step, marked, known, pagesBefore, at }: StagedPages,
  shape: PageShape,
  hashes: ReadonlyMap<object, string>,
): Promise<void> {
  await stageKnownPages(tx, shape, { step, pages: [...known.keys()], order: orderOf(pagesBefore, 'known') })
  const pages = marked.flatMap(({ page, etag, hasMore, rows }) => {
    const found = rows.flatMap(({ row }) => hashes.get(row) ?? [])
    // A page that has a row twice, or one that a later page has too, is read again next time.
    return found.length === rows.length
      ? [{ page, etag, hasMore, keys: rows.map(({ key }) => key), hashes: found }]
      : []
  })
  await rememberPages(tx, { step, shape, pages, at })
}

/** @returns the hash of each row that was staged */
async function stageRows(tx: Tx, { rows, pagesBefore, watermark }: StagedPages): Promise<ReadonlyMap<object, string>> {
  const hashes = new Map<object, string>()
  const byKind = new Map<string, Map<string, ReadRow>>()
  for (const read of rows) {
    const found = byKind.get(read.kind) ?? new Map<string, ReadRow>()
    found.set(read.key, read)
    byKind.set(read.kind, found)
  }
  for (const mirror of mirrors) {
    const seen: object[] = []
    const unseen: object[] = []
    for (const { row, modifiedAt } of byKind.get(mirror.kind)?.values() ?? [])
      (isSeen(modifiedAt, watermark) ? seen : unseen).push(row)
    const order = orderOf(pagesBefore, 'read')
    const found = [
      ...(await mirror.stage(tx, unseen as never[], { order, seenByWatermark: false })),
      ...(await mirror.stage(tx, seen as never[], { order, seenByWatermark: true })),
    ]
    for (const [place, row] of [...unseen, ...seen].entries()) hashes.set(row, found[place] ?? '')
  }
  const roots = byKind.get('roots')
  if (roots) {
    await tx.execute(sql`insert into staged_roots
      select jsonb_array_elements_text(${JSON.stringify([...roots.keys()])}::jsonb)`)
    for (const { row } of roots.values()) hashes.set(row, '')
  }
  return hashes
}

/** Grows from page to page, and so that what was read counts more than what was known. */
function orderOf(pagesBefore: number, kind: 'known' | 'read'): number {
  return pagesBefore * 2 + (kind === 'known' ? 0 : 1)
}

/** As far before a watermark as the platform is asked again, for clocks that differ and changes that are slow to show. */
const overlapMs = 15 * 60_000

// Where the platform gives no date of change, nobody can say that an incremental run would have missed it.
function isSeen(modifiedAt: Date | null | undefined, watermark: Date | null): boolean {
  if (!modifiedAt || watermark === null) return true
  return modifiedAt.getTime() >= watermark.getTime() - overlapMs
}

/** The products read in this run, in a fixed order. */
export async function stagedProducts(tx: Db | Tx): Promise<ProductKey[]> {
  const rows = await tx.execute<{ name: string; version: string }>(
    sql`select distinct name, version from staged_products order by name, version`,
  )
  return rows.map(({ name, version }) => ({ name, version }))
}

/** Accounts of the run that the platform did not list among its roots. */
export async function stagedChildAccounts(tx: Db | Tx): Promise<string[]> {
  const rows = await tx.execute<{ account_id: string }>(sql`select distinct a.account_id from staged_accounts a
    where not exists (select 1 from staged_roots r where r.account_id = a.account_id) order by a.account_id`)
  return rows.map(({ account_id }) => account_id)
}
