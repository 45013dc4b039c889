import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { watchPrices } from '../../../../src/domains/selling/carts/watch-prices.ts'
import { exportPrices } from '../../../../src/domains/shop/pricing/export-prices.ts'
import { importPriceList } from '../../../../src/domains/shop/pricing/index.ts'
import { type PublishDeps, previewPrices, publishPrices } from '../../../../src/domains/shop/pricing/publish-prices.ts'
import { mostMinor } from '../../../../src/kernel/money.ts'
import { InvalidInput } from '../../../../src/platform/http/answer/problems.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts'
import { mirror } from './world.ts'

let database: TestDatabase
let deps: PublishDeps
beforeAll(async () => {
  database = await testDatabase()
  const given = mirror(database.db)
  await given.account('A')
  await given.account('B')
  await given.account('GOLD', { accountType: 'reseller', partnerTier: 'gold' })
  await given.account('DOLLAR', { currency: 'USD' })
  deps = { db: database.db, clock: movableClock(), watchOffers: watchPrices }
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.db.execute(sql`delete from price_list_entries`)
  await database.db.execute(sql`delete from price_lists`)
})

const head = 'list,name,audience,audience_value,currency,valid_from,part_number,min_quantity,increment,unit_price'
const publish = (csv: string, hash: string | null = null) => publishPrices(deps, { csv, hash, actor: 'carla' })
const preview = (csv: string) => previewPrices(deps, csv)
const file = async () => {
  let text = ''
  for await (const piece of await exportPrices(database.db, [])) text += piece
  return text
}
const mistakesOf = async (csv: string) => {
  const error = await publish(csv).catch((found: unknown) => found)
  if (!(error instanceof InvalidInput)) throw new Error('the file was taken')
  return error.errors.map(({ row, column, code }) => `${row} ${column} ${code}`)
}

describe('a file of price lists', () => {
  it('holds several lists, prices in major units with the decimals of the currency, breaks and increments', async () => {
    await publish(
      [
        head,
        'std,List price,everybody,,EUR,,P-1,,,1234.50',
        'std,,,,,,,,,',
        'std,,,,,,P-1,10,5,1200',
        'yen,Yen,everybody,,JPY,,P-1,,,980',
        'kwd,Dinar,everybody,,KWD,,P-1,,,1.234',
      ].join('\n'),
    )
    const rows = await database.db.execute(
      sql`select price_list_id, min_quantity, increment, unit_minor::int from price_list_entries order by 1, 2`,
    )
    expect([...rows].map((row) => Object.values(row).join(' '))).toEqual([
      'kwd 1 1 1234',
      'std 1 1 123450',
      'std 10 5 120000',
      'yen 1 1 980',
    ])
  })

  it('every mistake is told at once, with its row, column and code, and nothing of the file is done', async () => {
    expect(
      await mistakesOf(
        [
          head,
          'ok,Fine,everybody,,EUR,,P-1,,,1',
          'a,,nobody,,EUX,2026-02-30,P-1,0,x,',
          'b,B,account,,EUR,,,1,1,1.234',
          'ok,Other,,,,,P-1,,,1e3',
          'ok,,,,,,P-1,,,2',
          'c,C,everybody,x,JPY,,P-1,,,1.5',
          'short,row',
        ].join('\n'),
      ),
    ).toEqual([
      '3 name value-missing',
      '3 audience not-an-audience',
      '3 currency not-a-currency',
      '3 valid_from not-a-date',
      '3 min_quantity not-a-quantity',
      '3 increment not-a-quantity',
      '3 unit_price value-missing',
      '4 audience_value value-missing',
      '4 part_number value-missing',
      '5 name terms-differ',
      '5 unit_price not-an-amount',
      '6 part_number row-twice',
      '7 audience_value value-not-empty',
      '8 unit_price row-too-short',
    ])
    expect(await file()).toBe(`${head.replace('valid_from', 'priority,valid_from,valid_through,falls_back')}\n`)
  })

  it.each([
    ['', ['1  no-rows']],
    [head, ['1  no-rows']],
    ['list,part_number,unit_price,colour\na,b,1,red', ['1 colour column-unknown']],
    [
      'list,name,unit_price\na,b,1',
      ['1 audience', '1 currency', '1 part_number'].map((at) => `${at} column-missing`).sort(),
    ],
    ['list,list,part_number,unit_price\na,a,b,1', ['1 list column-twice']],
    [`${head}\na,"A,everybody`, ['2  not-csv']],
    ['list,part_number,unit_price\nnew,P-1,1', ['2 list list-unknown']],
  ])('%j is refused with where and why', async (csv, mistakes) => {
    expect((await mistakesOf(csv)).sort()).toEqual(mistakes)
  })

  it('without columns of terms it brings the entries of lists that exist, and their terms stay', async () => {
    await publish(`${head}\ngold,Gold,partnerTier,gold,EUR,2026-01-01,P-1,,,10`)
    await publish('part_number,list,unit_price\nP-2,gold,7.5\n')
    expect(await file()).toContain('gold,Gold,partnerTier,gold,EUR,0,2026-01-01,,yes,P-2,1,1,7.50\n')
  })

  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((some) => /^\P{Cc}+$/u.test(some) && some === some.trim() && some !== '')
  const tricky = fc.oneof(text, fc.constantFrom('=1+1', "'quoted", "'=x", '@sum', 'a,b', 'say "yes"', '-5', '+5', ';'))
  const list = fc.record({
    name: tricky,
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    priority: fc.integer({ min: -9, max: 9 }),
    audience: fc.constantFrom('account' as const, 'group' as const, 'partnerTier' as const, 'everybody' as const),
    audienceValue: tricky,
    validFrom: fc.constantFrom(null, '2026-01-01'),
    validThrough: fc.constantFrom(null, '2027-12-31'),
    fallsBack: fc.boolean(),
    entries: fc.uniqueArray(
      fc
        .record({
          partNumber: tricky,
          minQuantity: fc.integer({ min: 1, max: 1_000_000 }),
          increment: fc.integer({ min: 1, max: 100 }),
          unitMinor: fc.integer({ min: 0, max: 10 ** 12 }),
        })
        // A price that no order can hold is refused, in tests of its own.
        .filter(({ minQuantity, unitMinor }) => minQuantity * unitMinor <= mostMinor),
      { selector: ({ partNumber, minQuantity }) => `${minQuantity} ${partNumber}`, maxLength: 4 },
    ),
  })
  it('what is exported imports to the same lists, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(tricky, list), { selector: ([id]) => id, maxLength: 4 }),
        async (lists) => {
          const { db } = database
          await db.execute(sql`delete from price_list_entries`)
          await db.execute(sql`delete from price_lists`)
          await db.transaction(async (tx) => {
            for (const [id, { audience, audienceValue, ...rest }] of lists)
              await importPriceList(tx, {
                id,
                audience,
                ...rest,
                audienceValue: audience === 'everybody' ? '' : audienceValue,
              })
          })
          const written = await file()
          if (lists.length === 0) return
          const seen = await preview(written)
          expect(seen.lists.flatMap((one) => one.terms)).toEqual([])
          expect(seen.rows).toEqual([])
          await db.execute(sql`delete from price_list_entries`)
          await db.execute(sql`delete from price_lists`)
          await publish(written)
          expect(await file()).toBe(written)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('a preview', () => {
  const before = [
    head,
    'std,S,everybody,,EUR,,UP,,,10',
    'std,,,,,,DOWN,,,10',
    'std,,,,,,SAME,,,10',
    'std,,,,,,GONE,,,10',
  ]
  const after = [
    head,
    'std,S,everybody,,EUR,,UP,,,12.5',
    'std,,,,,,DOWN,,,9',
    'std,,,,,,SAME,,,10',
    'std,,,,,,NEW,,,10',
  ]

  it('says what gets dearer, cheaper, new and gone, by how much and for how many accounts, and writes nothing', async () => {
    await publish(before.join('\n'))
    const was = await file()
    expect(await preview(after.join('\n'))).toMatchObject({
      published: false,
      lists: [
        {
          dearer: 1,
          cheaper: 1,
          added: 1,
          gone: 1,
          same: 1,
          isNew: false,
          terms: [],
          accounts: 3,
          state: 'live',
          lowestPercent: -10,
          highestPercent: 25,
        },
      ],
      rows: expect.arrayContaining([
        expect.objectContaining({ partNumber: 'UP', beforeMinor: 1000, nowMinor: 1250 }),
        expect.objectContaining({ partNumber: 'GONE', beforeMinor: 1000, nowMinor: null }),
      ]),
    })
    expect(await file()).toBe(was)
  })

  it('is published as it was seen: another file, or lists that changed meanwhile, are refused', async () => {
    await publish(before.join('\n'))
    const { hash } = await preview(after.join('\n'))
    await expect(publish(before.join('\n'), hash)).rejects.toMatchObject({ code: 'preview-outdated' })
    await publish(before.join('\n').replace('UP,,,10', 'UP,,,11'))
    await expect(publish(after.join('\n'), hash)).rejects.toMatchObject({ code: 'preview-outdated' })
    const again = await preview(after.join('\n'))
    expect(await publish(after.join('\n'), again.hash)).toMatchObject({ published: true, hash: again.hash })
  })

  it('of a list for a later day is looked at for that day', async () => {
    const seen = await preview(`${head}\nnext,Next,everybody,,EUR,2026-07-01,P,,,1`)
    expect(seen).toMatchObject({ on: '2026-07-01', lists: [{ state: 'scheduled' }] })
  })
})
