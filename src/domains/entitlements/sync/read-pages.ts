import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type MirrorShape, quoted } from '../../../platform/db/mirror-table.ts'
import { textArray } from '../../../platform/db/text-array.ts'

/** A page as it was read before. */
export interface KnownPage {
  readonly etag: string
  readonly hasMore: boolean
  readonly rows: number
  /** Of the keys of its rows, as of every page: by it, pages that come again are told. */
  readonly keysMark: string
}

/** A page to be known by its etag from now on. */
export interface MarkedRows {
  readonly page: number
  readonly etag: string
  readonly hasMore: boolean
  readonly keys: readonly string[]
  /** Of each row, in the order of the keys. */
  readonly hashes: readonly string[]
}

/** Rows that are nothing but their key, and stand in no mirror. */
export interface KeyShape {
  readonly staged: string
  readonly columns: readonly [key: string]
}

/** What the rows of pages with marks are. */
export type PageShape = MirrorShape | KeyShape

// Whatever this store may have learnt to read since, a week later it has read everything.
const readAnewAfterDays = 7

/** Pages that need not be read when their bytes are what they were, and the mirror still has what was read of them. */
export async function knownPages(
  db: Db,
  given: { readonly step: string; readonly shape: PageShape; readonly at: Date },
): Promise<Map<number, KnownPage>> {
  const { step, shape, at } = given
  const rows = await db.execute<{ page: number; etag: string; more: boolean; count: number; keys_mark: string }>(sql`
    select page, etag, has_more as more, cardinality(keys) as count, keys_mark from read_pages
    where step = ${step} and layout = ${layoutOf(shape)}
      and read_at > ${at.toISOString()}::timestamptz - make_interval(days => ${readAnewAfterDays})`)
  return new Map(
    rows.map(({ page, etag, more, count, keys_mark }) => [
      page,
      { etag, hasMore: more, rows: count, keysMark: keys_mark },
    ]),
  )
}

export function markOf(keys: readonly string[]): string {
  return hash('sha256', keys.join('\u0000'), 'base64url')
}

interface Staging {
  readonly step: string
  readonly pages: readonly number[]
  readonly order: number
}

/**
 * Stages the rows of known pages as if they had been read; a row that two of them have is staged once.
 * @throws {KnownPagesChanged} for those whose rows the mirror has otherwise by now: what an incremental run, a push or a
 * person changed has to be compared with what the platform says
 */
export async function stageKnownPages(tx: Tx, shape: PageShape, given: Staging): Promise<void> {
  if (given.pages.length === 0) return
  if (!('table' in shape)) return stageKnownKeys(tx, shape, given)
  const changed = await stageFromMirror(tx, shape, given)
  if (changed.length > 0) throw new KnownPagesChanged(changed)
}

async function stageFromMirror(tx: Tx, shape: MirrorShape, given: Staging): Promise<number[]> {
  const columns = [...shape.columns, 'row_hash'].map(quoted)
  const keys = shape.keys.map(quoted)
  const sameKey = keys.map((key, at) =>
    keys.length === 1 ? `m.${key} = k.key` : `m.${key} = split_part(k.key, chr(31), ${at + 1})`,
  )
  // Looked up one by one (`offset 0`): the planner would rather merge with the mirror from its beginning, each time further.
  const rows = await tx.execute<{ page: number }>(sql`
    with found as materialized (
      select p.page, p.rows_mark, k.place, ${sql.raw(columns.map((name) => `m.${name}`).join(', '))}
      from read_pages p cross join lateral unnest(p.keys) with ordinality k(key, place)
        left join lateral (
          select * from ${sql.raw(quoted(shape.table))} m where ${sql.raw(sameKey.join(' and '))} and m.removed_at is null
          offset 0) m on true
      where ${amongPages(given)}
    ), staged as (
      insert into ${sql.raw(quoted(shape.staged))} (${sql.raw(columns.join(', '))}, staged_order, seen_by_watermark)
      select distinct on (${sql.raw(keys.join(', '))}) ${sql.raw(columns.join(', '))}, ${given.order}::integer, true
      from found where row_hash is not null
    ) select page from found group by page, rows_mark
      having rows_mark is distinct from encode(sha256(convert_to(coalesce(string_agg(row_hash, ' ' order by place), ''), 'UTF8')), 'hex')`)
  return rows.map(({ page }) => page)
}

async function stageKnownKeys(tx: Tx, { staged, columns: [key] }: KeyShape, given: Staging): Promise<void> {
  await tx.execute(sql`insert into ${sql.raw(quoted(staged))} (${sql.raw(quoted(key))})
    select distinct unnest(p.keys) from read_pages p where ${amongPages(given)}`)
}

function amongPages({ step, pages }: Staging) {
  return sql`p.step = ${step} and p.page = any(${textArray(pages.map(String))}::integer[])`
}

/** Says which known pages have to be read after all. */
export class KnownPagesChanged extends Error {
  readonly pages: readonly number[]

  constructor(pages: readonly number[]) {
    super('The mirror has rows of known pages otherwise than they were read.')
    this.name = 'KnownPagesChanged'
    this.pages = pages
  }
}

/** Knows pages by their marks from now on, each in the place of what it held before. */
export async function rememberPages(
  tx: Tx,
  given: {
    readonly step: string
    readonly shape: PageShape
    readonly pages: readonly MarkedRows[]
    readonly at: Date
  },
): Promise<void> {
  const { step, shape, pages, at } = given
  if (pages.length === 0) return
  const noted = pages.map(({ page, etag, hasMore, keys, hashes }) => ({
    page,
    etag,
    hasMore,
    keys,
    keysMark: markOf(keys),
    rowsMark: hash('sha256', hashes.join(' '), 'hex'),
  }))
  await tx.execute(sql`
    insert into read_pages (step, page, etag, has_more, keys_mark, keys, rows_mark, layout, read_at)
    select ${step}, page, etag, "hasMore", "keysMark", keys, "rowsMark", ${layoutOf(shape)}, ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(noted)}::jsonb)
      given(page integer, etag text, "hasMore" boolean, "keysMark" text, keys text[], "rowsMark" text)
    on conflict (step, page) do update set etag = excluded.etag, has_more = excluded.has_more, keys_mark = excluded.keys_mark,
      keys = excluded.keys, rows_mark = excluded.rows_mark, layout = excluded.layout, read_at = excluded.read_at`)
}

function layoutOf({ columns }: PageShape): string {
  return columns.join(' ')
}
