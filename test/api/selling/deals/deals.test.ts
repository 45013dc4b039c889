import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { registerDealSchema } from '../../../../src/domains/selling/deals/deal-schemas.ts'
import { registerDeal } from '../../../../src/domains/selling/deals/deals.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { askAs, callAs, namePartner, placed, refusalOf } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
  await box.database.db.execute(
    `update accounts set account_type = 'reseller', partner_tier = 'silver' where account_id = 'BRIGHT'`,
  )
  for (const partner of ['PIXEL', 'BRIGHT']) await namePartner(box, partner, 'ACME')
})
afterAll(() => box.close())

const deal = z.object({ id: z.string(), number: z.string(), state: z.string(), partNumbers: z.array(z.string()) })
const asked = (more: object = {}) => ({
  endCustomerAccountId: 'ACME',
  partNumbers: ['PAINT-PRO-2-LIC'],
  estimatedQuantity: 40,
  requestKey: randomUUID(),
  ...more,
})
const register = (more: object = {}, caller: 'rosa' | 'beth' = 'rosa') =>
  callAs(box, caller, ['POST', '/api/deals'], asked(more))
const registered = async (more: object = {}, caller: 'rosa' | 'beth' = 'rosa') => {
  const answer = await register(more, caller)
  if (answer.status !== 201) throw new Error(answer.text)
  return deal.parse(answer.json)
}
const approve = (id: string, body: object) =>
  askAs(
    box,
    z.object({ state: z.string(), validThrough: z.string() }),
    'carla',
    ['POST', `/api/admin/deals/${id}/approval`],
    body,
  )
const clear = () => box.database.db.execute('truncate deal_holds, deal_registrations')
const unitPrice = async (endCustomer: string | null, partNumber = 'PAINT-PRO-2-LIC') => {
  await box.database.db.execute(`delete from cart_lines where cart_id in (select id from carts where state = 'open')`)
  await askAs(box, z.unknown(), 'rosa', ['PUT', '/api/cart/end-customer'], { accountId: endCustomer })
  const line = z.object({ unitPriceMinor: z.number(), priceSentence: z.string() })
  const cart = await askAs(box, z.object({ lines: z.array(line) }), 'rosa', ['POST', '/api/cart/lines'], { partNumber })
  return cart.lines[0]
}

describe('a deal registration', () => {
  it('is held by one partner however many ask at once, by account or by name', async () => {
    await clear()
    const actors = [
      { accountId: 'PIXEL', userName: 'rosa@pixel.example' },
      { accountId: 'BRIGHT', userName: 'beth@bright.example' },
    ]
    const [acme] = z
      .array(z.object({ name: z.string() }))
      .parse(await box.database.db.execute(`select name from accounts where account_id = 'ACME'`))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => {
        const byName = { endCustomerAccountId: '', prospectName: acme?.name.toUpperCase() }
        const request = registerDealSchema.parse(asked(index % 3 === 0 ? byName : {}))
        return registerDeal(box.store.deps, actors[index % 2] ?? { accountId: '', userName: '' }, request)
      }),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'deal-held' })
  })

  it('cannot be held twice in the database itself', async () => {
    await clear()
    const { id } = await registered()
    const [other] = z
      .array(z.object({ id: z.string() }))
      .parse(
        await box.database.db.execute(
          `insert into deal_registrations select 'dea_other', 'DR-OTHER', 'BRIGHT', registered_by, end_customer_account_id, prospect_name, state, part_numbers, estimated_quantity, note, null, null, null, null, null, null, created_at from deal_registrations where id = '${id}' returning id`,
        ),
      )
    await expect(
      box.database.db.execute(
        `insert into deal_holds (deal_id, customer, part_number, held_from) select '${other?.id}', customer, part_number, held_from + 1 from deal_holds`,
      ),
    ).rejects.toMatchObject({ cause: { code: '23P01', constraint_name: 'deal_holds_one_partner' } })
  })

  it('is approved on its page with any percentage that has two decimals', async () => {
    const carla = await box.staff('carla')
    for (const [discount, basisPoints] of [
      ['16.1', 1610],
      ['4,35', 435],
      ['0.29', 29],
    ]) {
      await clear()
      const { id } = await registered()
      const page = await carla.send(`${box.url}/admin/deals/${id}/approval`, { discount: String(discount) })
      expect([discount, page.status]).toEqual([discount, 200])
      const [row] = await box.database.db.execute(
        `select discount_basis_points as given from deal_registrations where id = '${id}'`,
      )
      expect(row).toEqual({ given: basisPoints })
    }
  })

  it('binds end customer, part numbers, discount and end date, and gives nothing else to anybody else', async () => {
    await clear()
    const before = await unitPrice('ACME')
    const { id, number } = await registered()
    expect((await unitPrice('ACME'))?.unitPriceMinor).toBe(before?.unitPriceMinor)
    await approve(id, { discountBasisPoints: 3500 })
    // The gold list says 450.00; of the rules the best one counts, and they do not add up.
    const after = await unitPrice('ACME')
    expect([before?.unitPriceMinor, after?.unitPriceMinor]).toEqual([36_000, 29_250])
    expect(after?.priceSentence).toContain(number)
    expect((await unitPrice(null))?.unitPriceMinor).toBe(36_000)
    expect((await unitPrice('ACME', 'PAINT-PRO-2-SEAT').catch(() => null))?.priceSentence ?? '').not.toContain(number)

    const refused = await register({}, 'beth')
    expect([refused.status, refusalOf(refused)]).toEqual([409, 'deal-held'])
    expect(refused.text).not.toMatch(/PIXEL|rosa/i)
    await registered({ partNumbers: ['SKETCH-5-LIC'] }, 'beth')

    // The day after its end.
    await box.database.db.execute(
      `update deal_registrations set valid_from = current_date - 91, valid_through = current_date - 1 where id = '${id}'`,
    )
    await box.database.db.execute(
      `update deal_holds set held_from = current_date - 91, held_through = current_date - 1 where deal_id = '${id}'`,
    )
    expect((await unitPrice('ACME'))?.unitPriceMinor).toBe(36_000)
    expect(deal.parse((await callAs(box, 'rosa', ['GET', `/api/deals/${id}`])).json).state).toBe('expired')
    await registered({}, 'beth')
  })

  it('rejected or given up lets another partner register, and its partner is told by mail', async () => {
    await clear()
    const first = await registered()
    await askAs(box, z.unknown(), 'carla', ['POST', `/api/admin/deals/${first.id}/rejection`], {
      reason: 'We sell there',
    })
    const second = await registered({}, 'beth')
    await askAs(box, z.unknown(), 'beth', ['POST', `/api/deals/${second.id}/withdrawal`])
    await registered()
    await box.drain()
    const mail = box.mailbox.mails().find(({ subject }) => subject.includes(first.number))
    expect(mail?.subject).toContain('rejected')
    expect(
      refusalOf(
        await callAs(box, 'carla', ['POST', `/api/admin/deals/${first.id}/approval`], { discountBasisPoints: 1 }),
      ),
    ).toBe('state-conflict')
  })

  it('of a category stands for its part numbers of the day; unknown ones and those of no partner are refused', async () => {
    await clear()
    const whole = await registered({ partNumbers: [], categories: ['base'] })
    expect(whole.partNumbers).toContain('PAINT-PRO-2-LIC')
    expect((await register({ partNumbers: ['NO-SUCH'] })).status).toBe(404)
    expect((await register({ endCustomerAccountId: 'NOBODY' })).status).toBe(404)
    expect((await callAs(box, 'alice', ['POST', '/api/deals'], asked())).status).toBe(403)
    expect((await callAs(box, 'beth', ['GET', `/api/deals/${whole.id}`])).status).toBe(404)
  })

  it('is priced on the order and in its trace, for the deal’s customer only [P22]', async () => {
    await clear()
    const { id, number } = await registered()
    await approve(id, { discountBasisPoints: 3500 })
    await unitPrice('ACME')
    const pricedCart = await askAs(box, z.object({ id: z.string() }), 'rosa', ['POST', '/api/priced-carts'], {
      shipTo: dublin,
    })
    const { order } = await askAs(box, placed, 'rosa', ['POST', '/api/orders'], {
      pricedCartId: pricedCart.id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-DEAL',
    })
    const [line] = await box.database.db.execute(
      `select unit_price_minor::int as unit, trace from order_lines where order_id = '${order.id}'`,
    )
    expect(line).toMatchObject({
      unit: 29_250,
      trace: { rule: { id, name: `Deal registration ${number}`, basisPoints: 3500 } },
    })
  })
})
