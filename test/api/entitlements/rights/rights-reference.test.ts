import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chainsInEffect } from '../../../../src/domains/entitlements/rights/chain.ts'
import { releaseKey, rightsOf } from '../../../../src/domains/entitlements/rights/chain-rights.ts'
import { type ImportedChain, importChains, rightsAndOffers } from '../../../../src/domains/entitlements/rights/index.ts'
import { productRelations } from '../../../../src/domains/entitlements/rights/tables.ts'
import { addDays, localDate } from '../../../../src/kernel/local-date.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { mirror } from '../../shop/catalog/world.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const names = ['A', 'B', 'C', 'D']
const versions = ['1', '2', '3']
const account = fc.constantFrom(...names)
const version = fc.constantFrom(...versions)
const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays(localDate('2024-02-01'), n))
const rarely = <Value>(usual: Value, other: Value) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, fc.constant(other))
const span = { startDate: fc.option(day), expirationDate: fc.option(day), permanent: fc.boolean() }
const state = rarely('DEPLOYED', 'INACTIVE')
const removedAt = fc.option(fc.constant(new Date('2024-01-01T00:00:00Z')), { freq: 8 }).map((at) => at ?? null)

const world = fc.record({
  accounts: fc.tuple(
    ...names.map(() => fc.record({ inherits: fc.constantFrom(undefined, 'true', 'false', ' False '), removedAt })),
  ),
  parents: fc.uniqueArray(fc.tuple(account, account), { maxLength: 4, selector: ([a, b]) => a + b }),
  products: fc.tuple(
    ...versions.map(() =>
      fc.record({
        releaseDate: fc.oneof(day, fc.constantFrom(undefined, '2024-02-30')),
        category: rarely('update', 'upgrade'),
        state,
        removedAt,
        seen: fc.option(day),
      }),
    ),
  ),
  relations: fc.uniqueArray(
    fc.record({ from: version, to: version, relation: rarely('UPGRADE_TO', 'UPSELL_TO'), removedAt }),
    { maxLength: 4, selector: ({ from, to, relation }) => from + to + relation },
  ),
  chains: fc.array(
    fc
      .record({
        from: fc.option(version),
        to: version,
        cohort: fc.uniqueArray(account, { maxLength: 1 }),
        generalFrom: fc.option(day),
        grants: fc.constantFrom('update' as const, 'upgrade' as const, 'hidden' as const),
        validator: fc.constantFrom('subscription' as const, 'maintenance' as const, 'warranty' as const),
        days: fc.integer({ min: 0, max: 40 }),
      })
      .filter(({ from, to }) => from !== to),
    { maxLength: 3 },
  ),
  lines: fc.array(fc.record({ owner: account, version, ...span, state, entitlementState: state, removedAt }), {
    maxLength: 5,
  }),
  maintenance: fc.array(
    fc.record({ covers: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), ...span, state, removedAt }),
    { maxLength: 3 },
  ),
})
type World = typeof world extends fc.Arbitrary<infer Made> ? Made : never

it('the one statement and the pure rule agree on what is held, granted and offered, whatever accounts, products, chains and lines there are', async () => {
  await fc.assert(
    fc.asyncProperty(world, account, day, async (made, asking, on) => {
      await write(made)
      const { held, offered } = await rightsAndOffers(database.db, asking, on)
      const expected = reference(made, asking, on)
      const right = (one: (typeof held)[number]) =>
        `${one.activationId} ${one.productVersion} ${one.grantedBy?.sentence ?? ''}`
      expect(held.map(right).sort()).toEqual(
        [
          ...expected.held.map((one) => `${one.activationId} ${one.productVersion} `),
          ...expected.granted.map((one) => `${one.line.activationId} ${one.product.version} ${one.sentence}`),
        ].sort(),
      )
      expect(offered.map((one) => `${one.activationId} ${one.productVersion} ${one.sentence}`).sort()).toEqual(
        expected.offered.map((one) => `${one.line.activationId} ${one.product.version} ${one.sentence}`).sort(),
      )
    }),
    { numRuns: 150 },
  )
})

it('what an account has is one statement, however many lines and chains it has', async () => {
  const { db } = database
  await db.execute(sql`delete from entitlement_lines`)
  const chains = Array.from({ length: 5 }, (_, n) => ({ ...chainOf(n, { from: '1', to: '2' }) }))
  await db.transaction((tx) => importChains(tx, chains))
  const given = mirror(db)
  for (let n = 0; n < 20; n += 1) await given.line(`many-${n}`, 'A', ['Paint', '1'])
  const executed: unknown[] = []
  const counted = new Proxy(db, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target)
      if (property !== 'execute' || typeof value !== 'function') return value
      return (statement: unknown) => {
        executed.push(statement)
        return value.call(target, statement)
      }
    },
  })
  await rightsAndOffers(counted, 'A', localDate('2024-03-01'))
  expect(executed).toHaveLength(1)
})

function chainOf(
  n: number,
  some: { from: string | null; to: string } & Partial<World['chains'][number]>,
): ImportedChain {
  const { from, to, grants = 'update', validator = 'subscription', days = 0, cohort = [], generalFrom = null } = some
  return {
    id: `c${n}`,
    from: { name: 'Paint', version: from },
    to: { name: 'Paint', version: to },
    grants,
    validator,
    generalFrom,
    cohort: [...cohort],
    warrantyDays: validator === 'warranty' ? days : null,
  }
}

async function write(made: World): Promise<void> {
  const { db } = database
  const given = mirror(db)
  for (const table of [
    'accounts',
    'account_parents',
    'products',
    'product_releases',
    'product_relations',
    'product_chains',
    'entitlement_lines',
    'maintenance_lines',
  ])
    await db.execute(sql.raw(`delete from ${table}`))
  for (const [n, { inherits, removedAt: gone }] of made.accounts.entries())
    await given.account(names[n] ?? '', {
      attributes: inherits === undefined ? {} : { inheritRights: inherits },
      removedAt: gone,
    })
  for (const [accountId, parentAccountId] of made.parents) await given.parent(accountId, parentAccountId)
  for (const [n, { releaseDate, category, seen, ...some }] of made.products.entries()) {
    const name = versions[n] ?? ''
    const attributes = { storeCategory: category, ...(releaseDate === undefined ? {} : { releaseDate }) }
    await given.product('Paint', name, { ...some, attributes })
    if (seen !== null) await db.execute(sql`insert into product_releases values ('Paint', ${name}, ${seen})`)
  }
  for (const { from, to, relation, removedAt: gone } of made.relations)
    await db.insert(productRelations).values({
      fromName: 'Paint',
      fromVersion: from,
      toName: 'Paint',
      toVersion: to,
      relation,
      rowHash: 'h',
      removedAt: gone,
    })
  await db.transaction((tx) =>
    importChains(
      tx,
      made.chains.map((one, n) => chainOf(n, one)),
    ),
  )
  for (const [n, { owner, version: held, ...some }] of made.lines.entries())
    await given.line(`act-${n}`, owner, ['Paint', held], some)
  for (const [n, { covers, ...some }] of made.maintenance.entries())
    await given.maintenance(
      `m-${n}`,
      covers.map((one) => `act-${one}`),
      some,
    )
}

/** The answer from the made world, without the database. */
function reference(made: World, asking: string, on: ReturnType<typeof localDate>) {
  const holders = new Set([asking])
  for (const holder of holders) {
    const own = made.accounts[names.indexOf(holder)]
    if (own?.inherits?.trim().toLowerCase() === 'false') continue
    for (const [child, parent] of made.parents)
      if (child === holder && made.accounts[names.indexOf(parent)]?.removedAt === null) holders.add(parent)
  }
  const product = (name: string) => ({ name: 'Paint', version: name })
  const sold = made.products.map((one, n) => ({ ...one, version: versions[n] ?? '' }))
  const deployed = sold.filter((one) => one.state === 'DEPLOYED' && one.removedAt === null)
  const isSaid = (releaseDate: string | undefined) => releaseDate !== undefined && releaseDate !== '2024-02-30'
  const releases = deployed.flatMap(({ version: name, releaseDate }) =>
    isSaid(releaseDate) ? [[releaseKey(product(name)), localDate(releaseDate ?? '')] as const] : [],
  )
  const unknownReleases = deployed.flatMap(({ version: name, releaseDate, seen }) =>
    isSaid(releaseDate) || seen === null ? [] : [[releaseKey(product(name)), seen] as const],
  )
  const updates = deployed.filter(({ category }) => category === 'update').map((one) => one.version)
  const relations = made.relations
    .filter((one) => one.relation === 'UPGRADE_TO' && one.removedAt === null && updates.includes(one.to))
    .map(({ from, to }) => ({ from: product(from), to: product(to) }))
  const chains = made.chains.map(({ from, to, days, ...one }, n) => ({
    ...one,
    id: `c${n}`,
    from: { name: 'Paint', version: from },
    to: product(to),
    warrantyDays: one.validator === 'warranty' ? days : null,
  }))
  const maintenance = made.maintenance.filter((one) => one.state === 'DEPLOYED' && one.removedAt === null)
  return rightsOf(
    {
      accounts: [...holders],
      lines: made.lines
        .map((one, n) => ({
          ...one,
          activationId: `act-${n}`,
          productName: 'Paint',
          productVersion: one.version,
          maintenance: maintenance.filter(({ covers }) => covers.includes(n)),
        }))
        .filter((one) => holders.has(one.owner) && one.removedAt === null)
        .filter((one) => one.state === 'DEPLOYED' && one.entitlementState === 'DEPLOYED'),
      chains: chainsInEffect(chains, relations),
      releases: new Map(releases),
      unknownReleases: new Map(unknownReleases),
    },
    on,
  )
}
