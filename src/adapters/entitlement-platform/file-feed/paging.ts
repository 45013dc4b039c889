import type { Page, PageQuery } from '../../../domains/entitlements/port.ts'

const keptReadings = 4

/**
 * Cuts a reading into pages, in the order of the keys. What page 1 saw is kept for the pages after it, so that a file
 * replaced in between moves no row from one page to another; whoever begins again at page 1 sees the new file.
 */
export function createPages<Item extends { readonly lastModifiedAt?: Date | null }>(
  pageSize: number,
  read: () => Promise<readonly Item[]>,
  keyOf: (item: Item) => string,
): (query: PageQuery, variant?: string, belongs?: (item: Item) => boolean) => Promise<Page<Item>> {
  const readings = new Map<string, readonly Item[]>()

  return async ({ page, modifiedAfter }, variant = '', belongs = () => true) => {
    const name = `${variant} ${modifiedAfter?.toISOString() ?? ''}`
    let items = page === 1 ? undefined : readings.get(name)
    if (!items) {
      const all = await read()
      items = all.filter((item) => belongs(item) && mayHaveChanged(item, modifiedAfter)).sort(byKey(keyOf))
      readings.delete(name)
      readings.set(name, items)
      for (const oldest of [...readings.keys()].slice(0, -keptReadings)) readings.delete(oldest)
    }
    const start = (page - 1) * pageSize
    return { items: items.slice(start, start + pageSize), hasMore: items.length > start + pageSize }
  }
}

/** A row that does not say when it was changed may have changed at any time. */
function mayHaveChanged(item: { readonly lastModifiedAt?: Date | null }, after: Date | undefined): boolean {
  return after === undefined || !item.lastModifiedAt || item.lastModifiedAt >= after
}

function byKey<Item>(keyOf: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)]
    if (one === other) return 0
    return one < other ? -1 : 1
  }
}
