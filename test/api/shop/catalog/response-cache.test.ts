import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import fc from 'fast-check'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mirrorPushedLines } from '../../../../src/domains/entitlements/push/mirror-pushed-lines.ts'
import { importChains } from '../../../../src/domains/entitlements/rights/index.ts'
import {
  entitlementLines,
  maintenanceLines,
  productReleases,
} from '../../../../src/domains/entitlements/rights/tables.ts'
import { liveSession } from '../../../../src/domains/people/accounts/index.ts'
import { accounts, members, memberships, sessions } from '../../../../src/domains/people/accounts/tables.ts'
import { callerOf } from '../../../../src/domains/people/identity/index.ts'
import { readForChange } from '../../../../src/domains/selling/carts/cart-facts.ts'
import { importItems, loadViewer, publishCatalog, type Viewer } from '../../../../src/domains/shop/catalog/index.ts'
import { importDiscountRules, importPriceList } from '../../../../src/domains/shop/pricing/index.ts'
import { dateOf, localDate } from '../../../../src/kernel/local-date.ts'
import { type Connection, connect, type Db, type Tx } from '../../../../src/platform/db/db.ts'
import { param } from '../../../../src/platform/db/prepared-query.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { catalogApp, memberOfAccount, mirror } from './world.ts'

const clock = movableClock('2026-06-15T12:00:00Z')
const shoppers = ['HOME', 'CHILD', 'SHOP'] as const
type Shopper = (typeof shoppers)[number]

let database: TestDatabase
let other: Connection
/** Two replicas that keep answers, and one that never does. */
let replicas: { first: FastifyInstance; second: FastifyInstance; forgetful: FastifyInstance }
let shopper: Shopper = 'HOME'
const named = { HOME: { sid: 'HOME' }, CHILD: { sid: 'CHILD' }, SHOP: { sid: 'SHOP' } }

beforeAll(async () => {
  database = await testDatabase()
  other = connect({ url: database.url, pool: 3 })
  const { db } = database
  const given = mirror(db)
  await given.account('HOME')
  await given.account('CHILD')
  await given.account('SHOP', { accountType: 'reseller', partnerTier: 'gold' })
  await given.parent('CHILD', 'HOME')
  for (const version of ['1', '2', '3']) {
    await given.product('Paint', version, { attributes: { storeCategory: version === '3' ? 'upgrade' : 'base' } })
    await given.part(`PAINT-${version}`, ['Paint', version])
  }
  await given.relation(['Paint', '1'], 'UPGRADE_TO', ['Paint', '3'])
  await given.publish()
  await db.transaction(async (tx) => {
    await importItems(tx, [{ partNumber: 'BOOK', title: 'Book', category: 'book', requiresAnyOf: ['Paint'] }])
    await everybodyPays(tx, 1000)
  })
  for (const account of shoppers) {
    const userName = `${account.toLowerCase()}@example.com`
    const names = { firstName: 'A', lastName: 'B', email: userName, locale: 'en' }
    const member = { userName, platformId: userName, ...names, phone: '', active: true, rowHash: 'h', removedAt: null }
    await db.insert(members).values(member)
    await db.insert(memberships).values({ userName, accountId: account, roles: [] })
    await db.insert(sessions).values({
      id: account,
      userName,
      accountId: account,
      roles: [],
      profile: { ...names, address: null },
      createdAt: clock.now(),
      expiresAt: new Date('2099-01-01'),
    })
  }
  const signedOn = (on: Db) => (request: FastifyRequest) => callerOf({ db: on, clock }, request, named[shopper])
  replicas = {
    first: await catalogApp({ db, clock }, signedOn(db)),
    second: await catalogApp({ db: other.db, clock }, signedOn(other.db)),
    forgetful: await catalogApp({ db, clock }, () => memberOf(shopper)),
  }
})
afterAll(async () => {
  await Promise.all(Object.values(replicas).map((app) => app.close()))
  await other.close()
  await database.drop()
})

const memberOf = (accountId: string) => {
  const member = memberOfAccount(accountId)
  if (member.kind !== 'member') throw new Error('a shopper is a member')
  return member
}

const everybodyPays = (tx: Tx, unitMinor: number) =>
  importPriceList(tx, {
    id: 'all',
    name: 'Everybody',
    audience: 'everybody',
    currency: 'EUR',
    entries: ['PAINT-1', 'PAINT-2', 'PAINT-3', 'BOOK'].map((partNumber) => ({ partNumber, unitMinor })),
  })

/** All that an account can see at once: the list, one item open to all, one that a right opens, and what a search finds. */
async function look(app: FastifyInstance, as: Shopper): Promise<string> {
  shopper = as
  const answers: string[] = []
  const found = ['/api/items?q=book', '/api/items/facets?q=paint', '/api/items/suggest?q=bo', '/api/items/groups']
  for (const url of ['/api/items', '/api/items/PAINT-1', '/api/items/BOOK?quantity=2', ...found]) {
    const { statusCode, body } = await app.inject({ url })
    answers.push(`${statusCode} ${body}`)
  }
  return [...answers, JSON.stringify(await rightsInCart(app, as))].join('\n')
}

/** Who a cart is priced for: a replica keeps what it has decided of the account's rights, the forgetful one reads them. */
async function rightsInCart(app: FastifyInstance, accountId: Shopper): Promise<Viewer> {
  const on = dateOf(clock.now())
  if (app === replicas.forgetful) return loadViewer(database.db, accountId, on)
  const db = app === replicas.second ? other.db : database.db
  const cart = { id: 'none', accountId, endCustomerAccountId: null, coTermThrough: null }
  const { viewer } = await db.transaction((tx) => readForChange(tx, db, cart, { on, partNumber: '' }))
  return viewer
}

const line = (activationId: string, accountId: string, version = '1') =>
  mirror(database.db).line(activationId, accountId, ['Paint', version])

const sale = (tx: Tx, orderId: string) =>
  mirrorPushedLines(
    tx,
    {
      orderId,
      orderNumber: orderId,
      entitlementId: `E-${orderId}`,
      accountId: 'SHOP',
      partnerAccountId: null,
      contactUserName: null,
      shipToEmail: null,
      locale: 'en',
      state: 'live',
      attempts: 1,
      lastError: null,
      createdAt: clock.now(),
      updatedAt: clock.now(),
      welcomedAt: null,
    },
    [
      {
        activationId: `A-${orderId}`,
        orderId,
        orderLineNumber: 1,
        partNumber: 'PAINT-1',
        quantity: 1,
        startDate: localDate('2026-01-01'),
        expirationDate: null,
        targetEntitlementId: null,
        baseActivationId: null,
        maintenanceOf: null,
        liveAt: clock.now(),
      },
    ],
  )

const changes: readonly (readonly [what: string, who: Shopper, change: () => Promise<unknown>])[] = [
  ['a line of the parent account that a sync brings', 'CHILD', () => line('L-2', 'HOME')],
  [
    'a line that a sync takes away',
    'CHILD',
    () =>
      database.db.update(entitlementLines).set({ state: 'INACTIVE' }).where(eq(entitlementLines.activationId, 'L-2')),
  ],
  ['a line that a sync brings', 'HOME', () => line('L-1', 'HOME')],
  ['a sale', 'SHOP', () => database.db.transaction((tx) => sale(tx, 'SO-1'))],
  ['a price change', 'HOME', () => database.db.transaction((tx) => everybodyPays(tx, 900))],
  [
    'a discount',
    'SHOP',
    () =>
      database.db.transaction((tx) =>
        importDiscountRules(tx, [
          { id: 'gold', name: 'Gold', audience: 'partnerTier', audienceValue: 'gold', basisPoints: 1000 },
        ]),
      ),
  ],
  [
    'a new item',
    'HOME',
    () =>
      database.db.transaction((tx) =>
        importItems(tx, [{ partNumber: 'BOOK', title: 'Better book', category: 'book', requiresAnyOf: ['Paint'] }]),
      ),
  ],
  [
    'a chain that takes the place of a relation',
    'HOME',
    () =>
      database.db.transaction(async (tx) => {
        await importChains(tx, [
          {
            id: 'C',
            from: { name: 'Paint', version: '1' },
            to: { name: 'Paint', version: '3' },
            grants: 'update',
            validator: 'subscription',
          },
        ])
        await publishCatalog(tx, { at: clock.now() })
      }),
  ],
  [
    'an account that changes its tier',
    'SHOP',
    () => database.db.update(accounts).set({ partnerTier: null }).where(eq(accounts.accountId, 'SHOP')),
  ],
  [
    'an account that no longer inherits',
    'CHILD',
    () =>
      database.db
        .update(accounts)
        .set({ attributes: { inheritRights: 'false' } })
        .where(eq(accounts.accountId, 'CHILD')),
  ],
]

it.each(changes)('%s shows in the very next answer on every replica', async (_, who, change) => {
  const before = await look(replicas.second, who)
  expect(await look(replicas.second, who)).toBe(before)
  await look(replicas.first, who)
  await change()
  const after = await look(replicas.second, who)
  expect(after).not.toBe(before)
  expect(await look(replicas.first, who)).toBe(after)
  expect(after).toBe(await look(replicas.forgetful, who))
})

it('a member that the platform no longer has is signed off at once on every replica', async () => {
  const userName = 'child@example.com'
  expect(await look(replicas.second, 'CHILD')).toContain('200')
  await database.db.update(members).set({ removedAt: clock.now() }).where(eq(members.userName, userName))
  expect(await look(replicas.second, 'CHILD')).not.toContain('200')
  await database.db.update(members).set({ removedAt: null }).where(eq(members.userName, userName))
  expect(await look(replicas.second, 'CHILD')).toContain('200')
})

it('an item takes one statement with the session, a page two, and either one once it is kept', async () => {
  const statements: string[] = []
  const client = postgres(database.url, { max: 1, onnotice: () => {} })
  const db = drizzle(client, { logger: { logQuery: (query) => void statements.push(query) } })
  const app = await catalogApp({ db, clock }, (request) => callerOf({ db, clock }, request, named[shopper]))
  const taken = async (url: string) => {
    statements.length = 0
    const { statusCode } = await app.inject({ url })
    return [statusCode, statements.length]
  }
  shopper = 'HOME'
  for (const [url, first] of [
    ['/api/items/PAINT-1', 1],
    ['/api/items/PAINT-1?quantity=3', 1],
    ['/api/items?category=base', 2],
  ] as const) {
    expect([url, ...(await taken(url))]).toEqual([url, 200, first])
    expect([url, ...(await taken(url))]).toEqual([url, 200, 1])
  }
  await database.db.transaction((tx) => everybodyPays(tx, 950))
  // It was thought to be kept still, so nothing was read with the session.
  expect(await taken('/api/items/PAINT-1')).toEqual([200, 2])
  expect(await taken('/api/items/PAINT-1')).toEqual([200, 1])
  await app.close()
  await client.end()
})

it('a session that was revoked reads nothing with itself, and is refused at once', async () => {
  const { db } = database
  expect(await liveSession(db, 'HOME', clock.now(), { along: sessionItem, values: { x: 'x' } })).toMatchObject({
    session: { accountId: 'HOME' },
    along: { account: 'HOME', x: 'x' },
  })
  await db.update(sessions).set({ revokedAt: clock.now() }).where(eq(sessions.id, 'HOME'))
  expect(await liveSession(db, 'HOME', clock.now(), { along: sessionItem, values: { x: 'x' } })).toBe(null)
  shopper = 'HOME'
  expect((await replicas.first.inject({ url: '/api/items/PAINT-1' })).statusCode).toBe(401)
  expect((await replicas.first.inject({ url: '/api/items/PAINT-2' })).statusCode).toBe(401)
  await db.update(sessions).set({ revokedAt: null }).where(eq(sessions.id, 'HOME'))
})

const sessionItem = {
  names: ['x'],
  parts: { account: param('accountId'), x: param('x') },
}

it('what is in force by date changes with the day, without any change in the database', async () => {
  await database.db.transaction((tx) =>
    importDiscountRules(tx, [
      { id: 'july', name: 'July', audience: 'everybody', basisPoints: 500, validFrom: '2026-07-01' },
    ]),
  )
  const june = await look(replicas.first, 'HOME')
  clock.advance({ days: 20 })
  expect(await look(replicas.first, 'HOME')).not.toBe(june)
  clock.advance({ days: -20 })
  expect(await look(replicas.first, 'HOME')).toBe(june)
})

it('a change for one account leaves what others were told, and a change that is rolled back leaves everything', async () => {
  const versions = async () =>
    Promise.all(shoppers.map(async (id) => (await liveSession(database.db, id, clock.now()))?.session.cacheVersion))
  const before = await versions()
  await line('L-3', 'SHOP')
  const after = await versions()
  expect(after.map((version, n) => version === before[n])).toEqual([true, true, false])
  await expect(
    database.db.transaction(async (tx) => {
      await everybodyPays(tx, 1)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await database.db.execute(sql`update items set title = title where part_number = 'nothing'`)
  expect(await versions()).toEqual(after)
})

it('kept and fresh answers agree after any sequence of changes, whoever looked in between', async () => {
  const { db } = database
  let serial = 0
  const account = fc.constantFrom(...shoppers)
  const step = fc.oneof(
    account.map((who) => async () => {
      serial += 1
      await line(`R-${serial}`, who, String(1 + (serial % 2)))
    }),
    account.map(
      (who) => () =>
        db
          .update(entitlementLines)
          .set({ accountId: who })
          .where(eq(entitlementLines.activationId, `R-${serial}`)),
    ),
    fc.constant(() => db.delete(entitlementLines).where(eq(entitlementLines.activationId, `R-${serial}`))),
    fc.constant(() => mirror(db).maintenance(`M-${randomBytes(6).toString('hex')}`, [`R-${serial}`])),
    fc.constant(() => db.delete(maintenanceLines)),
    fc.integer({ min: 1, max: 9999 }).map((minor) => () => db.transaction((tx) => everybodyPays(tx, minor))),
    fc
      .constantFrom('1', '2')
      .map((version) => () => db.update(productReleases).set({ firstSeenOn: localDate(`2026-0${version}-01`) })),
    fc.boolean().map((inherits) => () => db.update(accounts).set({ attributes: { inheritRights: String(inherits) } })),
  )
  const looks = fc.array(fc.tuple(fc.constantFrom('first', 'second'), account), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, looks), { maxLength: 8 }), async (steps) => {
      for (const [change, seen] of steps) {
        await change()
        for (const [replica, who] of seen)
          expect(await look(replicas[replica], who)).toBe(await look(replicas.forgetful, who))
      }
    }),
    { numRuns: 12 },
  )
})

it('an answer is read from no table whose changes are not counted', async () => {
  const role = `reader_${randomBytes(6).toString('hex')}`
  const admin = postgres(database.url, { max: 1, onnotice: () => {} })
  const url = new URL(database.url)
  const found =
    await admin`select distinct tgrelid::regclass::text as name from pg_trigger where tgname like 'answers\\_%'`
  const counted = found.map(({ name }) => String(name))
  // Read anew for each request, and where the counts are.
  const alwaysRead = ['sessions', 'members', 'memberships', 'company_members', 'answer_versions']
  await admin.unsafe(`create role ${role} login password 'reader'`)
  await admin.unsafe(`grant select on ${[...counted, ...alwaysRead].join(', ')} to ${role}`)
  url.username = role
  url.password = 'reader'
  const reader = connect({ url: url.href, pool: 2 })
  try {
    const app = await catalogApp({ db: reader.db, clock }, (request) =>
      callerOf({ db: reader.db, clock }, request, named[shopper]),
    )
    for (const who of shoppers) expect(await look(app, who)).toBe(await look(replicas.forgetful, who))
    await app.close()
    // Each has all five, so that no kind of change is missed.
    for (const name of counted) {
      const triggers =
        await admin`select tgname from pg_trigger where tgrelid = ${name}::regclass and tgname like 'answers\\_%'`
      expect([name, triggers.length]).toEqual([name, 5])
    }
  } finally {
    await reader.close()
    await admin.unsafe(`drop owned by ${role}`)
    await admin.unsafe(`drop role ${role}`)
    await admin.end({ timeout: 1 })
  }
})
