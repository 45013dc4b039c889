import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type {
  MarkedPage,
  MarkedPageQuery,
  OddRow,
  PlatformMember,
  PlatformProduct,
} from '../../../../src/domains/entitlements/rights/port.ts'
import { productRelations, products } from '../../../../src/domains/entitlements/rights/tables.ts'
import { quarantinedRows } from '../../../../src/domains/entitlements/sync/tables.ts'
import { accounts, members, memberships } from '../../../../src/domains/people/accounts/tables.ts'
import { mails } from '../../../../src/domains/people/notifications/tables.ts'
import { account, line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

const product = (n: number): PlatformProduct => ({
  kind: 'product',
  platformId: `p${n}`,
  name: `Paint ${n}`,
  version: '1.0',
  description: '',
  state: 'DEPLOYED',
  productLine: null,
  partNumbers: [],
  attributes: {},
  lastModifiedAt: null,
})
const member = (n: number): PlatformMember => ({
  platformId: `m${n}`,
  userName: `m${n}@acme.example`,
  firstName: 'M',
  lastName: `${n}`,
  phone: '',
  locale: '',
  email: `m${n}@acme.example`,
  active: true,
  lastModifiedAt: null,
  accounts: [{ accountId: 'ACCOUNT-0', roles: ['Buyer'] }],
})

/** Keys of rows that cannot be read, of any kind, and rows that do not say which they are. */
let odd = new Set<string>()
let keyless = 0
let world: SyncWorld
let whole: SyncWorld['platform']['lists']

/** A question in whose answers the odd rows cannot be read; as real pages do, they have another mark by that. */
function withOdd<Item, Query extends MarkedPageQuery>(
  ask: (query: Query) => Promise<MarkedPage<Item>>,
  keyOf: (item: Item) => string,
  parts: (item: Item) => readonly string[] = (item) => [keyOf(item)],
) {
  return async ({ ifNoneMatch, ...query }: Query): Promise<MarkedPage<Item>> => {
    const ending = `|${[...odd].sort().join(',')}`
    const inner = ifNoneMatch?.endsWith(ending) ? { ifNoneMatch: ifNoneMatch.slice(0, -ending.length) } : {}
    const page = await ask({ ...query, ...inner } as unknown as Query)
    if (page.notModified) return page
    const rows = page.items
      .filter((item) => odd.has(keyOf(item)))
      .map(
        (item, at): OddRow => ({
          key: at < keyless ? null : parts(item),
          place: `row ${at + 1}: state`,
          reason: 'Invalid option',
        }),
      )
    return {
      ...page,
      items: page.items.filter((item) => !odd.has(keyOf(item))),
      ...(page.etag === undefined ? {} : { etag: page.etag + ending }),
      ...(rows.length === 0 ? {} : { odd: rows }),
    }
  }
}

beforeAll(async () => {
  world = await syncWorld()
  const { platform } = world
  platform.lists.products = Array.from({ length: 30 }, (_, n) => product(n))
  platform.lists.members = Array.from({ length: 20 }, (_, n) => member(n))
  platform.lists.accounts = Array.from({ length: 10 }, (_, n) => account(n))
  whole = { ...platform.lists }
  Object.assign(platform, {
    entitlementLines: withOdd(platform.entitlementLines, ({ activationId }) => activationId),
    products: withOdd(
      platform.products,
      ({ name }) => name,
      ({ name, version }) => [name, version],
    ),
    accounts: withOdd(platform.accounts, ({ accountId }) => accountId),
    members: withOdd(platform.members, ({ userName }) => userName),
    relationsOf: async (asked: readonly { name: string; version: string }[]) => {
      const of = (n: number) => ({ name: `Paint ${n}`, version: '1.0' })
      const bad = asked.filter(({ name }) => odd.has(`relations of ${name}`))
      const found = asked.flatMap((from) =>
        from.name === 'Paint 29' || bad.includes(from) ? [] : [{ from, to: of(29), relation: 'UPGRADE_TO' as const }],
      )
      const rows = bad.map(({ name, version }) => ({
        key: [name, version],
        place: 'the whole answer',
        reason: 'was refused',
      }))
      return rows.length === 0 ? found : Object.assign(found, { odd: rows })
    },
  })
})
afterAll(() => world.close())
beforeEach(async () => {
  odd = new Set()
  keyless = 0
  Object.assign(world.platform.lists, whole)
  world.clock.advance({ minutes: 5 })
  await world.run('full')
})

const waiting = async () =>
  (await world.database.db.select().from(quarantinedRows)).map(({ kind, key }) => `${kind} ${key}`).sort()
const change = (quantity: number) => {
  world.platform.lists.lines = whole.lines.map((each, n) => line(n, quantity, each.changedAt))
}

it('one odd row of any kind stops nothing: it waits by itself, and the mirror keeps what it knew of it', async () => {
  odd = new Set(['ACT-3', 'Paint 4', 'ACCOUNT-2', 'm5@acme.example', 'relations of Paint 6'])
  change(9)
  const { state, report } = await world.run('full')
  expect(state).toBe('published')
  expect(report?.quarantined).toEqual({ accounts: 1, entitlementLines: 1, members: 1, products: 1, relations: 1 })
  expect(report?.kinds['entitlementLines']).toEqual({ read: 39, added: 0, changed: 39, removed: 0, held: 0 })
  for (const kind of ['products', 'accounts', 'members', 'memberships', 'relations'])
    expect([kind, report?.kinds[kind]]).toMatchObject([kind, { changed: 0, removed: 0, held: 0 }])
  const mirrored = await world.mirror()
  expect([mirrored['ACT-3'], mirrored['ACT-4']]).toEqual([5, 9])
  const { db } = world.database
  for (const [table, count] of [
    [products, 30],
    [accounts, 10],
    [members, 20],
    [memberships, 20],
    [productRelations, 29],
  ] as const) {
    const rows = await db.select().from(table)
    expect(rows.filter((row) => !('removedAt' in row) || row.removedAt === null)).toHaveLength(count)
  }
  const [row] = (await db.select().from(quarantinedRows)).filter(({ kind }) => kind === 'entitlementLines')
  expect(row).toMatchObject({
    key: 'ACT-3',
    place: 'entitlement lines, page 1, row 1: state',
    reason: 'Invalid option',
  })
})

it('a row that can be read again leaves, in a full run and in an incremental one, and a known page hides none', async () => {
  odd = new Set(['ACT-3', 'Paint 4', 'relations of Paint 6'])
  await world.run('full')
  const first = await world.database.db.select().from(quarantinedRows)
  world.clock.advance({ minutes: 5 })
  // Nothing has changed on any page, and the rows are met all the same.
  expect((await world.run('full')).report?.quarantined).toEqual({ entitlementLines: 1, products: 1, relations: 1 })
  const again = await world.database.db.select().from(quarantinedRows)
  expect(again.map(({ firstSeenAt }) => firstSeenAt)).toEqual(first.map(({ firstSeenAt }) => firstSeenAt))
  expect(again.every(({ lastSeenAt, firstSeenAt }) => lastSeenAt > firstSeenAt)).toBe(true)

  odd = new Set(['ACT-3', 'Paint 4'])
  world.clock.advance({ minutes: 5 })
  await world.run('incremental')
  expect(await waiting()).toEqual(['entitlementLines ACT-3', 'products Paint 4\u001f1.0'])
  odd = new Set()
  world.platform.lists.lines = whole.lines.map((each, n) => (n === 3 ? line(n, 8, world.clock.now()) : each))
  await world.run('incremental')
  expect([await waiting(), (await world.mirror())['ACT-3']]).toEqual([[], 8])
})

it('a row that was never read before waits without a row in the mirror, and one that is gone is removed', async () => {
  odd = new Set(['ACT-40', 'ACT-3'])
  world.platform.lists.lines = [...whole.lines, line(40, 1, world.clock.now())]
  await world.run('full')
  expect(await waiting()).toEqual(['entitlementLines ACT-3', 'entitlementLines ACT-40'])
  expect(Object.keys(await world.mirror())).not.toContain('ACT-40')
  world.platform.lists.lines = whole.lines.filter(({ activationId }) => activationId !== 'ACT-3')
  await world.run('full')
  expect([await waiting(), (await world.mirror())['ACT-3']]).toEqual([[], undefined])
})

it('of a kind with a row that does not say which it is nothing is removed', async () => {
  odd = new Set(['ACT-3'])
  keyless = 1
  world.platform.lists.lines = whole.lines.filter(({ activationId }) => activationId !== 'ACT-9')
  expect((await world.run('full')).report?.kinds['entitlementLines']).toMatchObject({ read: 38, removed: 0, held: 0 })
  expect((await world.mirror())['ACT-9']).toBe(5)
  expect(await waiting()).toEqual(['entitlementLines entitlement lines, page 1, row 1: state'])
})

it('more than ten and more than a tenth of a kind stop the run, which says where and why and changes nothing', async () => {
  odd = new Set(whole.lines.slice(0, 11).map(({ activationId }) => activationId))
  change(9)
  await expect(world.run('full')).rejects.toThrow(
    /11 of 40 rows of entitlement lines cannot be read.*page 1, row 1: state: Invalid option/,
  )
  expect((await world.mirror())['ACT-30']).toBe(5)
  expect(await waiting()).toEqual([])
  odd = new Set(whole.lines.slice(0, 10).map(({ activationId }) => activationId))
  expect((await world.run('full')).report?.quarantined).toEqual({ entitlementLines: 10 })
})

it('somebody is told of it once, however often it is met', async () => {
  const told = async () =>
    (await world.database.db.select().from(mails)).filter(({ subject }) => subject.includes('cannot be read')).length
  const before = await told()
  odd = new Set(['ACT-30'])
  await world.run('full')
  world.clock.advance({ minutes: 5 })
  await world.run('full')
  expect((await told()) - before).toBe(1)
})
