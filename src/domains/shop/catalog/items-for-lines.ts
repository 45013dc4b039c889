import { and, asc, inArray, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import type { HeldRight } from '../../entitlements/rights/index.ts'
import type { Item } from './item.ts'
import { itemColumns } from './item-columns.ts'
import { metEntries } from './requirements.ts'
import { items } from './tables.ts'
import type { Viewer } from './viewer.ts'
import { visibleTo } from './visible-to.ts'

/** More than any page of lines leads to. */
const most = 2_000

/**
 * What the viewer may see and what one of these lines opens: its seats, its media, its maintenance, what can be added to
 * it or follows it, and the very item that the line was sold as. By title. One statement, however many lines.
 */
export async function itemsForLines(tx: Db | Tx, viewer: Viewer, lines: readonly HeldRight[]): Promise<Item[]> {
  if (lines.length === 0) return []
  const ids = new Set(lines.map(({ activationId }) => activationId))
  const offered = viewer.offered.filter(({ activationId }) => ids.has(activationId))
  const entries = textArray([...metEntries(lines, offered)])
  const soldAs = [...new Set(lines.flatMap(({ partNumber }) => partNumber ?? []))]
  const rows = await tx
    .select(itemColumns)
    .from(items)
    .where(
      and(
        visibleTo(viewer),
        or(
          sql`${items.requiresAnyOf} && ${entries}`,
          soldAs.length === 0 ? undefined : inArray(items.partNumber, soldAs),
        ),
      ),
    )
    .orderBy(asc(items.title), asc(items.partNumber))
    .limit(most)
  return rows
}
