import { accountMirror, signInNameOf } from '../../people/accounts/index.ts'
import type { MarkedPage, MarkedPageQuery, OddRow, PlatformReader, ProductKey } from '../rights/index.ts'
import { lineMirror, maintenanceMirror, partNumberMirror, productMirror } from '../rights/index.ts'
import type { KeyShape, PageShape } from './read-pages.ts'

/** Joins the parts of a key, as the database does in `keyText`. */
export function mirrorKey(...parts: readonly string[]): string {
  return parts.join('\u001f')
}

/** A row as read: which mirror it belongs to, its key there, and its content, of which the mirror takes what it keeps. */
export interface ReadRow {
  readonly kind: string
  readonly key: string
  readonly row: object
  /** When the platform changed it, where it says so and the mirror's drift is watched. */
  readonly modifiedAt?: Date | null
}

export interface ReadContext {
  readonly platform: PlatformReader
  /** Keys of the products read in this run, for the questions that the platform answers one product at a time. */
  readonly products: () => Promise<readonly ProductKey[]>
  /** Accounts read in this run that have a parent. */
  readonly childAccounts: () => Promise<readonly string[]>
}

/** One kind of question to the platform, read page by page; a resumed run goes on at the page after the last stored. */
export interface SyncStep {
  readonly name: string
  /** True when the pages are cut by us, from what was read before: they may well be empty. */
  readonly cutByUs?: boolean
  /** What all of its rows are, where the platform's pages may have marks by which they are known again. */
  readonly marked?: PageShape
  readPage(context: ReadContext, query: MarkedPageQuery): Promise<ReadPage>
}

/** A row that was given and cannot be read. */
export interface OddReadRow {
  readonly kind: string
  /** In the mirror; null where the row does not say which one it is. */
  readonly key: string | null
  readonly place: string
  readonly reason: string
}

export interface ReadPage {
  readonly rows: readonly ReadRow[]
  readonly odd?: readonly OddReadRow[]
  readonly hasMore: boolean
  readonly etag?: string
  /** True: it is the page that the known etag was given for, and nothing else of it is said. */
  readonly notModified?: boolean
}

function pageOf<Item>(
  kind: string,
  { items, odd, ...page }: MarkedPage<Item>,
  rowOf: (item: Item) => ReadRow,
): ReadPage {
  return { ...page, rows: items.map(rowOf), ...oddOf(kind, odd) }
}

function oddOf(kind: string, odd: readonly OddRow[] | undefined): Pick<ReadPage, 'odd'> {
  if (odd === undefined || odd.length === 0) return {}
  return {
    odd: odd.map(({ key, kind: own, ...row }) => ({ ...row, kind: own ?? kind, key: key && mirrorKey(...key) })),
  }
}

const productStep = (kind: 'product' | 'suite' | 'maintenance'): SyncStep => ({
  name: `products of kind ${kind}`,
  marked: productMirror.shape,
  readPage: async ({ platform }, query) =>
    pageOf('products', await platform.products({ ...query, kind }), ({ lastModifiedAt, partNumbers: _, ...row }) => ({
      kind: 'products',
      key: mirrorKey(row.name, row.version),
      row,
      modifiedAt: lastModifiedAt,
    })),
})

/** Accounts that the platform lists among its roots. */
export const rootAccounts = { staged: 'staged_roots', columns: ['account_id'] } as const satisfies KeyShape

// The adapter bounds how many of them are asked at a time.
const questionsPerPage = 100

/** The order matters: relations are asked for the products read, parents for the accounts read. */
export const syncSteps: readonly SyncStep[] = [
  productStep('product'),
  productStep('suite'),
  productStep('maintenance'),
  {
    name: 'part numbers',
    marked: partNumberMirror.shape,
    readPage: async ({ platform }, query) =>
      pageOf('partNumbers', await platform.partNumbers(query), (row) => ({
        kind: 'partNumbers',
        key: mirrorKey(row.partNumber),
        row,
      })),
  },
  {
    name: 'relations',
    cutByUs: true,
    readPage: async ({ platform, products }, { page }) => {
      const all = await products()
      const slice = all.slice((page - 1) * questionsPerPage, page * questionsPerPage)
      const found = await platform.relationsOf(slice)
      return {
        hasMore: all.length > page * questionsPerPage,
        ...oddOf('relations', found.odd),
        rows: found.map((row) => ({
          kind: 'relations',
          key: mirrorKey(row.from.name, row.from.version, row.to.name, row.to.version, row.relation),
          row,
        })),
      }
    },
  },
  {
    name: 'accounts',
    marked: accountMirror.shape,
    readPage: async ({ platform }, query) =>
      pageOf('accounts', await platform.accounts(query), ({ lastModifiedAt: _, ...row }) => ({
        kind: 'accounts',
        key: mirrorKey(row.accountId),
        row,
      })),
  },
  {
    name: 'root accounts',
    marked: rootAccounts,
    readPage: async ({ platform }, query) =>
      // Who cannot be read among them was told with the accounts.
      pageOf('roots', { ...(await platform.accounts({ ...query, onlyRoots: true })), odd: [] }, ({ accountId }) => ({
        kind: 'roots',
        key: accountId,
        row: {},
      })),
  },
  {
    name: 'parent accounts',
    cutByUs: true,
    readPage: async ({ platform, childAccounts }, { page }) => {
      const all = await childAccounts()
      const slice = all.slice((page - 1) * questionsPerPage, page * questionsPerPage)
      const found = await platform.parentsOf(slice)
      return {
        hasMore: all.length > page * questionsPerPage,
        ...oddOf('accountParents', found.odd),
        rows: found.map((row) => ({
          kind: 'accountParents',
          key: mirrorKey(row.accountId, row.parentAccountId),
          row,
        })),
      }
    },
  },
  {
    name: 'members',
    readPage: async ({ platform }, query) => {
      const page = await platform.members(query)
      return {
        hasMore: page.hasMore,
        ...oddOf('members', page.odd),
        rows: page.items.flatMap(({ lastModifiedAt: _, accounts, ...row }) => {
          const userName = signInNameOf(row.userName)
          // A contact, who cannot sign in and so is no member of anything.
          if (userName === null) return []
          return [
            // Two records of one name are both staged, and then set aside: nobody knows which of them comes by it.
            { kind: 'members', key: mirrorKey(userName, row.platformId), row },
            ...accounts.map(({ accountId, roles }) => ({
              kind: 'memberships',
              key: mirrorKey(userName, accountId),
              row: { userName, accountId, roles },
            })),
          ]
        }),
      }
    },
  },
  {
    name: 'entitlement lines',
    marked: lineMirror.shape,
    readPage: async ({ platform }, query) =>
      pageOf('entitlementLines', await platform.entitlementLines(query), (row) => ({
        kind: 'entitlementLines',
        key: row.activationId,
        row,
        modifiedAt: row.lastModifiedAt,
      })),
  },
  {
    name: 'maintenance lines',
    marked: maintenanceMirror.shape,
    readPage: async ({ platform }, query) =>
      pageOf('maintenanceLines', await platform.maintenanceLines(query), ({ lastModifiedAt, ...row }) => ({
        kind: 'maintenanceLines',
        key: mirrorKey(row.activationId),
        row,
        modifiedAt: lastModifiedAt,
      })),
  },
]
