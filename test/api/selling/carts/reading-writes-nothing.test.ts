import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { importPriceList } from '../../../../src/domains/shop/pricing/index.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { shopping } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const part = 'PAINT-PRO-2-LIC'
const line = z.object({ unitPriceMinor: z.number(), shownUnitPriceMinor: z.number().nullable() })
const cartOf = z.object({ lines: z.array(line) })

/** Every row of the cart with the transaction that wrote it last. */
const rows = () =>
  box.database.db.execute(sql`select 'line', l.xmin::text, l.id from cart_lines l union all
    select 'cart', c.xmin::text, c.id from carts c order by 1, 3`)
const costs = (unitMinor: number) =>
  box.database.db.transaction((tx) =>
    importPriceList(tx, {
      id: 'contract',
      name: 'Contract',
      audience: 'account',
      audienceValue: 'ACME',
      currency: 'EUR',
      entries: [{ partNumber: part, minQuantity: 1, unitMinor }],
    }),
  )

it('reading the cart writes nothing, also when a price has fallen; the page and pricing the cart record what was shown', async () => {
  const alice = await box.member('alice@acme.example')
  const read = () => alice.ask(cartOf, 'GET', `${box.url}/api/cart`)
  await costs(10_000)
  await shopping(box.url, alice).put({ partNumber: part })
  await costs(9_000)
  const before = await rows()
  expect((await read()).lines).toEqual([{ unitPriceMinor: 9_000, shownUnitPriceMinor: null }])
  expect(await rows()).toEqual(before)

  await alice.open(`${box.url}/cart`)
  await costs(9_500)
  expect((await read()).lines).toEqual([{ unitPriceMinor: 9_500, shownUnitPriceMinor: 9_000 }])
})
