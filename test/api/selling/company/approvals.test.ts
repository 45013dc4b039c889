import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Page, Visitor } from '../../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { codeOf, dublin, goodCard, shopping } from '../../../support/shopping.ts'

const pricedCartAnswer = z.object({ id: z.string(), totalMinor: z.number() })
const placementAnswer = z.object({
  outcome: z.string(),
  order: z.object({ id: z.string(), number: z.string() }).nullable(),
  redirectUrl: z.string().nullable(),
  approvalId: z.string().nullable(),
})
const approvalAnswer = z.object({
  id: z.string(),
  state: z.string(),
  totalMinor: z.number(),
  askedTotalMinor: z.number(),
  reasons: z.array(z.string()),
  decisionReason: z.string().nullable(),
  order: z.object({ id: z.string(), number: z.string() }).nullable(),
  mayDecide: z.boolean(),
  mayPay: z.boolean(),
})
const item = 'TEXTURES-2-LIC'

let box: Box
let alice: Visitor
let bob: Visitor
let bruno: Visitor
let number = 0
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  bob = await box.member('bob@acme.example')
  bruno = await box.member('bruno@acme.example')
})
afterAll(() => box.close())
beforeEach(async () => {
  await sql('delete from approval_rules')
  await sql('delete from spending_limits')
  await sql('delete from approval_settings')
  await sql(`delete from cart_lines where cart_id in (select id from carts where state = 'open')`)
})

const at = (path: string) => `${box.url}/api${path}`
const sql = (text: string) => box.database.db.execute(text)
const ruleOver = (overMinor: number) => alice.tell('POST', at('/company/approval-rules'), { overMinor })
const nextNumber = () => {
  number += 1
  return `PO-A-${number}`
}

async function price(buyer: Visitor, quantity = 1) {
  await shopping(box.url, buyer).put({ partNumber: item, quantity })
  return buyer.ask(pricedCartAnswer, 'POST', at('/priced-carts'), { shipTo: dublin })
}
const place = (buyer: Visitor, pricedCartId: string, purchaseOrderNumber = nextNumber()) =>
  buyer.tell('POST', at('/orders'), { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber })
const placementOf = (page: Page) => placementAnswer.parse(JSON.parse(page.body.toString()))
const see = (visitor: Visitor, id: string) => visitor.ask(approvalAnswer, 'GET', at(`/approvals/${id}`))
const release = (visitor: Visitor, id: string, expectedTotalMinor: number) =>
  visitor.tell('POST', at(`/approvals/${id}/release`), { expectedTotalMinor })
const ordersOfPricedCarts = async () => (await sql(`select 1 from orders where account_id = 'ACME'`)).length

async function asked(buyer: Visitor, quantity = 1) {
  const { id, totalMinor } = await price(buyer, quantity)
  const { approvalId } = placementOf(await place(buyer, id))
  return { id: approvalId ?? '', totalMinor, pricedCartId: id }
}

describe('an order over a rule', () => {
  it('waits, is told to the approvers, and one of many releases makes it one order [P17]', async () => {
    await ruleOver(0)
    const before = await ordersOfPricedCarts()
    const request = await asked(bruno)
    expect(await ordersOfPricedCarts()).toBe(before)
    await box.drain()
    const told = await sql(`select recipient from mails where reference = '${request.id}' order by recipient`)
    expect(told.map(({ recipient }) => recipient)).toEqual(['alice@acme.example', 'bob@acme.example'])

    const answers = await Promise.all([
      release(bob, request.id, request.totalMinor),
      release(alice, request.id, request.totalMinor),
      release(bob, request.id, request.totalMinor),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(answers.map((page) => approvalAnswer.parse(JSON.parse(page.body.toString())).order?.id)).size).toBe(
      1,
    )
    expect((await release(bob, request.id, request.totalMinor)).status).toBe(200)
    expect(await ordersOfPricedCarts()).toBe(before + 1)

    const { order } = await see(bruno, request.id)
    const shown = z.object({ placedBy: z.string(), releasedBy: z.string() })
    const seen = await bruno.ask(shown, 'GET', at(`/orders/${order?.id}`))
    expect(seen.placedBy).toBe('bruno@acme.example')
    expect(['alice@acme.example', 'bob@acme.example']).toContain(seen.releasedBy)
    const events = await bruno.tell('GET', at(`/orders/${order?.id}/events`))
    expect(events.body.toString()).toMatch(new RegExp(`Approved by [^;]*\\(${seen.releasedBy}\\)`))
    const oscar = await box.staff('oscar')
    expect((await oscar.tell('GET', at(`/admin/orders/${order?.id}`))).body.toString()).toContain(seen.releasedBy)
    expect((await oscar.tell('GET', at('/admin/audit'))).body.toString()).toContain('approval.released')
  })

  it('is one request when it is sent twice, and twice at once [C11]', async () => {
    await ruleOver(0)
    const { id } = await price(bruno)
    const purchaseOrder = nextNumber()
    const pages = await Promise.all([1, 2, 3].map(() => place(bruno, id, purchaseOrder)))
    const again = await place(bruno, id, purchaseOrder)
    expect(new Set([...pages, again].map((page) => placementOf(page).approvalId)).size).toBe(1)
    // The number waits with it.
    const second = await price(bruno)
    expect(codeOf(await place(bruno, second.id, purchaseOrder))).toBe('purchase-order-used')
  })

  it('is quoted once under one key, however often the client sends it [C11]', async () => {
    await shopping(box.url, bruno).put({ partNumber: item })
    const ask = () => bruno.tell('POST', at('/priced-carts'), { shipTo: dublin }, { 'idempotency-key': 'once-1' })
    const first = await ask()
    const others = await Promise.all([ask(), ask()])
    const same = await bruno.ask(pricedCartAnswer, 'POST', at('/priced-carts'), { shipTo: dublin })
    const ids = [first, ...others].map((page) => pricedCartAnswer.parse(JSON.parse(page.body.toString())).id)
    expect(new Set([...ids, same.id]).size).toBe(1)
  })

  it('is placed at once up to the amount, and waits above it', async () => {
    const { totalMinor, id } = await price(bruno)
    await ruleOver(totalMinor)
    expect(placementOf(await place(bruno, id)).outcome).toBe('placed')
    const more = await price(bruno, 2)
    expect(placementOf(await place(bruno, more.id)).outcome).toBe('approval')
  })

  it('of one member waits by a rule for that member alone', async () => {
    await alice.tell('POST', at('/company/approval-rules'), { overMinor: 0, userName: 'bruno@acme.example' })
    expect(placementOf(await place(bruno, (await price(bruno)).id)).outcome).toBe('approval')
    expect(placementOf(await place(bob, (await price(bob)).id)).outcome).toBe('placed')
  })

  it('is not released by whoever asked for it, unless the company allows that [P16]', async () => {
    await ruleOver(0)
    const request = await asked(bob)
    const refused = await release(bob, request.id, request.totalMinor)
    expect([refused.status, codeOf(refused)]).toEqual([403, 'own-approval'])
    expect(codeOf(await bob.tell('POST', at(`/approvals/${request.id}/reject`), { reason: 'no' }))).toBe('own-approval')
    expect((await see(bob, request.id)).mayDecide).toBe(false)
    await alice.tell('PUT', at('/company/approval-settings'), { ownApprovalAllowed: true })
    expect((await release(bob, request.id, request.totalMinor)).status).toBe(200)
  })

  it('is refused where nobody could approve it, and the text says so', async () => {
    const greta = await box.member('greta@acme.example')
    await sql(`insert into approval_rules values ('rul_de', 'ACME-DE', null, 0, 'EUR', 'test', now())`)
    const refused = await place(greta, (await price(greta)).id)
    expect([refused.status, codeOf(refused)]).toEqual([409, 'no-approver'])
  })
})

describe('a release', () => {
  const raise = (by: number) =>
    sql(`update price_list_entries set unit_minor = unit_minor + ${by} where part_number = '${item}'`)

  it('prices again: dearer stops and asks for consent, cheaper is passed on, and it works once [C11]', async () => {
    await ruleOver(0)
    const request = await asked(bruno)
    await raise(500)
    const stopped = await release(bob, request.id, request.totalMinor)
    expect([stopped.status, codeOf(stopped)]).toEqual([409, 'price-changed'])
    const dearer = await see(bob, request.id)
    expect([dearer.state, dearer.askedTotalMinor]).toEqual(['waiting', request.totalMinor])
    expect(dearer.totalMinor).toBeGreaterThan(request.totalMinor)
    const page = (await bob.open(`${box.url}/approvals/${request.id}`)).body.toString()
    expect(page).toContain('The total has risen since the request')
    await raise(-700)
    expect((await release(bob, request.id, dearer.totalMinor)).status).toBe(200)
    const { totalMinor, order } = await see(bob, request.id)
    expect(totalMinor).toBeLessThan(request.totalMinor)
    const paid = await bruno.ask(z.object({ totalMinor: z.number() }), 'GET', at(`/orders/${order?.id}`))
    expect(paid.totalMinor).toBe(totalMinor)
    await raise(200)
    expect((await see(bob, request.id)).order).toEqual(order)
  })

  it('works out the tax of that day', async () => {
    await ruleOver(0)
    const request = await asked(bruno)
    await sql(`update tax_rates set basis_points = basis_points + 100 where country = 'IE'`)
    expect(codeOf(await release(bob, request.id, request.totalMinor))).toBe('price-changed')
    await sql(`update tax_rates set basis_points = basis_points - 100 where country = 'IE'`)
    expect((await release(bob, request.id, request.totalMinor)).status).toBe(200)
  })

  it('says so when the item is gone, and keeps the request', async () => {
    await ruleOver(0)
    const request = await asked(bruno)
    await sql(`update items set withdrawn_at = now() where part_number = '${item}'`)
    expect(codeOf(await release(bob, request.id, request.totalMinor))).toBe('item-not-available')
    await sql(`update items set withdrawn_at = null where part_number = '${item}'`)
    expect((await see(bob, request.id)).state).toBe('waiting')
  })

  it('stops when it would now go over a limit that was none when it was asked for', async () => {
    await ruleOver(0)
    const request = await asked(bruno)
    await alice.tell('PUT', at('/company/members/bruno@acme.example/spending-limit'), { period: 'year', limitMinor: 0 })
    expect(codeOf(await release(bob, request.id, request.totalMinor))).toBe('approval-changed')
    expect((await see(bob, request.id)).reasons.join(' ')).toContain('may spend nothing a year')
    expect((await release(bob, request.id, request.totalMinor)).status).toBe(200)
  })

  it('is refused when whoever asked may not order any more', async () => {
    await ruleOver(0)
    const request = await asked(bruno)
    const role = (to: string) => alice.tell('PUT', at('/company/members/bruno@acme.example/role'), { role: to })
    await role('viewer')
    expect(codeOf(await release(bob, request.id, request.totalMinor))).toBe('requester-gone')
    await role('buyer')
    expect((await release(bob, request.id, request.totalMinor)).status).toBe(200)
  })

  it('comes too late for what was rejected, withdrawn or has expired', async () => {
    await ruleOver(0)
    const rejected = await asked(bruno)
    await bob.tell('POST', at(`/approvals/${rejected.id}/reject`), { reason: 'We have enough of them.' })
    expect((await see(bruno, rejected.id)).decisionReason).toBe('We have enough of them.')
    const withdrawn = await asked(bruno)
    expect((await bob.tell('POST', at(`/approvals/${withdrawn.id}/withdraw`))).status).toBe(404)
    await bruno.tell('POST', at(`/approvals/${withdrawn.id}/withdraw`))
    const expired = await asked(bruno)
    await sql(`update approval_requests set expires_at = now() where id = '${expired.id}'`)
    for (const [request, state] of [
      [rejected, 'rejected'],
      [withdrawn, 'withdrawn'],
      [expired, 'expired'],
    ] as const) {
      expect(codeOf(await release(bob, request.id, request.totalMinor))).toBe('state-conflict')
      expect((await see(bruno, request.id)).state).toBe(state)
    }
  })

  it('is not released by a quote in writing that was taken back meanwhile', async () => {
    await ruleOver(0)
    await shopping(box.url, bruno).put({ partNumber: item })
    const saved = await bruno.ask(z.object({ id: z.string() }), 'POST', at('/quotes'), {
      shipTo: dublin,
      requestKey: 'taken-back-meanwhile',
    })
    const waits = await bruno.tell('POST', at(`/quotes/${saved.id}/acceptance`), {
      version: 1,
      method: 'purchaseOrder',
      purchaseOrderNumber: nextNumber(),
    })
    const requestId = placementOf(waits).approvalId ?? ''
    const carla = await box.staff('carla')
    const withdrawal = { reason: 'The price was a mistake' }
    expect((await carla.tell('POST', at(`/admin/quotes/${saved.id}/withdrawal`), withdrawal)).status).toBe(200)
    const before = await ordersOfPricedCarts()
    const { totalMinor } = await see(bob, requestId)
    expect(codeOf(await release(bob, requestId, totalMinor))).toBe('state-conflict')
    expect(await ordersOfPricedCarts()).toBe(before)
  })

  it('leaves a quote in writing as good as it was when it ends without an order', async () => {
    await ruleOver(0)
    await shopping(box.url, bruno).put({ partNumber: item })
    const saved = await bruno.ask(z.object({ id: z.string() }), 'POST', at('/quotes'), {
      shipTo: dublin,
      requestKey: 'as-good-as-it-was',
    })
    const accept = async (by: Visitor) => {
      const payment = { method: 'purchaseOrder', purchaseOrderNumber: nextNumber() }
      return by.tell('POST', at(`/quotes/${saved.id}/acceptance`), { version: 1, ...payment })
    }
    const first = placementOf(await accept(bruno)).approvalId ?? ''
    expect(codeOf(await accept(bob))).toBe('state-conflict')
    await bruno.tell('POST', at(`/approvals/${first}/withdraw`))
    const second = placementOf(await accept(bruno)).approvalId ?? ''
    expect(second).not.toBe(first)
    expect((await see(bruno, first)).state).toBe('withdrawn')
    const { totalMinor } = await see(bob, second)
    expect((await release(bob, second, totalMinor)).status).toBe(200)
    expect((await see(bruno, second)).order).not.toBeNull()
  })

  it('of a card order lets the member pay, and the order is placed when the money is there', async () => {
    await ruleOver(0)
    const { id, totalMinor } = await price(bruno)
    const { approvalId } = placementOf(await bruno.tell('POST', at('/orders'), { pricedCartId: id, method: 'card' }))
    const requestId = approvalId ?? ''
    expect((await bruno.tell('POST', at(`/approvals/${requestId}/pay`))).status).toBe(409)
    await release(bob, requestId, totalMinor)
    expect((await see(bruno, requestId)).mayPay).toBe(true)
    expect((await bob.tell('POST', at(`/approvals/${requestId}/pay`))).status).toBe(404)
    const { redirectUrl } = placementOf(await bruno.tell('POST', at(`/approvals/${requestId}/pay`)))
    await fetch(redirectUrl ?? '', { method: 'POST', body: new URLSearchParams({ card: goodCard }) })
    const { order } = await box.workUntil(async () => {
      const seen = await see(bruno, requestId)
      return seen.order && seen
    })
    const events = await bruno.tell('GET', at(`/orders/${order?.id}/events`))
    expect(events.body.toString()).toContain('Approved by Bob Byrne (bob@acme.example)')
  })

  it('is nobody’s business in another account, and a buyer sees own requests only', async () => {
    await ruleOver(0)
    const request = await asked(bob)
    const rosa = await box.member('rosa@pixel.example')
    expect((await rosa.tell('GET', at(`/approvals/${request.id}`))).status).toBe(404)
    expect((await release(rosa, request.id, request.totalMinor)).status).toBe(404)
    expect((await bruno.tell('GET', at(`/approvals/${request.id}`))).status).toBe(404)
    const list = await bruno.tell('GET', at('/approvals'))
    expect(list.body.toString()).not.toContain(request.id)
  })
})

describe('a spending limit', () => {
  const limit = (accountId: string, userName: string, period: string, minor: number) =>
    sql(
      `insert into spending_limits values ('${accountId}', '${userName}', '${period}', ${minor}, 'EUR', 'test', now())`,
    )

  it('counts all orders of the period together, and none and nought differ [P18] [C11]', async () => {
    const greta = await box.member('greta@acme.example')
    const own = async () => placementOf(await place(greta, (await price(greta)).id))
    const first = await own()
    expect(first.outcome).toBe('placed')
    const spent = Number(
      (await sql(`select sum(total_minor)::int as n from orders where account_id = 'ACME-DE'`))[0]?.['n'],
    )
    await limit('ACME-DE', 'greta@acme.example', 'month', 2 * spent)
    expect((await own()).outcome).toBe('placed')
    const third = await place(greta, (await price(greta)).id)
    expect([third.status, codeOf(third)]).toEqual([409, 'spending-limit-exceeded'])
    expect(third.body.toString()).toContain('of which 0.00 EUR is left')
    await sql(`update spending_limits set limit_minor = 0`)
    expect(codeOf(await place(greta, (await price(greta)).id))).toBe('spending-limit-exceeded')
    // An order of last month does not count in this one.
    await sql(`update spending_limits set limit_minor = ${spent}`)
    await sql(`update orders set placed_on = placed_on - 40 where account_id = 'ACME-DE'`)
    await sql(`delete from cart_lines where cart_id in (select id from carts where state = 'open')`)
    expect((await own()).outcome).toBe('placed')
    await sql(`delete from spending_limits`)
    expect((await own()).outcome).toBe('placed')
    const uses = await greta.tell('GET', at('/company/own-limits'))
    expect(JSON.parse(uses.body.toString())).toEqual({ items: [] })
  })

  it('is not passed by two orders at once [C11]', async () => {
    const dana = await box.member('dana@freelance.example', { accountId: 'ACME-DE' })
    const first = await price(dana)
    await sql(`update carts set state = 'quoted' where user_name = 'dana@freelance.example'`)
    const second = await price(dana)
    await limit('ACME-DE', 'dana@freelance.example', 'day', first.totalMinor)
    const answers = await Promise.all([place(dana, first.id), place(dana, second.id)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('is not passed by a card payment that is under way and an order beside it', async () => {
    const greta = await box.member('greta@acme.example')
    const first = await price(greta)
    await limit('ACME-DE', 'greta@acme.example', 'day', first.totalMinor)
    await sql(`update orders set placed_on = placed_on - 40 where account_id = 'ACME-DE'`)
    const paying = await greta.tell('POST', at('/orders'), { pricedCartId: first.id, method: 'card' })
    expect(placementOf(paying).outcome).toBe('redirect')
    await sql(`update carts set state = 'quoted' where user_name = 'greta@acme.example' and state = 'open'`)
    const second = await price(greta)
    expect(codeOf(await place(greta, second.id))).toBe('spending-limit-exceeded')
  })

  it('that is passed makes the order wait where the company has approvers', async () => {
    await limit('ACME', 'bruno@acme.example', 'week', 0)
    const { approvalId } = placementOf(await place(bruno, (await price(bruno)).id))
    expect((await see(bob, approvalId ?? '')).reasons).toEqual([
      'This member may spend nothing a week without an approver.',
    ])
  })

  it('is set and taken away by administrators, and not for themselves', async () => {
    const set = (userName: string, limitMinor: number | null) =>
      alice.tell('PUT', at(`/company/members/${userName}/spending-limit`), { period: 'month', limitMinor })
    expect(codeOf(await set('alice@acme.example', null))).toBe('own-role')
    expect((await set('bruno@acme.example', -1)).status).toBe(400)
    await set('bruno@acme.example', 0)
    const items = async () => (await alice.tell('GET', at('/company/spending-limits'))).body.toString()
    expect(await items()).toContain('"limitMinor":0')
    await set('bruno@acme.example', null)
    expect(JSON.parse(await items())).toEqual({ items: [] })
  })
})
