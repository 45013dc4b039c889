import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db/db.ts'
import { type MirrorShape, quoted } from '../../platform/db/mirror-table.ts'
import { textArray } from '../../platform/db/text-array.ts'

/** A page as it was read before, whose rows the mirror has as they were then. */
export interface KnownPage {
  readonly mark: string
  readonly hasMore: boolean
  readonly rows: number
  /** Of the keys of its rows, as of every page: by it, pages that come again are told. */
  readonly keysMark: string
}

/** A page to be known by its mark from now on. */
export interface MarkedRows {
  readonly page: number
  readonly mark: string
  readonly hasMore: boolean
  readonly keys: readonly string[]
  readonly hashes: readonly string[]
}

// Whatever this store may have learnt to read since, a week later it has read everything.
const readAnewAfterDays = 7

/**
 * Pages that need not be read when their bytes are what they were. Not those whose rows the mirror has otherwise by now:
 * what an incremental run, a push or a person changed has to be compared with what the platform says.
 */
export async function knownPages(
  db: Db,
  given: { readonly step: string; readonly shape: MirrorShape; readonly at: Date },
): Promise<Map<number, KnownPage>> {
  const { step, shape, at } = given
  const rows = await db.execute<{ page: number; mark: string; more: boolean; count: number; keys_mark: string }>(sql`
    select p.page, p.mark, p.has_more as more, cardinality(p.keys) as count, p.keys_mark
    from read_pages p cross join lateral unnest(p.keys, p.hashes) k(key, hash)
      left join ${sql.raw(quoted(shape.table))} m on m.${sql.raw(quoted(keyOf(shape)))} = k.key
        and m.removed_at is null and m.row_hash = k.hash
    where p.step = ${step} and p.layout = ${layoutOf(shape)}
      and p.read_at > ${at.toISOString()}::timestamptz - make_interval(days => ${readAnewAfterDays})
    group by p.step, p.page having count(m.row_hash) = count(*)`)
  return new Map(
    rows.map(({ page, mark, more, count, keys_mark }) => [
      page,
      { mark, hasMore: more, rows: count, keysMark: keys_mark },
    ]),
  )
}

export function markOf(keys: readonly string[]): string {
  return hash('sha256', keys.join('\u0000'), 'base64url')
}

/**
 * Stages the rows of known pages from the mirror, as if they had been read.
 * @returns how many there were: fewer than the pages hold when the mirror changed since `knownPages`
 */
export async function stageKnownPages(
  tx: Tx,
  given: {
    readonly step: string
    readonly shape: MirrorShape
    readonly pages: readonly number[]
    readonly order: number
  },
): Promise<number> {
  const { step, shape, pages, order } = given
  if (pages.length === 0) return 0
  const columns = [...shape.columns, 'row_hash'].map(quoted)
  const staged = await tx.execute(sql`
    insert into ${sql.raw(quoted(shape.staged))} (${sql.raw(columns.join(', '))}, staged_order)
    select ${sql.raw(columns.map((name) => `m.${name}`).join(', '))}, ${order}::integer
    from read_pages p cross join lateral unnest(p.keys, p.hashes) k(key, hash)
      join ${sql.raw(quoted(shape.table))} m on m.${sql.raw(quoted(keyOf(shape)))} = k.key
        and m.removed_at is null and m.row_hash = k.hash
    where p.step = ${step} and p.page = any(${textArray(pages.map(String))}::integer[])`)
  return staged.count
}

/** Knows pages by their marks from now on, each in the place of what it held before. */
export async function rememberPages(
  tx: Tx,
  given: {
    readonly step: string
    readonly shape: MirrorShape
    readonly pages: readonly MarkedRows[]
    readonly at: Date
  },
): Promise<void> {
  const { step, shape, pages, at } = given
  if (pages.length === 0) return
  await tx.execute(sql`
    insert into read_pages (step, page, mark, has_more, keys_mark, keys, hashes, layout, read_at)
    select ${step}, page, mark, "hasMore", "keysMark", keys, hashes, ${layoutOf(shape)}, ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(pages.map((each) => ({ ...each, keysMark: markOf(each.keys) })))}::jsonb)
      given(page integer, mark text, "hasMore" boolean, "keysMark" text, keys text[], hashes text[])
    on conflict (step, page) do update set mark = excluded.mark, has_more = excluded.has_more,
      keys_mark = excluded.keys_mark, keys = excluded.keys, hashes = excluded.hashes, layout = excluded.layout, read_at = excluded.read_at`)
}

function layoutOf({ columns }: MirrorShape): string {
  return columns.join(' ')
}

function keyOf({ keys }: MirrorShape): string {
  const [key] = keys
  if (key === undefined || keys.length > 1) throw new Error('Pages are known by rows of one key.')
  return key
}
