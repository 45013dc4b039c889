import fc from 'fast-check'
import type {
  EntitlementPlatform,
  PlatformAccount,
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
  PlatformProduct,
  PlatformRelation,
} from '../../../../src/domains/entitlements/rights/port.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { account, type ListedPlatform, line } from './listed-platform.ts'

/** A small platform from numbers: everything that visibility follows from may differ between two of them. */
export interface Given {
  readonly accounts: readonly { n: number; type: string; tier: string; parents: number[]; inherits: boolean }[]
  readonly products: readonly {
    n: number
    category: string
    deployed: boolean
    released: string | null
    part: boolean
  }[]
  readonly relations: readonly { from: number; to: number; relation: PlatformRelation['relation'] }[]
  readonly lines: readonly { n: number; account: number; product: number; days: number; deployed: boolean }[]
  readonly maintenance: readonly { n: number; covers: number[]; days: number }[]
}

const days = [
  { startDate: null, expirationDate: null, permanent: true },
  { startDate: '2026-01-01', expirationDate: '2026-12-31', permanent: false },
  { startDate: '2025-01-01', expirationDate: '2026-06-14', permanent: false },
  { startDate: '2026-06-16', expirationDate: null, permanent: true },
  { startDate: '2026-05-01', expirationDate: '2026-06-15', permanent: false },
] as const
const releases = ['2026-06-01', '2026-06-15', '2026-07-01', '2025-03-01', '2026-02-30', 'soon', '0000-01-01']
const accountsAtMost = 7
const productsAtMost = 9
const anyDays = fc.nat(days.length - 1)
// At least half of them: a world where little is there has little to gain or lose.
const some = <Value>(one: fc.Arbitrary<Value>, by: (value: Value) => unknown, maxLength: number) =>
  fc.uniqueArray(one, { selector: by, minLength: Math.ceil(maxLength / 2), maxLength })

export const given: fc.Arbitrary<Given> = fc.record({
  accounts: some(
    fc.record({
      n: fc.nat(accountsAtMost - 1),
      type: fc.constantFrom('customer', 'customer', 'reseller', 'vendor'),
      tier: fc.constantFrom('gold', 'gold', 'silver'),
      parents: fc.uniqueArray(fc.nat(accountsAtMost - 1), { maxLength: 2 }),
      inherits: fc.constantFrom(true, true, true, false),
    }),
    ({ n }) => n,
    accountsAtMost,
  ),
  products: some(
    fc.record({
      n: fc.nat(productsAtMost - 1),
      category: fc.constantFrom('base', 'base', 'addon', 'seat', 'upgrade', 'update', 'nothing'),
      deployed: fc.constantFrom(true, true, true, false),
      released: fc.option(fc.constantFrom(...releases)),
      part: fc.constantFrom(true, true, true, false),
    }),
    ({ n }) => n,
    productsAtMost,
  ),
  relations: some(
    fc.record({
      from: fc.nat(productsAtMost - 1),
      to: fc.nat(productsAtMost - 1),
      relation: fc.constantFrom('UPSELL_TO', 'UPGRADE_TO', 'UPGRADE_TO'),
    }),
    ({ from, to, relation }) => `${from} ${to} ${relation}`,
    12,
  ),
  lines: some(
    fc.record({
      n: fc.nat(20),
      account: fc.nat(accountsAtMost - 1),
      product: fc.nat(productsAtMost - 1),
      days: anyDays,
      deployed: fc.constantFrom(true, true, true, false),
    }),
    ({ n }) => n,
    14,
  ),
  maintenance: some(
    fc.record({ n: fc.nat(6), covers: fc.uniqueArray(fc.nat(20), { maxLength: 4 }), days: anyDays }),
    ({ n }) => n,
    5,
  ),
})

/** Takes one part of a platform from another, so that two differ in that part alone. */
export const differing = fc.record({
  first: given,
  second: given,
  parts: fc.subarray(['accounts', 'products', 'relations', 'lines', 'maintenance'] as const, { minLength: 1 }),
})

export const accountOf = (n: number) => `ACCOUNT-${n}`
export const partOf = (n: number) => `PART-${n}`
/** Two versions of each name. */
export const productOf = (n: number) => ({ name: `P${Math.floor(n / 2)}`, version: String((n % 2) + 1) })

/** Makes the platform what the numbers say. */
export function holds(platform: ListedPlatform & Partial<ReadsMore>, world: Given, at: Date): void {
  const lists = platform.lists
  lists.accounts = world.accounts.map((one): PlatformAccount => {
    const found = account(one.n)
    const attributes = { storeAccountType: one.type, partnerTier: one.tier, inheritRights: String(one.inherits) }
    return { ...found, attributes }
  })
  lists.products = world.products.map(
    ({ n, category, deployed, released }): PlatformProduct => ({
      ...productOf(n),
      kind: 'product',
      platformId: `product-${n}`,
      description: '',
      state: deployed ? 'DEPLOYED' : 'OBSOLETE',
      productLine: null,
      partNumbers: [],
      attributes: {
        ...(category === 'nothing' ? {} : { storeCategory: category }),
        ...(released === null ? {} : { releaseDate: released }),
      },
      lastModifiedAt: null,
    }),
  )
  lists.partNumbers = world.products.flatMap(({ n, part }) =>
    part ? [{ partNumber: partOf(n), description: `Part ${n}`, product: productOf(n) }] : [],
  )
  lists.lines = world.lines.map((one) => ({
    ...line(one.n, 5, at),
    ...lineDays(one.days),
    accountId: accountOf(one.account),
    product: productOf(one.product),
    partNumber: partOf(one.product),
    state: one.deployed ? 'DEPLOYED' : 'INACTIVE',
  }))
  const parents = new Map(world.accounts.map(({ n, parents: of }) => [accountOf(n), of.filter((p) => p !== n)]))
  const known = new Set(world.accounts.map(({ n }) => n))
  platform.relationsOf = async (products) =>
    world.relations.flatMap(({ from, to, relation }) => {
      const pair = { from: productOf(from), to: productOf(to) }
      const isAsked = products.some(({ name, version }) => pair.from.name === name && pair.from.version === version)
      return isAsked ? [{ ...pair, relation }] : []
    })
  platform.accounts = async ({ onlyRoots, page }) => ({
    items: page > 1 ? [] : lists.accounts.filter(({ accountId }) => !onlyRoots || parents.get(accountId)?.length === 0),
    hasMore: false,
  })
  platform.parentsOf = async (accountIds) =>
    accountIds.flatMap((accountId) =>
      (parents.get(accountId) ?? [])
        .filter((n) => known.has(n))
        .map((n) => ({ accountId, parentAccountId: accountOf(n) })),
    )
  platform.maintenanceLines = async ({ page }) => ({
    hasMore: false,
    items: page > 1 ? [] : world.maintenance.map(maintenanceOf),
  })
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
type ReadsMore = Mutable<Pick<EntitlementPlatform, 'relationsOf' | 'accounts' | 'parentsOf' | 'maintenanceLines'>>

function maintenanceOf(one: Given['maintenance'][number]): PlatformMaintenanceLine {
  return {
    activationId: `MAINT-${one.n}`,
    entitlementId: `MENT-${one.n}`,
    state: 'DEPLOYED',
    product: null,
    partNumber: null,
    ...lineDays(one.days),
    orderId: null,
    orderLineNumber: null,
    coveredActivationIds: one.covers.map((n) => `ACT-${n}`),
    lastModifiedAt: null,
  }
}

function lineDays(n: number): Pick<PlatformEntitlementLine, 'startDate' | 'expirationDate' | 'permanent'> {
  const { startDate, expirationDate, permanent } = days[n] ?? days[0]
  return {
    startDate: startDate === null ? null : localDate(startDate),
    expirationDate: expirationDate === null ? null : localDate(expirationDate),
    permanent,
  }
}
