import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import type { Item } from './item.ts'
import { itemColumns } from './item-columns.ts'
import { metEntries } from './requirements.ts'
import { items } from './tables.ts'
import type { Viewer } from './viewer.ts'
import { openings, visibleTo } from './visible-to.ts'

/** A product by its name, with all that belongs to it and that the viewer may see. */
export interface ProductGroup {
  readonly product: string
  /** True when the account holds a version of it. */
  readonly owned: boolean
  readonly bases: readonly Item[]
  /** Updates that the account's lines bring; never for sale. */
  readonly included: readonly Item[]
  /** Seats, upgrades, add-ons, maintenance, media and books that are sold beside it. */
  readonly related: readonly Item[]
}

/** More than one product has for sale to one account. */
const itemsAtMost = 2_000

/**
 * Products by name: what the viewer may buy as a base, and what it holds. Each item is in one group: that of its own
 * product, else that of the product whose right opened it. Two statements.
 */
export async function visibleGroups(
  tx: Db | Tx,
  viewer: Viewer,
  query: { readonly after?: string | undefined; readonly limit: number; readonly onlyIf?: SQL | undefined },
): Promise<ProductGroup[]> {
  const held = [...new Set(viewer.held.map(({ productName }) => productName))]
  const names = await productNames(tx, viewer, held, query)
  if (names.length === 0) return []
  const found = await itemsOfProducts(tx, viewer, names, query.onlyIf)
  const included = await updatesOf(tx, viewer, names)
  return names.map((product) => {
    const own = found.filter((item) => groupOf(item, viewer, names) === product)
    return {
      product,
      owned: held.includes(product),
      bases: own.filter(({ category }) => category === 'base'),
      included: included.filter(({ productName }) => productName === product),
      related: own.filter(({ category }) => category !== 'base'),
    }
  })
}

async function productNames(
  tx: Db | Tx,
  viewer: Viewer,
  held: readonly string[],
  { after, limit, onlyIf }: { after?: string | undefined; limit: number; onlyIf?: SQL | undefined },
): Promise<string[]> {
  const half = (opened: SQL) =>
    tx
      .selectDistinct({ product: sql<string>`${items.productName} collate "C"`.as('product') })
      .from(items)
      .where(
        and(
          opened,
          visibleTo(viewer),
          eq(items.category, 'base'),
          sql`${items.productName} is not null`,
          after === undefined ? undefined : sql`${items.productName} collate "C" > ${after}`,
          onlyIf,
        ),
      )
      .orderBy(sql`product`)
      .limit(limit)
  const [openToAll, openedByRights] = openings(viewer)
  const bases = await unionAll(half(openToAll), half(openedByRights))
  const owned = held.filter((name) => after === undefined || inOrder(after, name) < 0)
  return [...new Set([...bases.map(({ product }) => product), ...owned])].sort(inOrder).slice(0, limit)
}

/** By code point, as the collation C has it. */
function inOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

async function itemsOfProducts(
  tx: Db | Tx,
  viewer: Viewer,
  names: readonly string[],
  onlyIf: SQL | undefined,
): Promise<Item[]> {
  const opening = [...metEntries(viewer.held, viewer.offered)].filter((entry) => names.includes(nameOf(entry)))
  return tx
    .select(itemColumns)
    .from(items)
    .where(
      and(
        sql`(${items.productName} = any(${textArray(names)}) or ${items.requiresAnyOf} && ${textArray(opening)})`,
        visibleTo(viewer),
        onlyIf,
      ),
    )
    .orderBy(asc(items.title), asc(items.partNumber))
    .limit(itemsAtMost)
}

/** The items of updates that are held, by purchase or because a chain brings them. */
async function updatesOf(tx: Db | Tx, viewer: Viewer, names: readonly string[]): Promise<Item[]> {
  const versions = viewer.held
    .filter(({ productName }) => names.includes(productName))
    .map(({ productName, productVersion }) => `${productName}@${productVersion}`)
  if (versions.length === 0) return []
  return tx
    .select(itemColumns)
    .from(items)
    .where(
      and(
        eq(items.category, 'update'),
        isNull(items.withdrawnAt),
        isNull(items.unsellableReason),
        sql`${items.productName} = any(${textArray(names)})`,
        sql`${items.productName} || '@' || ${items.productVersion} = any(${textArray(versions)})`,
      ),
    )
    .orderBy(asc(items.title), asc(items.partNumber))
}

function groupOf(item: Item, viewer: Viewer, names: readonly string[]): string | undefined {
  if (item.category !== 'addon' && item.productName !== null && names.includes(item.productName))
    return item.productName
  const met = metEntries(viewer.held, viewer.offered)
  const opener = item.requiresAnyOf.find((entry) => met.has(entry) && names.includes(nameOf(entry)))
  return opener === undefined ? (item.productName ?? undefined) : nameOf(opener)
}

function nameOf(entry: string): string {
  const name = entry.startsWith('offered: ') ? entry.slice('offered: '.length) : entry
  const at = name.lastIndexOf('@')
  return at < 0 ? name : name.slice(0, at)
}
