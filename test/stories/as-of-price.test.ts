import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { requestSync } from '../../src/domains/entitlements/sync/index.ts'
import { importPriceList } from '../../src/domains/shop/pricing/index.ts'
import { type Box, startBox } from '../support/box.ts'

let box: Box
let carla: Visitor
beforeAll(async () => {
  box = await startBox()
  carla = await box.staff('carla')
})
afterAll(() => box.close())

const answer = z.object({
  visible: z.boolean(),
  price: z.union([
    z.object({ priced: z.literal(true), unitPrice: z.object({ minor: z.number(), currency: z.string() }) }),
    z.object({ priced: z.literal(false), reason: z.string() }),
  ]),
})
const partNumber = 'COLOUR-LAB-LIC'
const ask = async (knownAt: string | null, accountId = 'ACME') => {
  const query = new URLSearchParams({ accountId, partNumber, ...(knownAt === null ? {} : { knownAt }) })
  const { price } = await carla.ask(answer, 'GET', `${box.url}/api/admin/explain?${query}`)
  return price.priced ? price.unitPrice.minor : price.reason
}
const instant = async () => {
  const [row] = await box.database.db.execute<{ at: string }>(
    sql`select pg_sleep(0.003), to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, pg_sleep(0.003)`,
  )
  return row?.at ?? ''
}
const sell = (unitMinor: number, more: object = {}) =>
  box.store.deps.db.transaction((tx) =>
    importPriceList(tx, {
      id: 'acme',
      name: 'Acme',
      audience: 'account',
      audienceValue: 'ACME',
      currency: 'EUR',
      priority: 100,
      ...more,
      entries: [{ partNumber, unitMinor }],
    }),
  )

it('an as-of answer has the price of its instant, whatever list, entry or group was changed since [N11]', async () => {
  await sell(6900)
  const first = await instant()
  await sell(123)
  const second = await instant()
  await sell(4200, { validFrom: '2099-01-01' })
  const third = await instant()
  const everybodys = await ask(null)
  await box.database.db.execute(sql`delete from price_list_entries where price_list_id = 'acme'`)
  await box.database.db.execute(sql`delete from price_lists where id = 'acme'`)
  expect(await ask(first)).toBe(6900)
  expect(await ask(second)).toBe(123)
  expect(await ask(third)).toBe(everybodys)
  expect([6900, 123]).not.toContain(everybodys)
  // Another account's price of then was never ACME's.
  expect(await ask(first, 'NOVA')).toBe(await ask(null, 'NOVA'))
})

it('a list that says again what it said has no further history, and of a time before there were prices nothing is claimed [N11]', async () => {
  await sell(500)
  const history = async () => {
    const [row] = await box.database.db.execute<{ rows: number }>(
      sql`select count(*)::int as rows from rights_history where table_name = 'price_list_entries'`,
    )
    return row?.rows
  }
  const before = await history()
  await sell(500)
  expect(await history()).toBe(before)
  expect(await ask('2001-01-01T00:00:00.000Z').catch((error: unknown) => String(error))).toMatch(/404|PRICE_NOT_KNOWN/)
})

it('an instant that its offset leads out of the calendar is refused, and those at its ends are answered', async () => {
  const statusOf = async (knownAt: string) => {
    const query = new URLSearchParams({ accountId: 'ACME', partNumber, knownAt })
    return (await carla.tell('GET', `${box.url}/api/admin/explain?${query}`)).status
  }
  for (const within of ['9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00-14:00'])
    expect([within, await statusOf(within)]).toEqual([within, 200])
  for (const outside of ['9999-12-31T23:59:59-12:00', '0001-01-01T00:00:00+14:00', '0000-01-01T00:00:00Z'])
    expect([outside, await statusOf(outside)]).toEqual([outside, 400])
})

it("what an account was then decides its price of then, whatever type, tier and currency today's sync brings, and when it is gone [N11]", async () => {
  const sync = async () => {
    await requestSync(box.store.deps, { mode: 'full', trigger: 'test' })
    await box.drain()
  }
  const account = (attributes: Readonly<Record<string, string>>) =>
    box.portal.plant({
      kind: 'account',
      action: 'upsert',
      row: { id: 'TURNCOAT', name: 'Turncoat Ltd.', type: 'CHANNEL_PARTNER', attributes },
    })
  account({ storeAccountType: 'reseller', partnerTier: 'gold' })
  await sync()
  const asPartner = await ask(null, 'TURNCOAT')
  const then = await instant()
  account({ storeAccountType: 'customer', storeCurrency: 'USD' })
  await sync()
  const asCustomer = await ask(null, 'TURNCOAT')
  expect(asPartner).not.toEqual(asCustomer)
  expect(await ask(then, 'TURNCOAT')).toEqual(asPartner)
  const later = await instant()
  box.portal.plant({ kind: 'account', action: 'delete', row: { id: 'TURNCOAT' } })
  await sync()
  expect([await ask(then, 'TURNCOAT'), await ask(later, 'TURNCOAT')]).toEqual([asPartner, asCustomer])
})
