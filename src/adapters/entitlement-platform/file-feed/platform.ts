import { join } from 'node:path'
import type { EntitlementPlatform, PlatformAccount } from '../../../domains/entitlements/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { keyOf } from './check-feed.ts'
import { createDelivery } from './delivery.ts'
import { createFeedReader, type Feed } from './feed.ts'
import { indexOf } from './feed-index.ts'
import { type Rights, rightsOf } from './lines.ts'
import { createOutbox, fileNameOf } from './outbox.ts'
import { createPages } from './paging.ts'
import type { RowOf } from './rows.ts'
import { createSales } from './sales.ts'

export interface FileFeedOptions {
  /** The folder of the feed; the store writes to `outbox` inside it and nowhere else. */
  readonly directory: string
  readonly clock: Clock
  /** Items of a page. Default 500. */
  readonly pageSize?: number
}

/**
 * A vendor without an entitlement platform: its rights are files that its own systems write, and what the store sells is
 * files that its own job takes. Every failure is a PartnerFailure; a feed with a bad row is refused whole.
 */
export function createFileFeedPlatform({ directory, clock, pageSize = 500 }: FileFeedOptions): EntitlementPlatform {
  const reader = createFeedReader(directory)
  const outbox = createOutbox(join(directory, 'outbox'))

  async function known(): Promise<{ feed: Feed; rights: Rights }> {
    // The outbox first: a file that its reader takes away now is in the feed that is read next.
    const waiting = await outbox.rows()
    const feed = await reader.current()
    return { feed, rights: rightsOf(feed, waiting) }
  }

  const pages = {
    products: createPages(pageSize, async () => productsOf(await reader.current()), keyOf),
    partNumbers: createPages(
      pageSize,
      async () => partNumbersOf(await reader.current()),
      (row) => row.partNumber,
    ),
    accounts: createPages(
      pageSize,
      async () => (await reader.current()).accounts,
      (row) => row.accountId,
    ),
    members: createPages(
      pageSize,
      async () => (await reader.current()).members.map(memberOf),
      (row) => row.userName,
    ),
    lines: createPages(
      pageSize,
      async () => (await known()).rights.lines,
      (row) => row.activationId,
    ),
    maintenance: createPages(
      pageSize,
      async () => (await known()).rights.maintenanceLines,
      (row) => row.activationId,
    ),
  }

  return {
    products: (query) => pages.products(query, query.kind, ({ kind }) => kind === query.kind),
    partNumbers: (query) => pages.partNumbers(query),
    relationsOf: async (product) => indexOf(await reader.current()).relations.get(keyOf(product)) ?? [],
    accounts: async (query) => {
      const isRoot = ({ parentAccountIds }: RowOf<'accounts'>) => parentAccountIds.length === 0
      const page = await (query.onlyRoots ? pages.accounts(query, 'roots', isRoot) : pages.accounts(query))
      return { ...page, items: page.items.map(accountOf) }
    },
    parentsOf: async (accountId) => {
      const { accounts } = indexOf(await reader.current())
      const parents = accounts.get(accountId)?.parentAccountIds ?? []
      return parents.flatMap((parent) => accounts.get(parent) ?? []).map(accountOf)
    },
    members: (query) => pages.members(query),
    member: async (userName) => {
      const found = indexOf(await reader.current()).members.get(userName.toLowerCase())
      return found ? memberOf(found) : null
    },
    listMember: async ({ userName, firstName, lastName, accountId }) => {
      const found = indexOf(await reader.current()).members.get(userName.toLowerCase())
      if (found?.accounts.some((listed) => listed.accountId === accountId)) return
      const createdAt = clock.now()
      const row = { record: 'member' as const, userName, firstName, lastName, accountId, createdAt }
      // A file of that name says the same: the vendor's job has not taken it yet.
      await outbox.put(fileNameOf('member', accountId, userName), [row])
    },
    entitlementLines: (query) => pages.lines(query),
    maintenanceLines: (query) => pages.maintenance(query),

    linesOfOrder: async (orderId) => {
      const { rights } = await known()
      return {
        lines: rights.lines.filter((line) => line.orderId === orderId),
        maintenanceLines: rights.maintenanceLines.filter((line) => line.orderId === orderId),
      }
    },
    ...createSales({ clock, outbox, known }),
    ...createDelivery(clock, known),

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

function productsOf({ products, part_numbers }: Feed) {
  const partNumbers = new Map<string, string[]>()
  for (const { product, partNumber } of part_numbers)
    if (product !== null) partNumbers.set(keyOf(product), [...(partNumbers.get(keyOf(product)) ?? []), partNumber])
  return products.map((product) => ({
    ...product,
    platformId: `${product.name} ${product.version}`.trim(),
    partNumbers: partNumbers.get(keyOf(product)) ?? [],
  }))
}

/** Part numbers do not say when they changed, so they are always read in full. */
function partNumbersOf({ part_numbers }: Feed): readonly (RowOf<'part_numbers'> & { lastModifiedAt?: null })[] {
  return part_numbers
}

function accountOf({ parentAccountIds: _, ...account }: RowOf<'accounts'>): PlatformAccount {
  return account
}

function memberOf(row: RowOf<'members'>) {
  return { ...row, platformId: row.userName }
}
