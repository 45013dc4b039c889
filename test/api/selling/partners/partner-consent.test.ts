import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { askCustomer, grantPartner, withdrawPartner } from '../../../../src/domains/selling/partners/partner-consent.ts'
import { type CallerName, callApi, tokenOf } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { askAs, callAs, namePartner, placed, refusalOf } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())
beforeEach(async () => {
  await box.database.db.execute(`truncate partner_consents, account_guesses, deal_holds, deal_registrations`)
  await box.database.db.execute(`delete from cart_lines where cart_id in (select id from carts where state = 'open')`)
  await box.database.db.execute(`update carts set end_customer_account_id = null where state = 'open'`)
})

const cart = z.object({
  endCustomer: z.object({ accountId: z.string() }).nullable(),
  closed: z.object({ reason: z.string() }).nullable(),
  lines: z.array(z.object({ partNumber: z.string() })),
})
const choose = (caller: CallerName, accountId: string | null) =>
  callAs(box, caller, ['PUT', '/api/cart/end-customer'], { accountId })
const put = (caller: CallerName, partNumber = 'SKETCH-5-LIC') =>
  askAs(box, z.unknown(), caller, ['POST', '/api/cart/lines'], { partNumber })
const grant = (partner = 'CANVAS') => askAs(box, z.unknown(), 'alice', ['PUT', `/api/company/partners/${partner}`])
const takeBack = (partner = 'CANVAS') => callAs(box, 'alice', ['DELETE', `/api/company/partners/${partner}`])
const rows = async (query: string) =>
  z.array(z.record(z.string(), z.unknown())).parse([...(await box.database.db.execute(query))])
const mailsOf = (kind: string) => rows(`select recipient, subject from mails where kind = '${kind}' order by recipient`)
const audited = async (action: string) =>
  (await rows(`select subject from audit_entries where action = '${action}'`)).length

describe('a partner that names an account which is no customer of it', () => {
  it('gets one answer byte for byte, slowly, whether the account exists or not, wherever it names it', async () => {
    const ways: readonly [string, (id: string) => Promise<{ status: number; text: string }>][] = [
      ['cart', (id) => choose('dieter', id)],
      [
        'deal',
        (id) =>
          callAs(box, 'dieter', ['POST', '/api/deals'], {
            endCustomerAccountId: id,
            partNumbers: ['SKETCH-5-LIC'],
            estimatedQuantity: 1,
            requestKey: randomUUID(),
          }),
      ],
    ]
    for (const [way, call] of ways) {
      const answers: string[] = []
      for (const id of ['ACME', 'BRIGHT', 'PIXEL', 'CANVAS', 'PAINTWORKS', 'NO-SUCH-ACCOUNT']) {
        const began = performance.now()
        const { status, text } = await call(id)
        expect(performance.now() - began, `${way} ${id}`).toBeGreaterThan(990)
        answers.push(`${status} ${text}`)
      }
      expect(new Set(answers).size, answers.join('\n')).toBe(1)
      expect(answers[0]).toMatch(/^404 .*not-found/)
    }
  }, 60_000)

  it('finds nothing by searching for it, by ID or by name', async () => {
    for (const search of ['ACME', 'Acme', 'BRIGHT', 'NO-SUCH-ACCOUNT', ''])
      expect((await callAs(box, 'dieter', ['GET', `/api/customers?search=${search}`])).text).toBe('{"items":[]}')
    const own = await callAs(box, 'rosa', ['GET', '/api/customers'])
    expect(own.json).toEqual({
      items: [
        { accountId: 'ACME-US', name: 'Acme Inc.' },
        { accountId: 'BRIGHT', name: 'Bright Signs Ltd' },
      ],
    })
    expect((await callAs(box, 'rosa', ['GET', '/api/customers?search=NOVA'])).json).toEqual({ items: [] })
    expect((await callAs(box, 'alice', ['GET', '/api/customers'])).status).toBe(403)
  })

  it('is stopped after twenty such answers in an hour, on whichever replica, and still serves its own customers', async () => {
    await box.database.db.execute(`insert into account_guesses values ('PIXEL', 19, now() - interval '59 minutes')`)
    expect((await choose('rosa', 'ACME')).status).toBe(404)
    const refused = await choose('rosa', 'NO-SUCH-ACCOUNT')
    expect([refused.status, refusalOf(refused)]).toEqual([429, 'too-many-requests'])
    expect((await choose('rosa', 'ACME')).text).toBe(refused.text)
    expect((await choose('rosa', 'BRIGHT')).status).toBe(200)
    await box.database.db.execute(`update account_guesses set since = now() - interval '61 minutes'`)
    expect((await choose('rosa', 'ACME')).status).toBe(404)
  })

  it('cannot be named for it in a quote that staff draft', async () => {
    const content = {
      accountId: 'CANVAS',
      contactUserName: 'dieter@canvas.example',
      endCustomerAccountId: 'ACME',
      shipTo: dublin,
      lines: [{ partNumber: 'SKETCH-5-LIC', quantity: 1 }],
    }
    const draft = () => callAs(box, 'carla', ['POST', '/api/admin/quotes'], { ...content, requestKey: randomUUID() })
    expect((await draft()).json).toMatchObject({ status: 400, errors: [{ pointer: '#/endCustomerAccountId' }] })
    await namePartner(box, 'CANVAS', 'ACME')
    expect((await draft()).status).toBe(201)
  })
})

describe('a partner may order for a customer', () => {
  it('that has a line on which the platform names it, and for no other', async () => {
    expect((await choose('rosa', 'BRIGHT')).json).toMatchObject({ endCustomer: { accountId: 'BRIGHT' } })
    expect((await choose('rosa', 'ACME')).status).toBe(404)
    await box.database.db.execute(
      `update entitlement_lines set state = 'OBSOLETE' where 'PIXEL' = any(partner_account_ids)`,
    )
    expect((await choose('rosa', 'BRIGHT')).status).toBe(404)
    await box.database.db.execute(
      `update entitlement_lines set state = 'DEPLOYED' where 'PIXEL' = any(partner_account_ids)`,
    )
  })

  it('that a deal is approved for, until the last day of the deal', async () => {
    const deal = await askAs(box, z.object({ id: z.string() }), 'dieter', ['POST', '/api/deals'], {
      prospectName: 'Acme Corporation',
      partNumbers: ['SKETCH-5-LIC'],
      estimatedQuantity: 1,
      requestKey: randomUUID(),
    })
    expect((await choose('dieter', 'ACME')).status).toBe(404)
    const terms = { discountBasisPoints: 500, endCustomerAccountId: 'ACME' }
    await askAs(box, z.unknown(), 'carla', ['POST', `/api/admin/deals/${deal.id}/approval`], terms)
    expect((await choose('dieter', 'ACME')).status).toBe(200)
    await box.database.db.execute(
      `update deal_registrations set valid_from = '2020-01-01', valid_through = '2020-12-31'`,
    )
    // What was begun for it is closed as soon as somebody looks.
    await put('dieter').catch(() => {})
    const seen = cart.parse((await callAs(box, 'dieter', ['GET', '/api/cart'])).json)
    expect(seen).toMatchObject({ endCustomer: null, lines: [], closed: { reason: expect.stringContaining('closed') } })
    expect((await choose('dieter', 'ACME')).status).toBe(404)
  })

  it('that staff name it for, until they end it, and that is in the audit', async () => {
    await namePartner(box, 'CANVAS', 'NOVA')
    expect((await choose('dieter', 'NOVA')).status).toBe(200)
    const path = '/api/admin/partner-consents/CANVAS/NOVA'
    expect((await callAs(box, 'carla', ['DELETE', path])).status).toBe(204)
    expect((await callAs(box, 'carla', ['DELETE', path])).status).toBe(204)
    expect((await choose('dieter', 'NOVA')).status).toBe(404)
    expect([await audited('partner.granted'), await audited('partner.ended')]).toEqual([1 + 1, 1])
    expect((await callAs(box, 'oscar', ['PUT', path])).status).toBe(403)
    expect((await callAs(box, 'carla', ['PUT', '/api/admin/partner-consents/ACME/NOVA'])).status).toBe(404)
  })

  it('whose ground ends by itself finds its cart closed, and begins another without a page in between', async () => {
    await namePartner(box, 'CANVAS', 'NOVA')
    expect((await choose('dieter', 'NOVA')).status).toBe(200)
    const closedForNova = async () =>
      (await rows(`select id from carts where end_customer_account_id = 'NOVA' and state = 'closed'`)).length
    const before = await closedForNova()
    await put('dieter')
    await box.database.db.execute('truncate partner_consents')
    const seen = async () => cart.parse((await callAs(box, 'dieter', ['GET', '/api/cart'])).json)
    expect(await seen()).toMatchObject({ endCustomer: null, lines: [], closed: { reason: expect.any(String) } })
    // Told first, so that nothing meant for the customer is bought for the partner itself.
    const told = await callAs(box, 'dieter', ['POST', '/api/cart/lines'], { partNumber: 'SKETCH-5-LIC' })
    expect([told.status, refusalOf(told)]).toEqual([409, 'customer-not-served'])
    expect(await seen()).toMatchObject({ lines: [], closed: { reason: expect.any(String) } })
    await put('dieter')
    expect(await seen()).toMatchObject({ endCustomer: null, lines: [{ partNumber: 'SKETCH-5-LIC' }], closed: null })
    expect(await closedForNova()).toBe(before + 1)
  })

  it('whose administrator says yes to its question', async () => {
    const ask = (id: string) => callAs(box, 'dieter', ['POST', '/api/customer-invitations'], { customerAccountId: id })
    const [known, unknown] = [await ask('ACME'), await ask('NO-SUCH-ACCOUNT')]
    expect([known.status, known.text.replace('ACME', 'X')]).toEqual([202, unknown.text.replace('NO-SUCH-ACCOUNT', 'X')])
    // Asked twice is one mail, to the administrators alone.
    expect((await ask('ACME')).text).toBe(known.text)
    expect((await mailsOf('partner-asks')).map(({ recipient }) => recipient)).toEqual(['alice@acme.example'])
    const asks = await callAs(box, 'dieter', ['GET', '/api/customer-invitations'])
    expect(asks.json).toMatchObject({
      items: [{ customerAccountId: 'NO-SUCH-ACCOUNT' }, { customerAccountId: 'ACME' }],
    })
    expect((await choose('dieter', 'ACME')).status).toBe(404)

    const listed = await callAs(box, 'vera', ['GET', '/api/company/partners'])
    expect(listed.json).toMatchObject({
      items: [
        {
          partnerAccountId: 'CANVAS',
          name: 'Canvas Distribution AG',
          because: null,
          asks: true,
          askedBy: 'Dieter Dahl',
        },
      ],
    })
    expect((await callAs(box, 'bob', ['PUT', '/api/company/partners/CANVAS'])).status).toBe(403)
    await grant()
    expect((await choose('dieter', 'ACME')).status).toBe(200)
    expect((await mailsOf('partner-answered')).map(({ recipient }) => recipient)).toContain('dieter@canvas.example')
    expect((await callAs(box, 'dieter', ['GET', '/api/customer-invitations'])).json).toMatchObject({
      items: [{ customerAccountId: 'NO-SUCH-ACCOUNT' }],
    })
  }, 30_000)

  it('and a no looks to the partner like no answer', async () => {
    await askAs(box, z.unknown(), 'dieter', ['POST', '/api/customer-invitations'], { customerAccountId: 'ACME' })
    const list = () => callAs(box, 'dieter', ['GET', '/api/customer-invitations'])
    const before = (await list()).text
    const decline = () => callAs(box, 'alice', ['POST', '/api/company/partners/CANVAS/decline'])
    expect([(await decline()).status, (await decline()).status]).toEqual([204, 204])
    expect((await list()).text).toBe(before)
    expect((await choose('dieter', 'ACME')).status).toBe(404)
  })

  it('is said yes to once by two administrators at once, and an account that is no partner cannot be named', async () => {
    const mailsBefore = (await mailsOf('partner-answered')).length
    const auditBefore = await audited('partner.granted')
    const by = { accountId: 'ACME', userName: 'alice@acme.example' }
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => grantPartner(box.store.deps, by, 'CANVAS')),
    )
    expect(outcomes.every(({ status }) => status === 'fulfilled')).toBe(true)
    expect((await mailsOf('partner-answered')).length - mailsBefore).toBe(1)
    expect((await audited('partner.granted')) - auditBefore).toBe(1)
    for (const other of ['BRIGHT', 'NO-SUCH-ACCOUNT'])
      expect((await callAs(box, 'alice', ['PUT', `/api/company/partners/${other}`])).status).toBe(404)
  })
})

describe('consent taken back', () => {
  it('closes carts, prices, quotes and what waits, each with the reason; what was ordered stays', async () => {
    const id = z.object({ id: z.string() })
    await grant()
    await askAs(box, z.unknown(), 'dieter', ['PUT', '/api/cart/end-customer'], { accountId: 'ACME' })
    await put('dieter')
    const { order } = await askAs(box, placed, 'dieter', ['POST', '/api/orders'], {
      pricedCartId: (await askAs(box, id, 'dieter', ['POST', '/api/priced-carts'], { shipTo: dublin })).id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-STAYS',
    })
    await askAs(box, z.unknown(), 'dieter', ['PUT', '/api/cart/end-customer'], { accountId: 'ACME' })
    await put('dieter')
    const priced = await askAs(box, id, 'dieter', ['POST', '/api/priced-carts'], { shipTo: dublin })
    const written = await askAs(box, id, 'dieter', ['POST', '/api/quotes'], {
      shipTo: dublin,
      requestKey: randomUUID(),
    })
    expect((await takeBack()).status).toBe(204)
    expect((await takeBack()).status).toBe(204)

    const reason = /^Acme Corporation took its consent back on/
    const seen = cart.parse((await callAs(box, 'dieter', ['GET', '/api/cart'])).json)
    expect(seen).toMatchObject({ endCustomer: null, lines: [], closed: { reason: expect.stringMatching(reason) } })
    const late = await callAs(box, 'dieter', ['POST', '/api/orders'], {
      pricedCartId: priced.id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-LATE',
    })
    expect([late.status, refusalOf(late)]).toEqual([409, 'customer-not-served'])
    expect(late.json).toMatchObject({ detail: expect.stringMatching(reason) })
    const quote = await callAs(box, 'dieter', ['GET', `/api/quotes/${written.id}`])
    expect(quote.json).toMatchObject({ offer: { state: 'withdrawn', closedReason: expect.stringMatching(reason) } })
    const accepted = await callAs(box, 'dieter', ['POST', `/api/quotes/${written.id}/acceptance`], {
      version: 1,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-LATER',
    })
    expect(accepted.status).toBe(409)
    expect((await callAs(box, 'dieter', ['GET', `/api/orders/${order.id}`])).status).toBe(200)
    expect((await choose('dieter', 'ACME')).status).toBe(404)
    expect((await callAs(box, 'dieter', ['POST', `/api/quotes/${written.id}/cart`])).status).toBeGreaterThan(400)
    expect(await audited('partner.withdrawn')).toBe(1)
  }, 60_000)

  it('ends what waits for an approver of the partner, who reads why', async () => {
    await grant()
    const db = box.database.db
    await db.execute(`insert into approval_rules values ('apr_consent', 'CANVAS', null, 0, 'EUR', 'test', now())`)
    await db.execute(
      `update memberships set roles = array['Buyer', 'Approver'] where user_name = 'dieter@canvas.example'`,
    )
    await db.execute(`insert into approval_settings values ('CANVAS', true, 'test', now())`)
    await askAs(box, z.unknown(), 'dieter', ['PUT', '/api/cart/end-customer'], { accountId: 'ACME' })
    await put('dieter')
    const priced = await askAs(box, z.object({ id: z.string() }), 'dieter', ['POST', '/api/priced-carts'], {
      shipTo: dublin,
    })
    const { approvalId } = await askAs(box, z.object({ approvalId: z.string() }), 'dieter', ['POST', '/api/orders'], {
      pricedCartId: priced.id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-WAITS',
    })
    expect((await takeBack()).status).toBe(204)
    const request = await callAs(box, 'dieter', ['GET', `/api/approvals/${approvalId}`])
    expect(request.json).toMatchObject({
      state: 'withdrawn',
      decidedBy: 'store',
      decisionReason: expect.stringMatching(/^Acme Corporation took its consent back on/),
    })
    const release = { expectedTotalMinor: 1_000_000_000 }
    expect((await callAs(box, 'dieter', ['POST', `/api/approvals/${approvalId}/release`], release)).status).toBe(409)
    await db.execute(`delete from approval_rules where id = 'apr_consent'`)
  })

  it('stands against the platform and a deal, until the customer gives it again', async () => {
    const beth = { accountId: 'BRIGHT', userName: 'beth@bright.example' }
    await withdrawPartner(box.store.deps, beth, 'PIXEL')
    expect((await choose('rosa', 'BRIGHT')).status).toBe(404)
    await askCustomer(box.store.deps, { accountId: 'PIXEL', userName: 'rosa@pixel.example' }, 'BRIGHT')
    expect((await choose('rosa', 'BRIGHT')).status).toBe(404)
    const named = await callAs(box, 'carla', ['PUT', '/api/admin/partner-consents/PIXEL/BRIGHT'])
    expect([named.status, refusalOf(named)]).toEqual([409, 'state-conflict'])
    await grantPartner(box.store.deps, beth, 'PIXEL')
    expect((await choose('rosa', 'BRIGHT')).status).toBe(200)
  })

  it('and an order at the same moment: the order was first, or finds the cart closed', async () => {
    for (let round = 0; round < 4; round += 1) {
      await grant()
      await askAs(box, z.unknown(), 'dieter', ['PUT', '/api/cart/end-customer'], { accountId: 'ACME' })
      await put('dieter')
      const priced = await askAs(box, z.object({ id: z.string() }), 'dieter', ['POST', '/api/priced-carts'], {
        shipTo: dublin,
      })
      const body = { pricedCartId: priced.id, method: 'purchaseOrder', purchaseOrderNumber: `PO-RACE-${round}` }
      const [order, back] = await Promise.all([callAs(box, 'dieter', ['POST', '/api/orders'], body), takeBack()])
      expect(back.status).toBe(204)
      const [found] = await rows(`select c.state, o.id as order_id from priced_carts q join carts c on c.id = q.cart_id
        left join orders o on o.priced_cart_id = q.id where q.id = '${priced.id}'`)
      expect(found).toMatchObject(
        order.status === 201 ? { state: 'ordered', order_id: expect.any(String) } : { state: 'closed', order_id: null },
      )
    }
  }, 60_000)
})

describe('pages', () => {
  it('your partners and your customers answer with what they say', async () => {
    await askAs(box, z.unknown(), 'dieter', ['POST', '/api/customer-invitations'], { customerAccountId: 'ACME' })
    const page = async (caller: CallerName, path: string) => {
      const answer = await callApi(box, {
        method: 'GET',
        path,
        token: await tokenOf(box, caller),
        headers: { accept: 'text/html' },
      })
      expect(answer.status).toBe(200)
      return answer.text
    }
    expect(await page('alice', '/company/partners')).toContain('Let Canvas Distribution AG order')
    expect(await page('vera', '/company/partners')).not.toContain('Let Canvas Distribution AG order')
    expect(await page('beth', '/company/partners')).toContain('It sold you licences that you have')
    expect(await page('rosa', '/customers')).toContain('Order for Bright Signs Ltd')
    expect(await page('dieter', '/customers')).toContain('No customers yet')
  })
})
