import { createHash } from 'node:crypto'
import type {
  EntitlementPlatform,
  MarkedPage,
  MarkedPageQuery,
  Page,
  PageQuery,
  PlatformAccount,
  PlatformEntitlementLine,
  PlatformMember,
  PlatformPartNumber,
  PlatformProduct,
} from '../../../../src/domains/entitlements/rights/port.ts'

export interface Listed {
  readonly changedAt: Date
}

/** What a small platform holds, in lists that a test may change between and during runs. */
export interface Lists {
  lines: (PlatformEntitlementLine & Listed)[]
  products: PlatformProduct[]
  partNumbers: PlatformPartNumber[]
  accounts: PlatformAccount[]
  members: PlatformMember[]
}

export interface ListedPlatform extends EntitlementPlatform {
  readonly lists: Lists
  /** Called before every page; may throw, or change the lists. */
  onPage: (question: string, page: number) => void
  /** Answers every page of the lines with the first. */
  loops: boolean
  /** By question: pages that nobody had to read, because they were known by their marks. */
  readonly unread: Map<string, number[]>
  /** By question: pages that were given whole. */
  readonly given: Map<string, number[]>
}

/** A platform whose reading side is a few lists, cut into pages; it serves no writing. */
export function listedPlatform(pageSize: number, lists: Lists): ListedPlatform {
  const refused = () => Promise.reject(new Error('this platform is only read'))
  const cut = <Item>(question: string, listed: () => readonly Item[], { page }: PageQuery): Page<Item> => {
    platform.onPage(question, page)
    const items = listed()
    const at = platform.loops && question === 'lines' ? 0 : (page - 1) * pageSize
    return { items: items.slice(at, at + pageSize), hasMore: at + pageSize < items.length }
  }
  const marked = <Item>(question: string, listed: () => readonly Item[], query: MarkedPageQuery): MarkedPage<Item> => {
    const page = cut(question, listed, query)
    const etag = createHash('sha256').update(JSON.stringify(page)).digest('base64url')
    const known = etag === query.ifNoneMatch
    const noted = known ? platform.unread : platform.given
    noted.set(question, [...(noted.get(question) ?? []), query.page])
    if (!known) return { ...page, etag }
    return { items: [], hasMore: true, notModified: true }
  }
  const platform: ListedPlatform = {
    lists,
    onPage: () => {},
    loops: false,
    unread: new Map(),
    given: new Map(),
    products: async (query) =>
      marked(`products ${query.kind}`, () => lists.products.filter(({ kind }) => kind === query.kind), query),
    partNumbers: async (query) => marked('partNumbers', () => lists.partNumbers, query),
    relationsOf: async () => [],
    accounts: async (query) => marked(query.onlyRoots === true ? 'roots' : 'accounts', () => lists.accounts, query),
    parentsOf: async () => [],
    members: async (query) => cut('members', () => lists.members, query),
    member: async () => null,
    listMember: refused,
    entitlementLines: async (query) => {
      const { modifiedAfter } = query
      // At or after: the platform's clock is ours here, and nothing may fall between two runs.
      const found = () =>
        modifiedAfter ? lists.lines.filter(({ changedAt }) => changedAt >= modifiedAfter) : lists.lines
      return marked('lines', found, query)
    },
    maintenanceLines: async (query) => marked('maintenance', () => [], query),
    linesOfOrder: refused,
    createEntitlement: refused,
    addLines: refused,
    setParentLine: refused,
    emailEntitlement: refused,
    downloadPackages: refused,
    downloadFiles: refused,
    attributesOfModel: refused,
    completedDownloads: refused,
    validateToken: refused,
    checkPassword: refused,
    ping: async () => {},
  }
  return platform
}

export function line(n: number, quantity: number, changedAt: Date): PlatformEntitlementLine & Listed {
  return {
    activationId: `ACT-${n}`,
    entitlementId: `ENT-${n}`,
    entitlementState: 'DEPLOYED',
    state: 'DEPLOYED',
    accountId: `ACCOUNT-${n % 3}`,
    product: { name: 'Paint', version: '1.0' },
    partNumber: 'PAINT-1',
    quantity,
    remainingQuantity: quantity,
    startDate: null,
    expirationDate: null,
    permanent: true,
    orderId: null,
    orderLineNumber: null,
    platformId: null,
    parentActivationId: null,
    originActivationId: null,
    partnerAccountIds: [],
    supportAction: null,
    lastModifiedAt: changedAt,
    changedAt,
  }
}

export function account(n: number): PlatformAccount {
  const attributes = { zone: 'a', area: 'b' }
  return {
    accountId: `ACCOUNT-${n}`,
    platformId: null,
    name: `Account ${n}`,
    type: 'CUSTOMER',
    address: null,
    attributes,
    lastModifiedAt: null,
  }
}
