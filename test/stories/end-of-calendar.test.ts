import { eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { entitlementLines, maintenanceLines } from '../../src/domains/entitlements/rights/tables.ts'
import { dateOf, localDate } from '../../src/kernel/local-date.ts'
import { type Box, startBox } from '../support/box.ts'
import { installBaseAnswer, plantLine, syncNow } from '../support/install-base.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
let nina: Visitor
const subscription = 'PAINT-PRO-2-SUB'
const ids = ['NOVA-ODD-SUB', 'NOVA-ODD-PAINT']

beforeAll(async () => {
  box = await startBox()
  plantLine(box, {
    activationId: 'NOVA-ODD-SUB',
    accountId: 'NOVA',
    partNumber: subscription,
    quantity: 2,
    startDate: '2025-01-10',
    expirationDate: '9999-12-31',
  })
  plantLine(box, {
    activationId: 'NOVA-ODD-PAINT',
    accountId: 'NOVA',
    partNumber: 'PAINT-PRO-20-LIC',
    quantity: 4,
    startDate: '0001-01-01',
    maintenanceThrough: '9999-12-31',
  })
  await syncNow(box)
  nina = await box.member('nina@nova.example')
})
afterAll(() => box.close())

const products = () =>
  nina.ask(
    installBaseAnswer.extend({ lines: z.array(z.looseObject({ activationId: z.string() })) }),
    'GET',
    `${box.url}/api/products?limit=100`,
  )
const lineOf = async (activationId: string) =>
  z
    .object({
      can: z.object({
        renewals: z.array(z.object({ partNumber: z.string(), through: z.string() })),
        notRenewed: z.string().nullable(),
      }),
    })
    .parse((await products()).lines.find((line) => line.activationId === activationId))
const places = [
  '/',
  '/products',
  '/orders',
  '/cart',
  '/api/products',
  '/api/items?limit=100',
  '/api/orders-elsewhere',
  `/items/${subscription}`,
  `/api/items/${subscription}/explain`,
]
const everyPlace = async () => {
  const answers = await Promise.all(places.map(async (path) => [path, (await nina.open(`${box.url}${path}`)).status]))
  return answers.filter(([, status]) => status !== 200)
}

it('a line and a maintenance that end on the last day of the calendar read "no end", and renewal says why it is not offered [C40]', async () => {
  expect(await everyPlace()).toEqual([])
  const page = (await nina.open(`${box.url}/products`)).body.toString()
  expect(page).toContain('2 seats of Paint Pro 2.1, no end')
  expect(page).toContain('maintenance without end')
  expect(page).toContain('No renewal: It has no end, so there is nothing to renew.')
  // Its subscription goes on by itself; maintenance that it has none of may still be begun.
  const { can } = await lineOf('NOVA-ODD-SUB')
  expect(can.renewals.filter(({ partNumber }) => partNumber === subscription)).toEqual([])
  expect(can.notRenewed).toBe('It has no end, so there is nothing to renew.')
  expect(await lineOf('NOVA-ODD-PAINT')).toMatchObject({
    can: { renewals: [], notRenewed: 'Its maintenance has no end, so there is nothing to renew.' },
  })
  const wanted = { partNumber: subscription, targetActivationId: 'NOVA-ODD-SUB' }
  const refused = await nina.tell('POST', `${box.url}/api/cart/lines`, wanted)
  expect([refused.status, refused.body.toString()]).toEqual([409, expect.stringContaining('line-not-eligible')])
})

it('an add-on for such a line, and more of the same, are ordered, pushed and received', async () => {
  const order = await shopping(box.url, nina).order(
    [{ partNumber: 'COLOUR-LAB-LIC', targetActivationId: 'NOVA-ODD-PAINT' }, { partNumber: subscription }],
    'PO-ODD',
  )
  await box.drain()
  expect((await shopping(box.url, nina).see(order.id)).lines.map(({ state }) => state)).toEqual(['live', 'live'])
  expect((await nina.open(`${box.url}/api/orders/${order.id}/receipt.pdf`)).status).toBe(200)
  expect(await everyPlace()).toEqual([])
})

it('whatever days a line and its maintenance have, on both ends, pages and API of the account answer, and no other row goes [C40]', async () => {
  const { db } = box.database
  const all = (await products()).total
  const odd = fc.constantFrom(
    '0001-01-01',
    '0099-12-31',
    '1900-01-01',
    '1970-01-01',
    '2028-02-29',
    '9998-12-31',
    '9999-01-01',
    '9999-12-30',
    '9999-12-31',
  )
  const around = fc.integer({ min: -800, max: 800 }).map((days) => dateOf(new Date(Date.now() + days * 86_400_000)))
  const far = fc
    .integer({ min: 0, max: 3_652_000 })
    .map((days) => dateOf(new Date(Date.parse('0001-01-01') + days * 86_400_000)))
  const day = fc.option(fc.oneof(odd.map(localDate), around, far), { nil: null })
  await fc.assert(
    fc.asyncProperty(day, day, day, day, fc.boolean(), async (startDate, expirationDate, from, through, permanent) => {
      await db
        .update(entitlementLines)
        .set({ startDate, expirationDate, permanent })
        .where(inArray(entitlementLines.activationId, ids))
      await db
        .update(maintenanceLines)
        .set({ startDate: from, expirationDate: through, permanent })
        .where(eq(maintenanceLines.activationId, 'MNT-NOVA-ODD-PAINT'))
      expect(await everyPlace()).toEqual([])
      expect((await products()).total).toBeGreaterThanOrEqual(all - ids.length)
    }),
    { numRuns: 25 },
  )
})
