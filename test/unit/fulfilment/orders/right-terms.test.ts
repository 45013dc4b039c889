import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type RightLine,
  renewalsIn,
  rightTermOf,
  targetLineOf,
} from '../../../../src/domains/fulfilment/orders/right-terms.ts'
import { addDays, addMonths, localDate } from '../../../../src/kernel/local-date.ts'
import { aGrant, anItem, aRight } from '../../../support/shop-facts.ts'

const placedOn = localDate('2026-06-15')
const line = (some: Partial<RightLine> = {}): RightLine => ({
  obligation: 'licence',
  termStart: null,
  termThrough: null,
  termMonths: null,
  target: '',
  base: null,
  ...some,
})
const frozen = { termStart: localDate('2026-10-01'), termThrough: localDate('2027-09-30'), termMonths: 12 }
const seats = anItem({ category: 'seat', addsToLine: true })
const endsOn = (end: string | null) => aRight({ expirationDate: end === null ? null : localDate(end) })
const renewed = new Map([['act-1', localDate('2027-09-30')]])
const none = new Map<string, never>()

describe('how long a right lasts', () => {
  it.each([
    ['a permanent right from the order’s day', line(), anItem(), undefined, none, '2026-06-15', null],
    ['the term that the order froze', line(frozen), anItem(), undefined, none, '2026-10-01', '2027-09-30'],
    [
      'a term without whole months, to a chosen day',
      line({ ...frozen, termThrough: localDate('2026-12-31') }),
      anItem(),
      undefined,
      none,
      '2026-10-01',
      '2026-12-31',
    ],
    [
      'the item’s months where no term was frozen',
      line({ termMonths: 12 }),
      anItem(),
      undefined,
      none,
      '2026-06-15',
      '2027-06-14',
    ],
    ['one month', line({ termMonths: 1 }), anItem(), undefined, none, '2026-06-15', '2026-07-14'],
    [
      'a renewal keeps its own term, not the end of the line that it continues',
      line(frozen),
      anItem(),
      endsOn('2026-09-30'),
      none,
      '2026-10-01',
      '2027-09-30',
    ],
    [
      'maintenance keeps its own term, not the end of the line that it covers',
      line({ ...frozen, obligation: 'maintenance' }),
      anItem(),
      endsOn('2030-01-01'),
      none,
      '2026-10-01',
      '2027-09-30',
    ],
    ['seats end with their line', line(), seats, endsOn('2026-09-30'), none, '2026-06-15', '2026-09-30'],
    ['seats on a permanent line have no end', line(), seats, endsOn(null), none, '2026-06-15', null],
    [
      'seats end with their line at its new end where the order renews it',
      line(),
      seats,
      endsOn('2026-09-30'),
      renewed,
      '2026-06-15',
      '2027-09-30',
    ],
    [
      'seats on a permanent line have no end, whatever the order renews',
      line(),
      seats,
      endsOn(null),
      renewed,
      '2026-06-15',
      null,
    ],
    [
      'seats are not touched by the renewal of another line',
      line(),
      seats,
      endsOn('2026-09-30'),
      new Map([['act-2', localDate('2031-01-01')]]),
      '2026-06-15',
      '2026-09-30',
    ],
    [
      'seats that carry months end with their line all the same',
      line({ termMonths: 12 }),
      seats,
      endsOn('2026-09-30'),
      none,
      '2026-06-15',
      '2026-09-30',
    ],
    [
      'seats whose line ended while they were paid for end with it',
      line(),
      seats,
      endsOn('2026-06-14'),
      none,
      '2026-06-15',
      '2026-06-14',
    ],
    [
      'seats of which no line is known last as they were sold',
      line({ termMonths: 3 }),
      seats,
      undefined,
      none,
      '2026-06-15',
      '2026-09-14',
    ],
    [
      'an item that has gone since lasts as it was sold',
      line({ termMonths: 3 }),
      undefined,
      endsOn('2026-09-30'),
      none,
      '2026-06-15',
      '2026-09-14',
    ],
  ] as const)('%s', (_, sold, item, target, renewals, startDate, expirationDate) => {
    expect(rightTermOf(sold, { item, target, placedOn, renewals })).toEqual({ startDate, expirationDate })
  })

  it('a term of months from the last of a month ends before the day that the shorter month is cut to', () => {
    const from = (day: string, termMonths: number) =>
      rightTermOf(line({ termMonths }), {
        item: anItem(),
        target: undefined,
        placedOn: localDate(day),
        renewals: none,
      }).expirationDate
    expect(from('2026-01-31', 1)).toBe('2026-02-27')
    expect(from('2028-01-31', 1)).toBe('2028-02-28')
    expect(from('2028-02-29', 12)).toBe('2029-02-27')
    expect(from('2026-12-31', 12)).toBe('2027-12-30')
    expect(from('9999-06-15', 12)).toBe('9999-12-30')
  })

  it('seats never outlive their line, and other rights do not depend on any line', () => {
    const day = fc.integer({ min: 0, max: 8_000 }).map((days) => addDays(localDate('2020-01-01'), days))
    fc.assert(
      fc.property(
        fc.record({
          end: fc.option(day),
          renewedTo: fc.option(day),
          through: fc.option(day),
          months: fc.option(fc.nat({ max: 60 })),
        }),
        ({ end, renewedTo, through, months }) => {
          const sold = line({ termThrough: through, termMonths: months })
          const target = aRight({ expirationDate: end })
          const renewals = new Map(renewedTo === null ? [] : [[target.activationId, renewedTo]])
          const facts = { target, placedOn, renewals }
          expect(rightTermOf(sold, { ...facts, item: seats }).expirationDate).toBe(
            end === null ? null : (renewedTo ?? end),
          )
          const alone = { item: anItem(), target: undefined, placedOn, renewals: none }
          expect(rightTermOf(sold, { ...facts, item: anItem() })).toEqual(rightTermOf(sold, alone))
          if (through === null && months !== null)
            expect(addDays(rightTermOf(sold, alone).expirationDate ?? placedOn, 1)).toBe(addMonths(placedOn, months))
        },
      ),
    )
  })
})

describe('the lines that an order renews', () => {
  it.each([
    ['a subscription that continues its line', { ...frozen, target: 'act-1' }, true],
    [
      'maintenance: it covers the line and does not prolong it',
      { ...frozen, target: 'act-1', obligation: 'maintenance' },
      false,
    ],
    ['a subscription that is new', frozen, false],
    ['seats: they have no term', { target: 'act-1' }, false],
    ['an add-on by the term that names its base line', { ...frozen, target: 'act-1', base: 'act-1' }, false],
    ['an add-on by the term that continues its own line', { ...frozen, target: 'act-1', base: 'act-9' }, true],
  ] as const)('%s', (_, sold, isRenewal) => {
    expect([...renewalsIn([line(sold)])]).toEqual(isRenewal ? [['act-1', '2027-09-30']] : [])
  })

  it('each has its own end', () => {
    const other = { ...frozen, target: 'act-2', termThrough: localDate('2028-01-31') }
    expect([...renewalsIn([line({ ...frozen, target: 'act-1' }), line(), line(other)])]).toEqual([
      ['act-1', '2027-09-30'],
      ['act-2', '2028-01-31'],
    ])
  })
})

describe('the line that a right joins or covers', () => {
  const a = aRight({ activationId: 'act-a', entitlementId: 'ent-a', productVersion: '2.9' })
  const b = aRight({ activationId: 'act-b', entitlementId: 'ent-b', productVersion: '2.10' })
  const c = aRight({ activationId: 'act-c', productName: 'Brush', productVersion: '7' })
  const granted = { ...a, productVersion: '3', grantedBy: aGrant }
  const maintenance = anItem({ category: 'maintenance', obligation: 'maintenance', requiresAnyOf: ['Paint'] })
  const subscription = anItem({ termMonths: 12 })
  const seatsOf29 = anItem({ ...seats, productVersion: '2.9', requiresAnyOf: ['Paint@2.9'] })
  it.each([
    ['a renewal goes to the line that was named', line({ target: 'act-b' }), subscription, [a, b], 'act-b'],
    [
      'a renewal of a line that has ended since makes a line of its own',
      line({ target: 'act-gone' }),
      subscription,
      [a, b],
      undefined,
    ],
    [
      'a new right is a line of its own, whatever is held',
      line(),
      anItem({ requiresAnyOf: ['Paint'] }),
      [a, b],
      undefined,
    ],
    [
      'an add-on is a line of its own',
      line({ target: 'act-a', base: 'act-a' }),
      anItem({ category: 'addon' }),
      [a, b],
      undefined,
    ],
    [
      'an add-on that is renewed goes to its own line',
      line({ target: 'act-b', base: 'act-a' }),
      anItem({ category: 'addon' }),
      [a, b],
      'act-b',
    ],
    ['seats go to the line that was named', line({ target: 'act-a' }), seatsOf29, [a, b], 'act-a'],
    [
      'seats that were paid for while their line ended go to it',
      line({ target: 'act-gone' }),
      seatsOf29,
      [a, b],
      'act-gone',
    ],
    ['seats without a name go to the line of their product', line(), seatsOf29, [a, b, c], 'act-a'],
    [
      'seats of another rule go to the line of their product as well',
      line(),
      anItem({ ...seatsOf29, requiresAnyOf: ['Brush'] }),
      [a, b, c],
      'act-a',
    ],
    [
      'seats that ask for nothing go to the line of their product as well',
      line(),
      anItem({ ...seatsOf29, requiresAnyOf: [] }),
      [a, b, c],
      'act-a',
    ],
    [
      'seats without a name go to the later id of two lines',
      line(),
      seatsOf29,
      [a, { ...b, productVersion: '2.9' }],
      'act-b',
    ],
    ['seats go to no granted product', line(), anItem({ ...seatsOf29, productVersion: '3' }), [a, granted], undefined],
    [
      'maintenance goes to the line that was named, not to the newest',
      line({ obligation: 'maintenance', target: 'act-a' }),
      maintenance,
      [a, b],
      'act-a',
    ],
    [
      'maintenance without a name goes to the newest version: 2.10 and not 2.9',
      line({ obligation: 'maintenance' }),
      maintenance,
      [b, a, c],
      'act-b',
    ],
    [
      'maintenance goes to a product that it covers alone',
      line({ obligation: 'maintenance' }),
      anItem({ ...maintenance, requiresAnyOf: ['Paint@2.9', 'Brush@6'] }),
      [a, b, c],
      'act-a',
    ],
    [
      'maintenance goes to the line that brings the newest version',
      line({ obligation: 'maintenance' }),
      maintenance,
      [a, b, granted],
      'act-a',
    ],
    [
      'maintenance goes to a line that was bought before one that a chain opens',
      line({ obligation: 'maintenance' }),
      maintenance,
      [{ ...b, productVersion: '3' }, granted],
      'act-b',
    ],
    [
      'of two lines of one version maintenance goes to the later id',
      line({ obligation: 'maintenance' }),
      maintenance,
      [{ ...b, productVersion: '2.9' }, a],
      'act-b',
    ],
    [
      'maintenance of which nothing is held covers nothing',
      line({ obligation: 'maintenance' }),
      maintenance,
      [c],
      undefined,
    ],
  ] as const)('%s', (_, sold, item, own, expected) => {
    const known = [{ activationId: 'act-gone', entitlementId: 'ent-gone', expirationDate: localDate('2026-06-14') }]
    for (const held of [own, [...own].reverse()])
      expect(targetLineOf(sold, item, { own: held, known })?.activationId).toBe(expected)
  })
})
