import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endQuotes } from '../../../../src/domains/selling/quotes/end-quotes.ts'
import { systemClock } from '../../../../src/kernel/clock.ts'
import { addDays, dateOf } from '../../../../src/kernel/local-date.ts'
import { callApi, handOffOf, tokenOf } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { movableClock } from '../../../support/movable-clock.ts'
import { pdfText } from '../../../support/pdf-text.ts'
import { askAs, callAs, placed, quoteAnswer, refusalOf, staffQuoteAnswer } from '../../../support/sales.ts'
import { dublin, goodCard } from '../../../support/shopping.ts'

const clock = movableClock(systemClock.now().toISOString())
let box: Box
beforeAll(async () => {
  box = await startBox({ clock })
})
afterAll(() => box.close())

const requestKey = () => `quote-test-${randomUUID()}`
const put = (partNumber: string, quantity = 1) =>
  askAs(box, z.unknown(), 'alice', ['POST', '/api/cart/lines'], { partNumber, quantity, downloadDeclined: true })
const save = async (partNumber: string, quantity = 1) => {
  await put(partNumber, quantity)
  const quote = await askAs(box, quoteAnswer, 'alice', ['POST', '/api/quotes'], {
    shipTo: dublin,
    note: 'For the design team',
    requestKey: requestKey(),
  })
  await box.database.db.execute(`delete from cart_lines where cart_id in (select id from carts where state = 'open')`)
  return quote
}
const view = (id: string) => askAs(box, quoteAnswer, 'alice', ['GET', `/api/quotes/${id}`])
const accept = (id: string, body: object, caller: 'alice' | 'bob' | 'beth' = 'alice') =>
  callAs(box, caller, ['POST', `/api/quotes/${id}/acceptance`], { version: 1, ...body })
const onPurchaseOrder = (purchaseOrderNumber: string) => ({ method: 'purchaseOrder', purchaseOrderNumber })
const ordersOfQuote = (id: string) =>
  box.database.db.execute(
    `select o.id from orders o join priced_carts q on q.id = o.priced_cart_id join quote_versions v on v.id = q.quote_version_id where v.quote_id = '${id}'`,
  )
const draft = (lines: readonly object[], more: object = {}) => ({
  accountId: 'ACME',
  contactUserName: 'alice@acme.example',
  lines,
  shipTo: dublin,
  ...more,
})
const drafted = (body: object) =>
  askAs(box, staffQuoteAnswer, 'carla', ['POST', '/api/admin/quotes'], { requestKey: requestKey(), ...body })
const send = (id: string) => askAs(box, staffQuoteAnswer, 'carla', ['POST', `/api/admin/quotes/${id}/sending`])

describe('a quote of an account', () => {
  it('is saved from the cart once for each click, with a number, and the cart stays', async () => {
    await put('TEXTURES-2-LIC')
    const body = { shipTo: dublin, requestKey: requestKey() }
    const [first, second] = await Promise.all([
      askAs(box, quoteAnswer, 'alice', ['POST', '/api/quotes'], body),
      askAs(box, quoteAnswer, 'alice', ['POST', '/api/quotes'], body),
    ])
    expect(second).toEqual(first)
    expect(first.number).toMatch(/^Q-\d{4}-\d{6}$/)
    expect(first.offer).toMatchObject({ version: 1, state: 'sent' })
    const cart = await askAs(box, z.object({ lines: z.array(z.unknown()) }), 'alice', ['GET', '/api/cart'])
    expect(cart.lines).toHaveLength(1)
    await box.database.db.execute(`delete from cart_lines where cart_id in (select id from carts where state = 'open')`)
  })

  it('is seen by every member of the account and by nobody else', async () => {
    const { id } = await save('TEXTURES-2-LIC')
    expect((await callAs(box, 'vera', ['GET', `/api/quotes/${id}`])).status).toBe(200)
    expect((await callAs(box, 'beth', ['GET', `/api/quotes/${id}`])).status).toBe(404)
    expect((await callAs(box, 'beth', ['GET', '/api/quotes'])).text).not.toContain(id)
    expect((await accept(id, onPurchaseOrder('PO-STRANGER'), 'beth')).status).toBe(404)
  })

  it('accepted many times at once makes one order, at the price that was quoted, whatever the lists say by then', async () => {
    const quote = await save('SKETCH-5-LIC', 2)
    await box.database.db.execute(
      `update price_list_entries set unit_minor = unit_minor + 1000 where part_number = 'SKETCH-5-LIC'`,
    )
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(quote.id, onPurchaseOrder('PO-RACE'))))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(200), 201])
    expect(new Set(answers.map(({ json }) => placed.parse(json).order.id)).size).toBe(1)
    expect(await ordersOfQuote(quote.id)).toHaveLength(1)
    const order = placed.parse(answers[0]?.json).order
    expect(order).toMatchObject({ totalMinor: quote.offer.totalMinor, netMinor: quote.offer.netMinor })
    expect((await view(quote.id)).orderId).toBe(order.id)
    expect((await view(quote.id)).offer.state).toBe('accepted')
  })

  it('accepted by two colleagues at once makes one order', async () => {
    const { id } = await save('TEXTURES-2-LIC')
    await Promise.all([accept(id, onPurchaseOrder('PO-TWO')), accept(id, onPurchaseOrder('PO-TWO'), 'bob')])
    expect(await ordersOfQuote(id)).toHaveLength(1)
  })

  it('what the account may no longer have cannot be ordered by an old quote', async () => {
    const { id } = await save('TEXTURES-2-LIC')
    await box.database.db.execute(`update items set withdrawn_at = now() where part_number = 'TEXTURES-2-LIC'`)
    const refused = await accept(id, onPurchaseOrder('PO-WITHDRAWN'))
    await box.database.db.execute(`update items set withdrawn_at = null where part_number = 'TEXTURES-2-LIC'`)
    expect([refused.status, refusalOf(refused)]).toEqual([404, 'item-not-available'])
  })

  it('declined with a reason is not accepted any more, and can be put into the cart again', async () => {
    const { id } = await save('TEXTURES-2-LIC', 3)
    const declined = await askAs(box, quoteAnswer, 'alice', ['POST', `/api/quotes/${id}/refusal`], {
      reason: 'No budget this year',
    })
    expect(declined.offer.state).toBe('declined')
    expect(refusalOf(await accept(id, onPurchaseOrder('PO-DECLINED')))).toBe('state-conflict')
    const lines = z.object({ lines: z.array(z.object({ partNumber: z.string(), quantity: z.number() })) })
    for (let click = 0; click < 2; click += 1)
      expect((await askAs(box, lines, 'alice', ['POST', `/api/quotes/${id}/cart`])).lines).toEqual([
        { partNumber: 'TEXTURES-2-LIC', quantity: 3 },
      ])
    await box.database.db.execute(`delete from cart_lines where cart_id in (select id from carts where state = 'open')`)
  })

  it('is a PDF that says number, version, prices and last good day', async () => {
    const { id, number } = await save('SKETCH-5-LIC')
    const response = await fetch(`${box.url}/api/quotes/${id}/quote.pdf`, {
      headers: { authorization: `Bearer ${await tokenOf(box, 'vera')}` },
    })
    const words = pdfText(Buffer.from(await response.arrayBuffer()))
    for (const part of [number, 'Version 1', 'SKETCH-5-LIC', 'good until the end of', 'For the design team'])
      expect(words).toContain(part)
  })
})

describe('a quote that staff drafted', () => {
  it('is not seen before it is sent; a newer version supersedes the older, which stays as it was', async () => {
    const { id } = await drafted(draft([{ partNumber: 'SKETCH-5-LIC', quantity: 1 }]))
    expect((await callAs(box, 'alice', ['GET', `/api/quotes/${id}`])).status).toBe(404)
    await send(id)
    const first = (await view(id)).offer
    const content = {
      contactUserName: 'alice@acme.example',
      shipTo: dublin,
      lines: [{ partNumber: 'SKETCH-5-LIC', quantity: 5, discountBasisPoints: 1000, discountReason: 'Volume' }],
    }
    await askAs(box, staffQuoteAnswer, 'carla', ['PUT', `/api/admin/quotes/${id}/draft`], content)
    expect((await view(id)).offer).toEqual(first)
    await send(id)
    const after = await view(id)
    expect(after.versions).toMatchObject([
      { ...first, state: 'superseded' },
      { version: 2, state: 'sent' },
    ])
    expect(refusalOf(await accept(id, onPurchaseOrder('PO-OLD')))).toBe('quote-superseded')
    await expect(
      box.database.db.execute(`update quote_versions set net_minor = 1, total_minor = 1 where quote_id = '${id}'`),
    ).rejects.toMatchObject({ cause: { message: `version 1 of quote ${id} was sent and cannot change` } })
    const order = placed.parse((await accept(id, { ...onPurchaseOrder('PO-NEW'), version: 2 })).json).order
    expect(order).toMatchObject({ totalMinor: after.offer.totalMinor })
    const events = await callAs(box, 'alice', ['GET', `/api/orders/${order.id}/events`])
    expect(events.text).toContain('drafted by Carla Conti (carla@paintworks.example) of the vendor')
  })

  it('cannot be paid by card in an older version after the newer one was sent, and is one order [C39]', async () => {
    const line = { partNumber: 'SKETCH-5-LIC', quantity: 1 }
    const { id } = await drafted(draft([line]))
    await send(id)
    const paying = z
      .object({ paymentId: z.string(), redirectUrl: z.string() })
      .parse((await accept(id, { method: 'card' })).json)
    const content = { contactUserName: 'alice@acme.example', shipTo: dublin, lines: [{ ...line, quantity: 2 }] }
    await askAs(box, staffQuoteAnswer, 'carla', ['PUT', `/api/admin/quotes/${id}/draft`], content)
    await send(id)
    placed.parse((await accept(id, { ...onPurchaseOrder('PO-NEWER'), version: 2 })).json)
    await fetch(paying.redirectUrl, { method: 'POST', body: new URLSearchParams({ card: goodCard }) })
    const checked = await callAs(box, 'alice', ['POST', `/api/payments/${paying.paymentId}/check`])
    expect(checked.json).toEqual({ state: 'expired', orderId: null, moneyBack: [] })
    expect(await ordersOfQuote(id)).toHaveLength(1)
  })

  it('withdrawn is not accepted any more', async () => {
    const { id } = await drafted(draft([{ partNumber: 'SKETCH-5-LIC', quantity: 1 }]))
    await send(id)
    await askAs(box, staffQuoteAnswer, 'carla', ['POST', `/api/admin/quotes/${id}/withdrawal`], { reason: 'A mistake' })
    expect(refusalOf(await accept(id, onPurchaseOrder('PO-WITHDRAWN-2')))).toBe('state-conflict')
  })

  it('is called to mind before it ends, expires after its last good day, and is then not accepted [P11]', async () => {
    const validThrough = addDays(dateOf(clock.now()), 2)
    const { id, number } = await drafted(draft([{ partNumber: 'SKETCH-5-LIC', quantity: 1 }], { validThrough }))
    await send(id)
    await endQuotes(box.store.deps)
    await endQuotes(box.store.deps)
    await box.drain()
    const mails = box.mailbox.mails().filter(({ subject }) => subject.includes(number))
    expect(mails.map(({ subject }) => subject.split(' ').at(-1)).length).toBe(2)
    clock.advance({ days: 3 })
    const body = { token: await handOffOf(box, 'alice') }
    const { json } = await callApi(box, { method: 'POST', path: '/api/sessions', body })
    const { accessToken: token } = z.object({ accessToken: z.string() }).parse(json)
    const path = `/api/quotes/${id}`
    const shown = await callApi(box, { method: 'GET', path, token })
    expect(quoteAnswer.parse(shown.json).offer.state).toBe('expired')
    const late = { version: 1, ...onPurchaseOrder('PO-LATE') }
    const refused = await callApi(box, { method: 'POST', path: `${path}/acceptance`, token, body: late })
    expect([refused.status, refusalOf(refused)]).toEqual([409, 'quote-expired'])
    await endQuotes(box.store.deps)
    expect(await ordersOfQuote(id)).toHaveLength(0)
  })
})
