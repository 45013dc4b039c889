import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { importPriceList } from '../../src/domains/shop/pricing/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { addDays, dateOf } from '../../src/kernel/local-date.ts'
import { type Box, startBox } from '../support/box.ts'
import { codeOf, dublin } from '../support/shopping.ts'

let box: Box
const visitors = new Map<string, Visitor>()
const accounts = ['ACME', 'BRIGHT', 'PIXEL'] as const
const people = { ACME: 'alice@acme.example', BRIGHT: 'beth@bright.example', PIXEL: 'rosa@pixel.example' }
const parts = ['PAINT-PRO-2-LIC', 'SKETCH-5-LIC'] as const
const groups = ['g1', 'g2', 'g3', 'g4', 'g5']
let kinds: Map<string, { accountType: string; partnerTier: string | null }>

beforeAll(async () => {
  box = await startBox()
  for (const account of accounts) visitors.set(account, await box.member(people[account]))
  const { db } = box.database
  await db.execute(sql`delete from discount_rules`)
  const rows = await db.execute(sql`select account_id, account_type, partner_tier from accounts`)
  const kind = z.object({ account_id: z.string(), account_type: z.string(), partner_tier: z.string().nullable() })
  kinds = new Map(
    z
      .array(kind)
      .parse([...rows])
      .map((row) => [row.account_id, { accountType: row.account_type, partnerTier: row.partner_tier }]),
  )
})
afterAll(() => box.close())

const today = dateOf(systemClock.now())
const audience = fc.constantFrom(
  ...accounts.map((id) => ['account', id] as const),
  ...groups.map((id) => ['group', id] as const),
  ...(['gold', 'silver'] as const).map((tier) => ['partnerTier', tier] as const),
  ...(['customer', 'reseller'] as const).map((type) => ['accountType', type] as const),
  ['everybody', ''] as const,
  ['everybody', ''] as const,
)
const day = fc.constantFrom(null, null, addDays(today, -1), today, addDays(today, 1))
const entry = fc.record({
  partNumber: fc.constantFrom(...parts),
  minQuantity: fc.integer({ min: 1, max: 3 }),
  increment: fc.constantFrom(1, 1, 2),
  unitMinor: fc.integer({ min: 1, max: 99_999 }),
})
const list = fc.record({
  audience,
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  priority: fc.integer({ min: 0, max: 1 }),
  validFrom: day,
  validThrough: day,
  fallsBack: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
  entries: fc.uniqueArray(entry, { selector: (one) => `${one.partNumber} ${one.minQuantity}`, maxLength: 4 }),
})
const world = fc.record({
  lists: fc.array(list, { minLength: 1, maxLength: 9 }),
  // In none, one, two or all five of the groups.
  memberships: fc.tuple(...accounts.map(() => fc.constantFrom([], ['g2'], ['g1', 'g4'], groups))),
  currencies: fc.tuple(...accounts.map(() => fc.constantFrom('EUR', 'EUR', 'USD'))),
})
type World = typeof world extends fc.Arbitrary<infer Made> ? Made : never
type List = World['lists'][number] & { readonly id: string }

/** The rules, written down a second time as slowly and plainly as can be. */
function expected(lists: readonly List[], who: Asking, partNumber: string, quantity: number): number | null {
  const width = { account: 0, group: 1, partnerTier: 2, accountType: 3, everybody: 4 }
  const usable = lists
    .filter((one) => namesAccount(one, who) && one.currency === who.currency)
    .filter(({ validFrom, validThrough }) => (validFrom ?? today) <= today && (validThrough ?? today) >= today)
  const closedAt = Math.min(9, ...usable.filter((one) => !one.fallsBack).map((one) => width[one.audience[0]]))
  let best: { rank: string; unitMinor: number; increment: number } | null = null
  for (const one of usable)
    for (const step of one.entries) {
      if (width[one.audience[0]] > closedAt || step.partNumber !== partNumber || step.minQuantity > quantity) continue
      const rank = `${width[one.audience[0]]} ${9 - one.priority} ${9 - step.minQuantity} ${one.id}`
      if (best === null || rank < best.rank) best = { rank, unitMinor: step.unitMinor, increment: step.increment }
    }
  return best === null || quantity % best.increment !== 0 ? null : best.unitMinor
}

interface Asking {
  readonly accountId: string
  readonly currency: string
  readonly groups: readonly string[]
}

function namesAccount({ audience: [kind, value] }: Pick<List, 'audience'>, who: Asking): boolean {
  if (kind === 'everybody') return true
  if (kind === 'account') return value === who.accountId
  if (kind === 'group') return who.groups.includes(value)
  return kinds.get(who.accountId)?.[kind] === value
}

async function write({ memberships, currencies }: World, lists: readonly List[]): Promise<void> {
  const { db } = box.database
  await db.transaction(async (tx) => {
    for (const table of ['price_list_entries', 'price_lists', 'account_groups', 'cart_lines'])
      await tx.execute(sql.raw(`delete from ${table}`))
    for (const [n, account] of accounts.entries()) {
      await tx.execute(sql`update accounts set currency = ${currencies[n] ?? 'EUR'} where account_id = ${account}`)
      for (const group of memberships[n] ?? [])
        await tx.execute(sql`insert into account_groups (account_id, group_id) values (${account}, ${group})`)
    }
    for (const {
      audience: [kind, audienceValue],
      ...rest
    } of lists)
      await importPriceList(tx, { ...rest, name: `Secret ${rest.id}.`, audience: kind, audienceValue })
  })
}

const money = z.object({ minor: z.number(), currency: z.string() })
const listed = z.object({ items: z.array(z.object({ partNumber: z.string(), unitPrice: money })) })
const cartAnswer = z.object({
  lines: z.array(z.object({ partNumber: z.string(), unitPriceMinor: z.number().nullable() })),
})
const priced = z.object({
  id: z.string(),
  currency: z.string(),
  lines: z.array(z.object({ partNumber: z.string(), unitPriceMinor: z.number() })),
})

it('an account gets only prices of its own lists in its own currency, and gets them always: on list, search, item, cart, quote and order alike [P7] [C6] [C7]', async () => {
  let orders = 0
  let absent = 0
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(world, fc.integer({ min: 0, max: 3 }), async (made, more) => {
      const lists = made.lists.map((one, n): List => ({ ...one, id: `list-${n}` }))
      await write(made, lists)
      for (const [n, accountId] of accounts.entries()) {
        const who = { accountId, currency: made.currencies[n] ?? 'EUR', groups: made.memberships[n] ?? [] }
        const foreign = lists.filter((one) => !namesAccount(one, who)).map(({ id }) => `Secret ${id}.`)
        const tell = async (method: 'GET' | 'POST', path: string, body?: object) => {
          const answer = await visitor(accountId).tell(method, `${box.url}${path}`, body)
          const text = answer.body.toString()
          for (const name of foreign) expect(text).not.toContain(name)
          return { status: answer.status, code: codeOf(answer), json: (): unknown => JSON.parse(text) }
        }
        const all = listed.parse((await tell('GET', '/api/items?limit=100')).json()).items
        for (const [place, partNumber] of parts.entries()) {
          const found = listed.parse((await tell('GET', `/api/items?limit=100&q=${partNumber}`)).json()).items
          const least = Array.from({ length: 12 }, (_, q) => q + 1).find(
            (q) => expected(lists, who, partNumber, q) !== null,
          )
          const item = await tell('GET', `/api/items/${partNumber}`)
          const wanted = (least ?? 1) + more
          const asked = await tell('GET', `/api/items/${partNumber}?quantity=${wanted}`)
          const added = await tell('POST', '/api/cart/lines', { partNumber, quantity: wanted })
          if (least === undefined) {
            absent += 1
            for (const items of [all, found]) expect(items.map((one) => one.partNumber)).not.toContain(partNumber)
            for (const answer of [item, asked, added])
              expect([answer.status, answer.code]).toEqual([404, 'item-not-available'])
            continue
          }
          const atLeast = { minor: expected(lists, who, partNumber, least), currency: who.currency }
          for (const items of [all, found])
            expect(items.find((one) => one.partNumber === partNumber)?.unitPrice).toEqual(atLeast)
          expect(item.json()).toMatchObject({ unitPrice: atLeast })
          const unitPriceMinor = expected(lists, who, partNumber, wanted)
          if (unitPriceMinor === null) {
            for (const answer of [asked, added])
              expect([answer.status, answer.code]).toEqual([409, 'quantity-not-allowed'])
            continue
          }
          expect(asked.json()).toMatchObject({ unitPrice: { minor: unitPriceMinor, currency: who.currency } })
          const line = { partNumber, unitPriceMinor }
          expect(cartAnswer.parse(added.json()).lines).toContainEqual(line)
          expect(cartAnswer.parse((await tell('GET', '/api/cart')).json()).lines).toContainEqual(line)
          if (place > 0) continue
          const pricedCart = priced.parse((await tell('POST', '/api/priced-carts', { shipTo: dublin })).json())
          expect(pricedCart).toMatchObject({ currency: who.currency, lines: [line] })
          orders += 1
          const order = { pricedCartId: pricedCart.id, method: 'purchaseOrder', purchaseOrderNumber: `PO-${orders}` }
          const placed = z.object({ order: priced }).parse((await tell('POST', '/api/orders', order)).json())
          expect(placed.order).toMatchObject({ currency: who.currency, lines: [line] })
          seen.add(`${who.groups.length} groups`)
        }
      }
    }),
    { numRuns: 25 },
  )
  // The worlds were not all empty, and not all alike.
  expect(orders).toBeGreaterThan(5)
  expect(absent).toBeGreaterThan(3)
  expect(seen.size).toBeGreaterThan(1)
}, 240_000)

function visitor(accountId: string): Visitor {
  const found = visitors.get(accountId)
  if (!found) throw new Error(`${accountId} has no member`)
  return found
}
