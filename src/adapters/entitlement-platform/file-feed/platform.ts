import { join } from 'node:path'
import type {
  EntitlementPlatform,
  Found,
  OddRow,
  PageQuery,
  PlatformAccount,
  PlatformRelation,
  ProductKey,
} from '../../../domains/entitlements/rights/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { createDelivery } from './delivery.ts'
import { createFeedReader, type Feed } from './feed.ts'
import { keyOf } from './file-facts.ts'
import { feedLineOf, feedMaintenanceOf, type Rights, rightsOf } from './lines.ts'
import type { OddFeedRow } from './odd-rows.ts'
import { createOutbox, fileNameOf } from './outbox.ts'
import { createPages } from './paging.ts'
import { createReadingNotes } from './reading-notes.ts'
import type { FileName, RowOf } from './rows.ts'
import { createSales } from './sales.ts'
import type { Selection } from './survey.ts'

export interface FileFeedOptions {
  /** The folder of the feed; the store writes to `outbox` inside it and nowhere else. */
  readonly directory: string
  readonly clock: Clock
  /** Items of a page. Default 500. */
  readonly pageSize?: number
}

/**
 * A vendor without an entitlement platform: its rights are files that its own systems write, and what the store sells is
 * files that its own job takes. Every failure is a PartnerFailure; a row that cannot be read is left out
 * and told, and a file that cannot be read refuses the feed whole.
 */
export function createFileFeedPlatform({ directory, clock, pageSize = 500 }: FileFeedOptions): EntitlementPlatform {
  const reader = createFeedReader(directory)
  const outbox = createOutbox(join(directory, 'outbox'))
  const notes = createReadingNotes(join(directory, 'outbox'))

  async function known(): Promise<{ feed: Feed; rights: Rights }> {
    // The outbox first: a file that its reader takes away now is in the feed that is read next.
    const waiting = await outbox.rows()
    const feed = await reader.current()
    return { feed, rights: await rightsOf(feed, waiting) }
  }

  /** Pages of a file whose rows are what is asked for, or nearly. */
  const pagesOf = <Name extends FileName, Item>(
    file: Name,
    itemsOf: (rows: readonly RowOf<Name>[], feed: Feed) => readonly Item[] | Promise<readonly Item[]>,
    groupOf: (query: PageQuery) => string | undefined = () => undefined,
    moreOf?: (rights: Rights) => readonly (Item & { readonly lastModifiedAt: Date | null })[],
  ) =>
    createPages(pageSize, notes, async (query) => {
      const { feed, rights } = moreOf ? await known() : { feed: await reader.current(), rights: null }
      const { modifiedAfter } = query
      const group = groupOf(query)
      const { fileName, mark } = feed.fileOf(file)
      return {
        name: `${file} ${group ?? 'all'}`,
        fileName,
        etag: mark ?? '',
        selection: feed.select(file, { ...(group ? { group } : {}), ...(modifiedAfter ? { modifiedAfter } : {}) }),
        read: async (rows) => itemsOf(await feed.read(file, rows), feed),
        odd: [
          ...oddOf(feed.odd(file), { group: file === 'products' ? group : undefined, modifiedAfter }),
          ...(file === 'maintenance_lines' && modifiedAfter === undefined ? oddDownloads(feed) : []),
        ],
        more: moreOf && rights ? moreOf(rights).filter((each) => mayHaveChanged(each, modifiedAfter)) : [],
      }
    })
  const products = pagesOf('products', withPartNumbers, (query) => ('kind' in query ? String(query.kind) : undefined))
  const accounts = pagesOf(
    'accounts',
    (rows) => rows.map(accountOf),
    (query) => ('onlyRoots' in query && query.onlyRoots === true ? 'root' : undefined),
  )

  const accountBy = async (accountId: string) => (await reader.current()).find('accounts', accountId)
  const memberBy = async (userName: string) => (await reader.current()).find('members', userName.toLowerCase())

  return {
    products,
    partNumbers: pagesOf('part_numbers', (rows) => rows),
    relationsOf: async (products) => relationsIn(await reader.current(), products),
    accounts,
    parentsOf: async (accountIds) => {
      const found = await Promise.all(accountIds.map(accountBy))
      return found.flatMap((row) =>
        row ? row.parentAccountIds.map((parentAccountId) => ({ accountId: row.accountId, parentAccountId })) : [],
      )
    },
    members: pagesOf('members', (rows) => rows.map(memberOf)),
    member: async (userName) => {
      const found = await memberBy(userName)
      return found ? memberOf(found) : null
    },
    listMember: async ({ userName, firstName, lastName, accountId }) => {
      const found = await memberBy(userName)
      if (found?.accounts.some((listed) => listed.accountId === accountId)) return
      const createdAt = clock.now()
      const row = { record: 'member' as const, userName, firstName, lastName, accountId, createdAt }
      // A file of that name says the same: the vendor's job has not taken it yet.
      await outbox.put(fileNameOf('member', accountId, userName), [row])
    },
    entitlementLines: pagesOf(
      'entitlement_lines',
      (rows) => rows.map(feedLineOf),
      () => undefined,
      ({ waiting }) => waiting.lines,
    ),
    maintenanceLines: pagesOf(
      'maintenance_lines',
      (rows) => rows.map(feedMaintenanceOf),
      () => undefined,
      ({ waiting }) => waiting.maintenanceLines,
    ),

    linesOfOrder: async (orderId) => {
      const { rights } = await known()
      return {
        lines: await rights.linesOf('order', [orderId]),
        maintenanceLines: await rights.maintenanceOf('order', [orderId]),
      }
    },
    ...createSales({ clock, outbox, known }),
    ...createDelivery(clock, known),

    // A new line goes to the outbox with the model that was demanded; the vendor's own job checks the model.
    attributesOfModel: async () => 'no models kept',

    // Nobody issues tokens here: members come by the portal's signed hand-off.
    validateToken: async () => false,
    checkPassword: async () => false,
    ping: async () => {
      // Read again only when a file has changed, so that whoever asks is told of a bad row before the next sync meets it.
      await reader.current()
      await outbox.check()
    },
  }
}

/** No question of a sync is about downloads, so that what is odd of them is told with the last one. */
function oddDownloads(feed: Feed): OddRow[] {
  const of = (file: FileName, kind: string) =>
    feed.odd(file).map(({ odd }) => ({ ...odd, kind, key: odd.key ?? [odd.place] }))
  return [...of('download_packages', 'downloadPackages'), ...of('download_files', 'downloadFiles')]
}

/** So many odd rows that do not say when they changed are told after an instant; a full reading tells them all. */
const undatedAtMost = 10

/** Odd rows of a part of a file; one that does not say its part belongs to the first. */
function oddOf(
  rows: readonly OddFeedRow[],
  { group, modifiedAfter }: { readonly group: string | undefined; readonly modifiedAfter: Date | undefined },
): OddRow[] {
  const ofGroup = rows.filter((row) => group === undefined || (row.group ?? 'product') === group)
  if (modifiedAfter === undefined) return ofGroup.map(({ odd }) => odd)
  const dated = ofGroup.filter(({ modifiedAt }) => modifiedAt !== null && modifiedAt >= modifiedAfter)
  const undated = ofGroup.filter(({ modifiedAt }) => modifiedAt === null)
  return [...dated, ...(dated.length + undated.length <= undatedAtMost ? undated : [])].map(({ odd }) => odd)
}

/** Relations of products; what of them cannot be read is told with the product that it starts at, or else with the first. */
async function relationsIn(feed: Feed, products: readonly ProductKey[]): Promise<Found<PlatformRelation>> {
  const found = await feed.lookUp('relations', 'product', products.map(keyOf))
  const rows = feed.odd('relations')
  if (rows.length === 0) return found
  const asked = new Set(products.map(keyOf))
  const [first] = await feed.read('products', firstOf(feed.select('products', {})))
  const odd = rows.flatMap(({ odd }) => {
    const [name = '', version = ''] = odd.key ?? [first?.name ?? '', first?.version ?? '']
    return asked.has(keyOf({ name, version })) ? [odd] : []
  })
  return odd.length === 0 ? found : Object.assign([...found], { odd })
}

function firstOf({ count, row }: Selection): number[] {
  return count === 0 ? [] : [row(0)]
}

async function withPartNumbers(rows: readonly RowOf<'products'>[], feed: Feed) {
  const found = await feed.lookUp('part_numbers', 'product', rows.map(keyOf))
  const partNumbers = new Map<string, string[]>()
  for (const { product, partNumber } of found)
    if (product !== null) partNumbers.set(keyOf(product), [...(partNumbers.get(keyOf(product)) ?? []), partNumber])
  return rows.map((product) => ({
    ...product,
    platformId: `${product.name} ${product.version}`.trim(),
    partNumbers: partNumbers.get(keyOf(product)) ?? [],
  }))
}

/** A row that does not say when it was changed may have changed at any time. */
function mayHaveChanged(
  { lastModifiedAt }: { readonly lastModifiedAt: Date | null },
  after: Date | undefined,
): boolean {
  return after === undefined || !lastModifiedAt || lastModifiedAt >= after
}

function accountOf({ parentAccountIds: _, ...account }: RowOf<'accounts'>): PlatformAccount {
  return account
}

function memberOf(row: RowOf<'members'>) {
  return { ...row, platformId: row.userName.toLowerCase() }
}
