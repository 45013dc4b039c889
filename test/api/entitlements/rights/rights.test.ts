import { eq, sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  chooseUnknownRelease,
  heldRights,
  heldRightsAsOf,
  type ImportedChain,
  importChains,
  listChains,
  removeChains,
  rightsAndOffers,
  unknownReleases,
} from '../../../../src/domains/entitlements/rights/index.ts'
import { entitlementLines, maintenanceLines, products } from '../../../../src/domains/entitlements/rights/tables.ts'
import { accountParents, accounts } from '../../../../src/domains/people/accounts/tables.ts'
import { importItems, type StoreItem } from '../../../../src/domains/shop/catalog/index.ts'
import { importPriceList } from '../../../../src/domains/shop/pricing/index.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import type { Caller } from '../../../../src/platform/http/request/caller.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { catalogApp, memberOfAccount, mirror, staff } from '../../shop/catalog/world.ts'

let database: TestDatabase
let given: ReturnType<typeof mirror>
let app: FastifyInstance
let caller: Caller = { kind: 'nobody' }
let clock = movableClock('2026-06-15T10:00:00Z')

const chain = (some: Partial<ImportedChain> = {}): ImportedChain => ({
  id: 'c',
  from: { name: 'Paint', version: '2' },
  to: { name: 'Paint', version: '3' },
  grants: 'update',
  validator: 'subscription',
  ...some,
})

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  given = mirror(db)
  for (const account of ['OWNER', 'CHILD', 'GRANDCHILD', 'STRANGER', 'TESTER']) await given.account(account)
  await given.parent('CHILD', 'OWNER')
  await given.parent('GRANDCHILD', 'CHILD')
  const released = (category: string, releaseDate: string) => ({ attributes: { storeCategory: category, releaseDate } })
  await given.product('Paint', '2', released('base', '2025-01-01'))
  await given.product('Paint', '2.1', released('update', '2026-03-31'))
  await given.product('Paint', '3', released('upgrade', '2026-04-01'))
  await given.product('Sketch', '1', released('base', '2025-01-01'))
  await given.part('PAINT-2', ['Paint', '2'])
  await given.part('PAINT-21', ['Paint', '2.1'])
  await given.part('PAINT-3', ['Paint', '3'])
  await db.transaction(async (tx) => {
    // What only the holder of a product may have: so the store shows who holds it.
    const opened = (partNumber: string, product: string): StoreItem => ({
      partNumber,
      title: partNumber,
      category: 'media',
      requiresAnyOf: [product],
    })
    await importItems(tx, [opened('KIT-2', 'Paint@2'), opened('KIT-21', 'Paint@2.1'), opened('KIT-3', 'Paint@3')])
    const entries = ['KIT-2', 'KIT-21', 'KIT-3', 'PAINT-2', 'PAINT-3'].map((partNumber) => ({
      partNumber,
      unitMinor: 9,
    }))
    await importPriceList(tx, { id: 'std', name: 'List price', audience: 'everybody', currency: 'EUR', entries })
  })
})
afterAll(async () => {
  await database.drop()
})

beforeEach(async () => {
  const { db } = database
  await db.execute(sql`delete from entitlement_lines`)
  await db.execute(sql`delete from maintenance_lines`)
  await db.execute(sql`delete from product_relations`)
  await db.execute(sql`delete from product_chains`)
  await db.update(accounts).set({ attributes: {} })
  await given.line('act-1', 'OWNER', ['Paint', '2'], { startDate: localDate('2026-01-01') })
  await given.line('act-other', 'STRANGER', ['Sketch', '1'])
  clock = movableClock('2026-06-15T10:00:00Z')
  await app?.close()
  app = await catalogApp({ db, clock: { now: () => clock.now() } }, () => caller)
  await given.publish()
})

const bring = (...chains: ImportedChain[]) => database.db.transaction((tx) => importChains(tx, chains))
const sees = async (accountId: string, partNumber = 'KIT-3'): Promise<boolean> => {
  caller = memberOfAccount(accountId)
  const { statusCode } = await app.inject({ method: 'GET', url: `/api/items/${partNumber}` })
  expect([200, 404]).toContain(statusCode)
  return statusCode === 200
}
const on = (day: string) => {
  clock = movableClock(`${day}T12:00:00Z`)
}

describe('inheritance', () => {
  it('a child account, and its child, see the rights of the parent at once, and lose them at once [S4]', async () => {
    const { db } = database
    expect([await sees('CHILD', 'KIT-2'), await sees('GRANDCHILD', 'KIT-2')]).toEqual([true, true])
    expect(await sees('STRANGER', 'KIT-2')).toBe(false)
    await db
      .update(accounts)
      .set({ attributes: { inheritRights: 'false' } })
      .where(eq(accounts.accountId, 'CHILD'))
    expect([await sees('CHILD', 'KIT-2'), await sees('GRANDCHILD', 'KIT-2')]).toEqual([false, false])
    await db
      .update(accounts)
      .set({ attributes: { inheritRights: 'true' } })
      .where(eq(accounts.accountId, 'CHILD'))
    expect([await sees('CHILD', 'KIT-2'), await sees('GRANDCHILD', 'KIT-2')]).toEqual([true, true])
    await db.delete(accountParents).where(eq(accountParents.accountId, 'GRANDCHILD'))
    expect([await sees('CHILD', 'KIT-2'), await sees('GRANDCHILD', 'KIT-2')]).toEqual([true, false])
    await given.parent('GRANDCHILD', 'CHILD')
    expect(await sees('GRANDCHILD', 'KIT-2')).toBe(true)
  })

  it('a parent does not see what its child holds, and accounts in a ring are no harm', async () => {
    await given.line('act-2', 'CHILD', ['Paint', '2.1'])
    expect([await sees('OWNER', 'KIT-21'), await sees('CHILD', 'KIT-21')]).toEqual([false, true])
    await given.parent('OWNER', 'GRANDCHILD')
    expect(await sees('OWNER', 'KIT-21')).toBe(true)
    await database.db.delete(accountParents).where(eq(accountParents.accountId, 'OWNER'))
    expect(await sees('OWNER', 'KIT-21')).toBe(false)
  })

  it('the explanation says which chain grants what a child inherits', async () => {
    await bring(chain())
    caller = memberOfAccount('CHILD')
    const { because } = (await app.inject({ method: 'GET', url: '/api/items/KIT-3/explain' })).json()
    expect(JSON.stringify(because)).toContain(
      'Paint 3 comes with Paint 2 because the line is in effect (line act-1, order SO-act-1, inherited from account OWNER, chain c)',
    )
  })
})

describe('chains', () => {
  it('a relation from a base to an update makes it available to holders of the base under maintenance, and to nobody else [S9]', async () => {
    await given.maintenance('m-1', ['act-1'])
    await given.maintenance('m-2', ['act-other'])
    expect(await sees('OWNER', 'KIT-21')).toBe(false)
    await given.relation(['Paint', '2'], 'UPGRADE_TO', ['Paint', '2.1'])
    expect([await sees('OWNER', 'KIT-21'), await sees('STRANGER', 'KIT-21')]).toEqual([true, false])
    await database.db.execute(sql`delete from product_relations`)
    expect(await sees('OWNER', 'KIT-21')).toBe(false)
  })

  it('the holder of a base sees the update with a valid validator, and without one does not [S10]', async () => {
    await bring(chain({ validator: 'maintenance' }))
    expect(await sees('OWNER')).toBe(false)
    await given.maintenance('m-1', ['act-1'])
    expect(await sees('OWNER')).toBe(true)
    await database.db.update(maintenanceLines).set({ state: 'INACTIVE' })
    expect(await sees('OWNER')).toBe(false)
  })

  it('the holder of a version has the next one free, is offered it at its price, or does not see it, as the chain says [S11]', async () => {
    const outcome = async () => {
      await given.publish()
      return { has: await sees('OWNER', 'KIT-3'), offered: await sees('OWNER', 'PAINT-3') }
    }
    await given.relation(['Paint', '2'], 'UPGRADE_TO', ['Paint', '3'])
    expect(await outcome()).toEqual({ has: false, offered: true })
    await bring(chain({ grants: 'hidden' }))
    expect(await outcome()).toEqual({ has: false, offered: false })
    await bring(chain({ grants: 'update' }))
    expect(await outcome()).toEqual({ has: true, offered: false })
    await bring(chain({ grants: 'upgrade', validator: 'maintenance' }))
    expect(await outcome()).toEqual({ has: false, offered: false })
    await given.maintenance('m-1', ['act-1'])
    expect(await outcome()).toEqual({ has: false, offered: true })
    expect(await sees('STRANGER', 'PAINT-3')).toBe(false)
    await database.db.transaction((tx) => removeChains(tx, ['c', 'never-there']))
    expect(await outcome()).toEqual({ has: false, offered: true })
  })

  it.each([
    ['2026-05-31', false],
    ['2026-06-01', true],
    ['2026-06-30', true],
    ['2026-07-01', false],
  ])('on %s a right from a subscription of June is there: %s [S12]', async (day, there) => {
    await database.db
      .update(entitlementLines)
      .set({ startDate: localDate('2026-06-01'), expirationDate: localDate('2026-06-30'), permanent: false })
    await bring(chain())
    on(day)
    expect([await sees('OWNER', 'KIT-2'), await sees('OWNER', 'KIT-3')]).toEqual([there, there])
  })

  it('a lapsed account keeps what shipped on or before the last day of maintenance and has not what shipped after [S13]', async () => {
    await bring(
      chain({ id: 'update', to: { name: 'Paint', version: '2.1' }, validator: 'maintenance' }),
      chain({ id: 'next', validator: 'maintenance' }),
    )
    await given.maintenance('m-1', ['act-1'], { expirationDate: localDate('2026-03-31') })
    for (const day of ['2026-04-01', '2026-06-15', '2029-01-01']) {
      on(day)
      expect([await sees('OWNER', 'KIT-21'), await sees('OWNER', 'KIT-3')]).toEqual([true, false])
    }
  })

  it('without maintenance there are the updates released within the days of the warranty from the start date of the line, and none later [S14]', async () => {
    const warranty = { validator: 'warranty', warrantyDays: 89 } as const
    await bring(
      chain({ id: 'update', to: { name: 'Paint', version: '2.1' }, ...warranty }),
      chain({ id: 'next', ...warranty }),
    )
    expect([await sees('OWNER', 'KIT-21'), await sees('OWNER', 'KIT-3')]).toEqual([true, false])
    await bring(chain({ id: 'next', ...warranty, warrantyDays: 90 }))
    expect(await sees('OWNER', 'KIT-3')).toBe(true)
  })

  it('an early ship is seen by the named accounts only; one import opens it to all, and one takes it back [S15]', async () => {
    await given.line('act-t', 'TESTER', ['Paint', '2'])
    const early = chain({ cohort: ['TESTER'] })
    const seen = async () => [await sees('TESTER'), await sees('OWNER'), await sees('STRANGER')]
    expect(await seen()).toEqual([false, false, false])
    await bring(early)
    expect(await seen()).toEqual([true, false, false])
    await bring({ ...early, generalFrom: '2026-06-15' })
    expect(await seen()).toEqual([true, true, false])
    on('2026-06-14')
    expect(await seen()).toEqual([true, false, false])
    on('2026-06-15')
    await bring(early)
    expect(await seen()).toEqual([true, false, false])
  })

  it('what is not deployed on the platform, or not released yet, is granted to nobody', async () => {
    const { db } = database
    await bring(chain())
    on('2026-03-31')
    expect(await sees('OWNER')).toBe(false)
    on('2026-04-01')
    expect(await sees('OWNER')).toBe(true)
    await db.update(products).set({ state: 'OBSOLETE' }).where(eq(products.version, '3'))
    expect(await sees('OWNER')).toBe(false)
    await db.update(products).set({ state: 'DEPLOYED' }).where(eq(products.version, '3'))
  })

  it('a release date that is no day of the calendar is told to operators as not said', async () => {
    const { db } = database
    const attributes = (releaseDate: string) => ({ storeCategory: 'update', releaseDate })
    const before = await unknownReleases(db)
    await given.product('Paint', '6', { attributes: attributes('2026-02-28') })
    expect(await unknownReleases(db)).toEqual(before)
    for (const said of ['2026-02-30', '0000-01-01', '2026-13-01', '']) {
      await db
        .update(products)
        .set({ attributes: attributes(said) })
        .where(eq(products.version, '6'))
      expect((await unknownReleases(db)).count, said).toBe(before.count + 1)
    }
    await db.delete(products).where(eq(products.version, '6'))
  })

  it('a release whose date nobody says is hidden where maintenance or a warranty turns on it, and told as unknown where the store offers it', async () => {
    const { db } = database
    await given.product('Paint', '5', { attributes: { storeCategory: 'update', releaseDate: 'soon' } })
    await bring(chain({ to: { name: 'Paint', version: '5' }, validator: 'warranty', warrantyDays: 165 }))
    const held = async () => (await heldRights(db, 'OWNER', localDate('2026-06-15'))).map((one) => one.productVersion)
    expect(await held()).toEqual(['2'])
    await given.publish()
    expect(await held()).toEqual(['2'])
    // Nothing is claimed of a day that is only the day on which a sync first saw the product.
    expect((await listChains(db)).map(({ releasedOn }) => releasedOn)).toEqual([null])
    await db.transaction((tx) => chooseUnknownRelease(tx, 'offer'))
    expect(await held()).toEqual(['2', '5'])
    const [, granted] = await heldRights(db, 'OWNER', localDate('2026-06-15'))
    expect(granted?.grantedBy?.sentence).toContain('its release date is not known, it was first seen on 15 Jun 2026')
    await db.transaction((tx) => chooseUnknownRelease(tx, 'hide'))
    expect(await held()).toEqual(['2'])
    await bring(chain({ to: { name: 'Paint', version: '5' } }))
    expect(await held()).toEqual(['2', '5'])
    const days = () => db.execute(`select first_seen_on::text from product_releases where version = '5'`)
    expect([...(await days())]).toEqual([{ first_seen_on: '2026-06-15' }])
    await given.publish()
    expect([...(await days())]).toEqual([{ first_seen_on: '2026-06-15' }])
  })

  it('an import that is wrong in one chain imports none', async () => {
    const wrong = { ...chain({ id: 'x' }), validator: 'warranty' } as const
    await expect(bring(chain({ id: 'good' }), wrong)).rejects.toThrow('A warranty has a number of days')
    expect(await sees('OWNER')).toBe(false)
  })
})

it('a part number whose product nothing puts in a category is drift and cannot be had; with one it can [S21]', async () => {
  const { db } = database
  await given.product('Easel', '1', { attributes: {} })
  await given.part('EASEL', ['Easel', '1'])
  await db.transaction((tx) =>
    importPriceList(tx, {
      id: 'e',
      name: 'E',
      audience: 'everybody',
      currency: 'EUR',
      entries: [{ partNumber: 'EASEL', unitMinor: 5 }],
    }),
  )
  expect((await given.publish()).unsellable).toContain('EASEL: has no category')
  expect(await sees('OWNER', 'EASEL')).toBe(false)
  await db
    .update(products)
    .set({ attributes: { storeCategory: 'base' } })
    .where(eq(products.name, 'Easel'))
  expect((await given.publish()).unsellable).not.toContain('EASEL: has no category')
  expect(await sees('OWNER', 'EASEL')).toBe(true)
})

it.each([
  ['no attribute', {}],
  ['an empty one', { storeCategory: ' ' }],
])(
  'a release with %s for its category is published by no chain, neither granted nor offered; with one it is [S21]',
  async (_, attributes) => {
    const { db } = database
    on('2026-06-15')
    const version = `7-${Object.keys(attributes).length}`
    await given.product('Paint', version, { attributes: { ...attributes, releaseDate: '2026-04-01' } })
    await given.part(`PAINT-${version}`, ['Paint', version])
    const rights = async () => {
      const { held, offered } = await rightsAndOffers(db, 'OWNER', localDate('2026-06-15'))
      return [held, offered].map((found) => found.some(({ productVersion }) => productVersion === version))
    }
    for (const grants of ['update', 'upgrade'] as const)
      await bring(chain({ id: `${version}-${grants}`, to: { name: 'Paint', version }, grants }))
    expect((await given.publish()).unsellable).toContain(`PAINT-${version}: has no category`)
    expect(await rights()).toEqual([false, false])
    expect((await listChains(db)).filter(({ to }) => to.version === version).map((one) => one.isDeployed)).toEqual([
      false,
      false,
    ])
    await db
      .update(products)
      .set({ attributes: { storeCategory: 'update', releaseDate: '2026-04-01' } })
      .where(eq(products.version, version))
    await given.publish()
    expect(await rights()).toEqual([true, true])
  },
)

describe('as of an earlier instant', () => {
  const today = localDate('2026-06-15')
  const instant = async () => {
    // Rows are known from the instant on which their transaction began, to the microsecond; a Date has milliseconds.
    const [row] = await database.db.execute<{ at: string }>(
      sql`select pg_sleep(0.003), (clock_timestamp() at time zone 'UTC')::text || 'Z' as at`,
    )
    return new Date(row?.at ?? '')
  }

  it("yesterday's answer is unchanged by whatever is published today, for lines, maintenance, accounts, products and chains [N11]", async () => {
    const { db } = database
    await bring(chain({ validator: 'maintenance' }))
    await given.maintenance('m-1', ['act-1'])
    const answers = async () => ({
      owner: await heldRights(db, 'OWNER', today),
      grandchild: await heldRights(db, 'GRANDCHILD', today),
      stranger: await heldRights(db, 'STRANGER', today),
    })
    const before = await answers()
    expect(before.owner.map(({ productVersion }) => productVersion)).toEqual(['2', '3'])
    const yesterday = await instant()
    const then = async () => ({
      owner: await heldRightsAsOf(db, 'OWNER', today, yesterday),
      grandchild: await heldRightsAsOf(db, 'GRANDCHILD', today, yesterday),
      stranger: await heldRightsAsOf(db, 'STRANGER', today, yesterday),
    })
    const changes: (() => PromiseLike<unknown>)[] = [
      () => db.update(entitlementLines).set({ quantity: 99, accountId: 'STRANGER' }),
      () => db.update(maintenanceLines).set({ expirationDate: localDate('2025-06-01') }),
      () => given.line('act-new', 'OWNER', ['Sketch', '1']),
      () =>
        db
          .update(accounts)
          .set({ attributes: { inheritRights: 'false' } })
          .where(eq(accounts.accountId, 'CHILD')),
      () => db.delete(accountParents),
      () => db.update(products).set({ state: 'OBSOLETE' }).where(eq(products.version, '3')),
      () => bring(chain({ grants: 'hidden' })),
      () => db.transaction((tx) => removeChains(tx, ['c'])),
      () => db.update(entitlementLines).set({ removedAt: new Date('2026-06-15T03:00:00Z') }),
      () => db.delete(maintenanceLines),
      () => db.delete(entitlementLines),
    ]
    for (const change of changes) {
      await change()
      expect(await then()).toEqual(before)
    }
    expect(await answers()).toEqual({ owner: [], grandchild: [], stranger: [] })
    expect(await heldRightsAsOf(db, 'OWNER', today, new Date('2020-01-01T00:00:00Z'))).toEqual([])
    await db.update(products).set({ state: 'DEPLOYED' }).where(eq(products.version, '3'))
    await given.parent('CHILD', 'OWNER')
    await given.parent('GRANDCHILD', 'CHILD')
  })

  it('between two changes the answer is the one of that time, and what came and went in one transaction was never there', async () => {
    const { db } = database
    const quantityAt = async (at: Date) =>
      (await heldRightsAsOf(db, 'OWNER', today, at)).map(({ quantity }) => quantity)
    const first = await instant()
    await db.update(entitlementLines).set({ quantity: 6 })
    const second = await instant()
    await db.transaction(async (tx) => {
      await tx.update(entitlementLines).set({ quantity: 7 })
      await tx.update(entitlementLines).set({ quantity: 8 })
    })
    const third = await instant()
    await db.delete(entitlementLines)
    expect([await quantityAt(first), await quantityAt(second), await quantityAt(third)]).toEqual([[5], [6], [8]])
    expect(await quantityAt(await instant())).toEqual([])
    expect(await db.$count(sql`rights_history`, sql`data ->> 'quantity' = '7'`)).toBe(0)
  })

  it('staff are told what an account could see on an earlier day; the answer outlives the change [N11]', async () => {
    caller = staff
    const explain = async (knownAt = '') =>
      (await app.inject({ method: 'GET', url: `/api/admin/explain?accountId=OWNER&partNumber=KIT-2${knownAt}` })).json()
    // The instants are the database's, so the day is today's.
    await database.db.update(entitlementLines).set({ startDate: null })
    const knownAt = `&knownAt=${encodeURIComponent((await instant()).toISOString())}`
    const answer = await explain(knownAt)
    expect(answer).toMatchObject({ visible: true })
    await database.db.delete(entitlementLines)
    expect(await explain()).toMatchObject({ visible: false, reason: 'NOT_ENTITLED' })
    expect(await explain(knownAt)).toEqual(answer)
    const wrong = await app.inject({ url: '/api/admin/explain?accountId=OWNER&partNumber=KIT-2&knownAt=yesterday' })
    expect(wrong.statusCode).toBe(400)
  })
})
