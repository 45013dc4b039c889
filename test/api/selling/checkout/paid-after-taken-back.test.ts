import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Box, startBox } from '../../../support/box.ts'
import { askAs, callAs, namePartner, placed, refusalOf } from '../../../support/sales.ts'
import { dublin, goodCard } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const withId = z.object({ id: z.string() })
const opened = z.object({ paymentId: z.string(), redirectUrl: z.string() })
const checked = z.object({
  orderId: z.string().nullable(),
  moneyBack: z.array(z.object({ reason: z.string(), state: z.string(), amountMinor: z.number() })),
})
const one = async (query: string): Promise<unknown> => Object.values((await box.database.db.execute(query))[0] ?? {})[0]
const check = (caller: 'rosa' | 'alice', paymentId: string) =>
  askAs(box, checked, caller, ['POST', `/api/payments/${paymentId}/check`])
/** On the processor's page, before the store has closed it there. */
async function pay(page: string): Promise<void> {
  const answer = await fetch(page, {
    method: 'POST',
    body: new URLSearchParams({ card: goodCard }),
    redirect: 'manual',
  })
  expect(answer.status).toBe(303)
}

async function cartFor(customer: string, partNumber = 'SKETCH-5-LIC') {
  await askAs(box, z.unknown(), 'rosa', ['PUT', '/api/cart/end-customer'], { accountId: customer })
  await askAs(box, z.unknown(), 'rosa', ['POST', '/api/cart/lines'], { partNumber })
}

async function wentBack(caller: 'rosa' | 'alice', paymentId: string): Promise<void> {
  const refunds = box.cards.state().refunds
  await box.workUntil(() => one(`select 1 from card_returns where payment_id = '${paymentId}' and state = 'returned'`))
  await box.drain()
  const minor = Number(await one(`select amount_minor::int from payments where id = '${paymentId}'`))
  expect(await check(caller, paymentId)).toEqual({
    orderId: null,
    moneyBack: [{ reason: 'offer-over', state: 'returned', amountMinor: minor }],
  })
  expect(
    await one(
      `select count(*)::int from orders o join payments p on p.priced_cart_id = o.priced_cart_id where p.id = '${paymentId}'`,
    ),
  ).toBe(0)
  expect(box.cards.state().refunds - refunds).toBeLessThanOrEqual(1)
  const mails = box.mailbox.mails().filter(({ text }) => text.includes(paymentId))
  expect(mails.map(({ text }) => text.includes('after the offer was over, so nothing was ordered'))).toEqual([true])
}

describe('a card page that is paid after its offer was taken back', () => {
  it('by the customer of a partner makes no order for it, and the money goes back once, though it agrees again [C39]', async () => {
    await namePartner(box, 'PIXEL', 'ACME')
    await cartFor('ACME')
    const { id: pricedCartId } = await askAs(box, withId, 'rosa', ['POST', '/api/priced-carts'], { shipTo: dublin })
    const page = await askAs(box, opened, 'rosa', ['POST', '/api/orders'], { pricedCartId, method: 'card' })
    await askAs(box, z.unknown(), 'alice', ['DELETE', '/api/company/partners/PIXEL'])
    await pay(page.redirectUrl)
    expect(await check('rosa', page.paymentId)).toMatchObject({ orderId: null, moneyBack: [{ reason: 'offer-over' }] })
    // A consent that is given again gives back no order, whoever reports the payment once more.
    await askAs(box, z.unknown(), 'alice', ['PUT', '/api/company/partners/PIXEL'])
    for (const { id, type } of box.cards.state().events)
      if (type === 'checkout.session.completed') box.cards.resendWebhook(id, 3)
    await wentBack('rosa', page.paymentId)
    const again = await callAs(box, 'rosa', ['POST', '/api/orders'], {
      pricedCartId,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-AGAIN',
    })
    expect([again.status, refusalOf(again)]).toEqual([409, 'customer-not-served'])
    expect(box.cards.state().refunds).toBe(1)
  })

  it('by the end of a deal goes back as well, though nobody has looked since', async () => {
    await box.database.db.execute(`update partner_consents set state = 'ended' where partner_account_id = 'PIXEL'`)
    const { id } = await askAs(box, withId, 'rosa', ['POST', '/api/deals'], {
      prospectName: 'Acme Corporation',
      partNumbers: ['SKETCH-5-LIC'],
      estimatedQuantity: 1,
      requestKey: randomUUID(),
    })
    const terms = { discountBasisPoints: 500, endCustomerAccountId: 'ACME' }
    await askAs(box, z.unknown(), 'carla', ['POST', `/api/admin/deals/${id}/approval`], terms)
    await cartFor('ACME')
    const { id: pricedCartId } = await askAs(box, withId, 'rosa', ['POST', '/api/priced-carts'], { shipTo: dublin })
    const page = await askAs(box, opened, 'rosa', ['POST', '/api/orders'], { pricedCartId, method: 'card' })
    await box.database.db.execute(
      `update deal_registrations set valid_from = '2020-01-01', valid_through = '2020-12-31'`,
    )
    await pay(page.redirectUrl)
    await wentBack('rosa', page.paymentId)
  })

  it.each(['withdrawal', 'refusal', 'next version'] as const)(
    'by the %s of a quote in writing makes no order, and the money goes back [C39]',
    async (way) => {
      const lines = [{ partNumber: 'TEXTURES-2-LIC', quantity: 1 }]
      const content = { contactUserName: 'alice@acme.example', lines, shipTo: dublin }
      const { id } = await askAs(box, withId, 'carla', ['POST', '/api/admin/quotes'], {
        ...content,
        accountId: 'ACME',
        requestKey: randomUUID(),
      })
      const staff = (step: string, body?: unknown) =>
        askAs(box, z.unknown(), 'carla', ['POST', `/api/admin/quotes/${id}/${step}`], body)
      await staff('sending', { version: 1 })
      const path = `/api/quotes/${id}`
      const page = await askAs(box, opened, 'alice', ['POST', `${path}/acceptance`], { version: 1, method: 'card' })
      if (way === 'withdrawal') await staff('withdrawal', { reason: 'A mistake' })
      else if (way === 'refusal')
        await askAs(box, z.unknown(), 'alice', ['POST', `${path}/refusal`], { reason: 'Too dear' })
      else {
        await askAs(box, z.unknown(), 'carla', ['PUT', `/api/admin/quotes/${id}/draft`], content)
        await staff('sending', { version: 2 })
      }
      await pay(page.redirectUrl)
      await wentBack('alice', page.paymentId)
      if (way !== 'next version') return
      const number = { method: 'purchaseOrder', purchaseOrderNumber: 'PO-VERSION-2' }
      expect(
        (await askAs(box, placed, 'alice', ['POST', `${path}/acceptance`], { version: 2, ...number })).outcome,
      ).toBe('placed')
    },
  )

  it('by its own time alone is the order: the page was opened while the offer stood', async () => {
    await askAs(box, z.unknown(), 'alice', ['POST', '/api/cart/lines'], { partNumber: 'TEXTURES-2-LIC' })
    const { id: pricedCartId } = await askAs(box, withId, 'alice', ['POST', '/api/priced-carts'], { shipTo: dublin })
    const page = await askAs(box, opened, 'alice', ['POST', '/api/orders'], { pricedCartId, method: 'card' })
    await pay(page.redirectUrl)
    await box.database.db.execute(
      `update priced_carts set expires_at = now() - interval '1 minute' where id = '${pricedCartId}'`,
    )
    expect(await check('alice', page.paymentId)).toMatchObject({ orderId: expect.any(String), moneyBack: [] })
  })
})
