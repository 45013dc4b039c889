import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Chain, chainSchema, chainsInEffect } from '../../../../src/domains/entitlements/rights/chain.ts'
import {
  type RightLine,
  type RightsFacts,
  releaseKey,
  rightsOf,
} from '../../../../src/domains/entitlements/rights/chain-rights.ts'
import { addDays, type LocalDate, localDate } from '../../../../src/kernel/local-date.ts'

const day = localDate
const chain = (some: Partial<Chain> = {}): Chain => ({
  id: 'c',
  from: { name: 'Paint', version: '2.0' },
  to: { name: 'Paint', version: '2.1' },
  grants: 'update',
  validator: 'subscription',
  warrantyDays: null,
  cohort: [],
  generalFrom: null,
  ...some,
})
const line = (some: Partial<RightLine> = {}): RightLine => ({
  activationId: 'act-1',
  productName: 'Paint',
  productVersion: '2.0',
  startDate: day('2024-01-01'),
  expirationDate: null,
  permanent: true,
  maintenance: [],
  ...some,
})
const releases = (on: LocalDate) => new Map([[releaseKey({ name: 'Paint', version: '2.1' }), on]])
const facts = ({
  maintenance = [],
  ...some
}: Partial<RightsFacts<RightLine> & Pick<RightLine, 'maintenance'>> = {}): RightsFacts<RightLine> => ({
  accounts: ['ACME'],
  lines: [line({ maintenance })],
  chains: [chain()],
  releases: releases(day('2024-01-01')),
  ...some,
})
const maintained = (startDate: string | null, expirationDate: string | null) => ({
  startDate: startDate === null ? null : day(startDate),
  expirationDate: expirationDate === null ? null : day(expirationDate),
  permanent: expirationDate === null,
})
const grants = (given: RightsFacts<RightLine>, on: string) => rightsOf(given, day(on)).granted.length === 1

describe('subscription', () => {
  const subscribed = facts({
    lines: [line({ startDate: day('2024-02-01'), expirationDate: day('2024-02-29'), permanent: false })],
  })
  it.each([
    ['the day before the term', '2024-01-31', false],
    ['the first day', '2024-02-01', true],
    ['the last day, which a leap year adds', '2024-02-29', true],
    ['the day after', '2024-03-01', false],
  ])('on %s, %s, a right that needs a line in effect is open: %s [S12]', (_, on, open) => {
    expect(rightsOf(subscribed, day(on)).held).toHaveLength(open ? 1 : 0)
    expect(grants(subscribed, on)).toBe(open)
  })

  it('a line that is neither permanent nor has a last day gives nothing', () => {
    expect(rightsOf(facts({ lines: [line({ permanent: false })] }), day('2024-05-01')).held).toEqual([])
  })
})

describe('maintenance', () => {
  const chains = [chain({ validator: 'maintenance' })]
  it.each([
    ['the first day of maintenance', '2024-03-01', true],
    ['the day before the last', '2025-02-27', true],
    ['the last good day', '2025-02-28', true],
    ['the day after', '2025-03-01', false],
  ])('a lapsed account keeps what was released on %s, %s: %s [S13]', (_, releasedOn, kept) => {
    const maintenance = [maintained('2024-03-01', '2025-02-28')]
    const given = facts({ chains, maintenance, releases: releases(day(releasedOn)) })
    expect(grants(given, '2026-01-01')).toBe(kept)
  })

  it.each([
    ['ends on 29 February, release on it', '2024-02-29', '2024-02-29', true],
    ['ends on 29 February, release on 1 March', '2024-02-29', '2024-03-01', false],
    ['ends on 28 February of a leap year, release on the 29th', '2024-02-28', '2024-02-29', false],
  ])('maintenance that %s: %s [S13]', (_, end, releasedOn, kept) => {
    const given = facts({ chains, maintenance: [maintained(null, end)], releases: releases(day(releasedOn)) })
    expect(grants(given, '2026-01-01')).toBe(kept)
  })

  it.each([
    ['before the maintenance began, it comes with the first day', '2023-06-01', '2024-02-29', '2024-03-01'],
    ['during the maintenance, it comes on its day', '2024-07-01', '2024-06-30', '2024-07-01'],
  ])('released %s', (_, releasedOn, dayBefore, firstDay) => {
    const maintenance = [maintained('2024-03-01', '2025-02-28')]
    const given = facts({ chains, maintenance, releases: releases(day(releasedOn)) })
    expect([grants(given, dayBefore), grants(given, firstDay)]).toEqual([false, true])
  })

  it('maintenance of another line, and none at all, grant nothing; permanent maintenance always does', () => {
    const other = line({ productName: 'Brush', maintenance: [maintained('2024-01-01', '2030-01-01')] })
    expect(grants(facts({ chains, lines: [line(), other] }), '2025-01-01')).toBe(false)
    expect(grants(facts({ chains }), '2025-01-01')).toBe(false)
    expect(grants(facts({ chains, maintenance: [maintained(null, null)] }), '2029-01-01')).toBe(true)
  })

  it('a gap between two maintenances takes away only what is released in a gap that no later one closes', () => {
    const maintenance = [maintained('2023-01-01', '2023-12-31')]
    const given = { chains, releases: releases(day('2024-05-01')) }
    expect(grants(facts({ ...given, maintenance }), '2024-06-01')).toBe(false)
    const again = facts({ ...given, maintenance: [...maintenance, maintained('2025-01-01', '2025-12-31')] })
    expect([grants(again, '2024-12-31'), grants(again, '2025-01-01')]).toEqual([false, true])
  })
})

describe('warranty', () => {
  const chains = [chain({ validator: 'warranty', warrantyDays: 90 })]
  it.each([
    ['the day of shipping', '2024-01-01', true],
    ['the last day of the warranty, over a leap day', '2024-03-31', true],
    ['the day after', '2024-04-01', false],
  ])('an account without maintenance has what was released on %s, %s: %s [S14]', (_, releasedOn, had) => {
    expect(grants(facts({ chains, releases: releases(day(releasedOn)) }), '2026-01-01')).toBe(had)
  })

  it('a line without a first day has no warranty, and zero days cover the day of shipping alone', () => {
    expect(grants(facts({ chains, lines: [line({ startDate: null })] }), '2026-01-01')).toBe(false)
    const sameDay = [chain({ validator: 'warranty', warrantyDays: 0 })]
    expect(grants(facts({ chains: sameDay }), '2024-01-01')).toBe(true)
    expect(grants(facts({ chains: sameDay, releases: releases(day('2024-01-02')) }), '2026-01-01')).toBe(false)
  })
})

describe('chains', () => {
  it.each([
    ['another product', { productName: 'Sketch' }],
    ['another version', { productVersion: '1.0' }],
    ['the target itself', { productVersion: '2.1' }],
  ])('the holder of %s gets nothing from a chain that starts elsewhere [S9]', (_, some) => {
    expect(rightsOf(facts({ lines: [line(some)] }), day('2025-01-01')).granted).toEqual([])
  })

  it('a chain from any version starts at each of them, and not at its own target', () => {
    const chains = [chain({ from: { name: 'Paint', version: null } })]
    const lines = ['1.0', '2.0', '2.1'].map((version) => line({ activationId: version, productVersion: version }))
    const { granted } = rightsOf(facts({ chains, lines }), day('2025-01-01'))
    expect(granted.map((one) => one.line.activationId)).toEqual(['1.0', '2.0'])
  })

  it.each([
    ['nobody before its day', [], '2025-03-01', '2025-02-28', false],
    ['everybody on its day', [], '2025-03-01', '2025-03-01', true],
    ['its cohort before its day', ['ACME'], '2025-03-01', '2025-02-28', true],
    ['its cohort alone without a day', ['ACME'], null, '2030-01-01', true],
    ['no others without a day', ['OTHER'], null, '2030-01-01', false],
    ['the others from its day on', ['OTHER'], '2025-03-01', '2025-03-01', true],
  ] as const)('an early ship is open to %s [S15]', (_, cohort, generalFrom, on, open) => {
    const chains = [chain({ cohort, generalFrom: generalFrom === null ? null : day(generalFrom) })]
    expect(grants(facts({ chains }), on)).toBe(open)
  })

  it('free, at a price or hidden is what the chain says, and the trace names line, chain, validator and dates [S11]', () => {
    const outcome = (kind: Chain['grants']) => rightsOf(facts({ chains: [chain({ grants: kind })] }), day('2025-01-01'))
    expect([outcome('update').granted.length, outcome('update').offered.length]).toEqual([1, 0])
    expect([outcome('upgrade').granted.length, outcome('upgrade').offered.length]).toEqual([0, 1])
    expect([outcome('hidden').granted.length, outcome('hidden').offered.length]).toEqual([0, 0])
    const chains = [chain({ validator: 'maintenance' })]
    const { granted } = rightsOf(
      facts({ chains, maintenance: [maintained('2024-02-01', '2024-12-31')] }),
      day('2025-01-01'),
    )
    expect(granted[0]).toMatchObject({ chainId: 'c', validator: 'maintenance', since: '2024-02-01' })
    expect(granted[0]?.sentence).toBe(
      'Paint 2.1 comes with Paint 2.0 because it was released on 1 Jan 2024 and maintenance runs through 31 Dec 2024',
    )
  })

  it("a store's chain takes the place of the platform's relation between the two products, and of no other", () => {
    const step = (from: string, to: string) => ({
      from: { name: 'Paint', version: from },
      to: { name: 'Paint', version: to },
    })
    const relations = [step('1.0', '2.1'), step('2.0', '2.1'), step('2.0', '2.2')]
    const exact = chainsInEffect([chain({ grants: 'hidden' })], relations)
    expect(exact.map(({ id }) => id)).toEqual(['c', 'UPGRADE_TO Paint@1.0 Paint@2.1', 'UPGRADE_TO Paint@2.0 Paint@2.2'])
    const any = chainsInEffect([chain({ from: { name: 'Paint', version: null } })], relations)
    expect(any.map(({ id }) => id)).toEqual(['c', 'UPGRADE_TO Paint@2.0 Paint@2.2'])
  })

  it.each([
    ['a warranty without days', { validator: 'warranty' }],
    ['days without a warranty', { validator: 'maintenance', warrantyDays: 30 }],
    ['a step to itself', { to: { name: 'Paint', version: '2.0' } }],
    ['a day that is none', { generalFrom: '2025-02-29' }],
    ['an unknown field', { colour: 'red' }],
  ])('an import refuses %s', (_, some) => {
    const good = { id: 'c', from: { name: 'Paint', version: '2.0' }, to: { name: 'Paint', version: '2.1' } }
    expect(chainSchema.safeParse({ ...good, grants: 'update', validator: 'subscription' }).success).toBe(true)
    expect(chainSchema.safeParse({ ...good, grants: 'update', validator: 'subscription', ...some }).success).toBe(false)
  })
})

describe('whatever the facts are', () => {
  const versions = fc.constantFrom('1', '2', '3')
  const days = fc.integer({ min: 0, max: 800 }).map((n) => addDays(day('2024-01-01'), n))
  const spans = fc.record({
    startDate: fc.option(days),
    expirationDate: fc.option(days),
    permanent: fc.boolean(),
  })
  const lines = fc.array(
    fc
      .record({ productVersion: versions, span: spans })
      .map(({ productVersion, span }) => ({ productVersion, ...span })),
    { maxLength: 4 },
  )
  const chains = fc.array(
    fc
      .record({
        from: fc.option(versions),
        to: versions,
        grants: fc.constantFrom('update', 'upgrade', 'hidden'),
        validator: fc.constantFrom('subscription', 'maintenance', 'warranty'),
        warrantyDays: fc.integer({ min: 0, max: 400 }),
        cohort: fc.constantFrom([], ['ACME'], ['OTHER']),
        generalFrom: fc.option(days),
      })
      .map(
        ({ from, to, ...rest }): Omit<Chain, 'id'> => ({
          ...rest,
          from: { name: 'Paint', version: from },
          to: { name: 'Paint', version: to },
        }),
      ),
    { maxLength: 5 },
  )
  const world = fc.record({
    lines,
    chains,
    released: fc.array(days, { minLength: 3, maxLength: 3 }),
    maintenance: fc.array(spans, { maxLength: 3 }),
  })
  const factsOf = (some: typeof world extends fc.Arbitrary<infer World> ? World : never): RightsFacts<RightLine> => ({
    accounts: ['ACME'],
    lines: some.lines.map((one, n) => ({
      ...one,
      activationId: `act-${n}`,
      productName: 'Paint',
      maintenance: some.maintenance.slice(n, n + 1),
    })),
    chains: some.chains.map((one, n) => ({ ...one, id: `c${n}` })),
    releases: new Map(some.released.map((on, n) => [releaseKey({ name: 'Paint', version: String(n + 1) }), on])),
  })
  const keys = (given: RightsFacts<RightLine>, on: LocalDate) =>
    new Set(rightsOf(given, on).granted.map((one) => `${one.line.activationId} ${one.product.version}`))

  it('a further chain takes nothing away', () => {
    fc.assert(
      fc.property(world, days, (some, on) => {
        const all = factsOf(some)
        const fewer = { ...all, chains: all.chains.slice(1) }
        expect([...keys(fewer, on)].filter((key) => !keys(all, on).has(key))).toEqual([])
      }),
    )
  })

  it('longer maintenance, a longer warranty and a line more take nothing away', () => {
    fc.assert(
      fc.property(world, days, fc.integer({ min: 1, max: 300 }), (some, on, more) => {
        const all = factsOf(some)
        const richer = {
          ...all,
          lines: all.lines.map((one) => ({
            ...one,
            maintenance: one.maintenance.map((span) => ({
              ...span,
              expirationDate: span.expirationDate && addDays(span.expirationDate, more),
            })),
          })),
          chains: all.chains.map((one) => ({ ...one, warrantyDays: (one.warrantyDays ?? 0) + more })),
        }
        expect([...keys(all, on)].filter((key) => !keys(richer, on).has(key))).toEqual([])
        const poorer = { ...all, lines: all.lines.slice(0, -1) }
        expect([...keys(poorer, on)].filter((key) => !keys(all, on).has(key))).toEqual([])
      }),
    )
  })

  it('once granted, a product stays granted for as long as its line is in effect', () => {
    fc.assert(
      fc.property(world, days, fc.integer({ min: 1, max: 400 }), (some, on, later) => {
        const all = factsOf(some)
        const then = addDays(on, later)
        const live = new Set(rightsOf(all, then).held.map(({ activationId }) => activationId))
        const lost = [...keys(all, on)].filter((key) => live.has(key.split(' ')[0] ?? '') && !keys(all, then).has(key))
        expect(lost).toEqual([])
      }),
    )
  })

  it('every grant has a line in effect, a chain from its product, a release that has come and an account it is open to', () => {
    fc.assert(
      fc.property(world, days, (some, on) => {
        const all = factsOf(some)
        for (const { line: held, product, chainId, since } of rightsOf(all, on).granted) {
          const used = all.chains.find(({ id }) => id === chainId)
          expect(used?.from.version ?? held.productVersion).toBe(held.productVersion)
          expect(used?.to).toEqual(product)
          expect((all.releases.get(releaseKey(product)) ?? '9999') <= since && since <= on).toBe(true)
          expect(used?.generalFrom === null && used.cohort.includes('OTHER')).toBe(false)
        }
      }),
    )
  })
})
