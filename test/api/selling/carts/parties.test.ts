import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { callApi, tokenOf } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { pdfText } from '../../../support/pdf-text.ts'
import { askAs, callAs, namePartner, placed } from '../../../support/sales.ts'
import { dublin } from '../../../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
  await namePartner(box, 'PIXEL', 'ACME')
})
afterAll(() => box.close())

const amsterdam = {
  recipient: 'Accounts payable',
  organisation: 'Pixel Partners BV',
  line1: 'Keizersgracht 112',
  line2: '',
  city: 'Amsterdam',
  region: 'NH',
  postalCode: '1015 CV',
  country: 'NL',
  phone: '',
}
const put = (partNumber: string) =>
  askAs(box, z.unknown(), 'rosa', ['POST', '/api/cart/lines'], { partNumber, downloadDeclined: true })
const pricedCart = (more: object) => callAs(box, 'rosa', ['POST', '/api/priced-carts'], { shipTo: dublin, ...more })

/** What the portal itself has, from its journal on the disk. */
async function entitlementOnPortal(activationId: string) {
  const folder = join(box.store.deps.config.DATA_DIR, 'sandbox')
  const name = (await readdir(folder)).find((file) => file.startsWith('portal')) ?? ''
  const rows = (await readFile(join(folder, name), 'utf8')).split('\n').filter((row) => row !== '')
  const line = rows.find((row) => row.includes(`"activationId":"${activationId}"`)) ?? ''
  const entitlementId = /"entitlementId":"([^"]+)"/.exec(line)?.[1] ?? ''
  const row = rows.findLast((text) => text.includes(`"id":"${entitlementId}"`)) ?? '{}'
  const found = z.object({ soldTo: z.string(), channelPartners: z.array(z.unknown()) })
  return found.parse(Object.values(JSON.parse(row)).find((value) => found.safeParse(value).success))
}

describe('an order of a reseller for its customer', () => {
  it('is invoiced to nobody and sent to nobody who has no part in it', async () => {
    await put('SKETCH-5-LIC')
    await askAs(box, z.unknown(), 'rosa', ['PUT', '/api/cart/end-customer'], { accountId: 'ACME' })
    expect((await pricedCart({ shipToAccountId: 'BRIGHT' })).status).toBe(400)
    expect((await pricedCart({ billToAccountId: 'ACME' })).status).toBe(400)
    expect((await pricedCart({ billToAccountId: 'BRIGHT' })).status).toBe(400)
    expect((await pricedCart({ billTo: { ...amsterdam, country: 'XX' } })).status).toBe(400)
    await box.database.db.execute(`insert into account_parents values ('PIXEL', 'CANVAS')`)
    expect((await pricedCart({ billToAccountId: 'CANVAS' })).status).toBe(201)
    await box.database.db.execute(`delete from account_parents where account_id = 'PIXEL'`)
  })

  it('names sold-to, bill-to, ship-to and end customer everywhere, and the right is the customer’s with the partner in its tier [P8]', async () => {
    const asked = await pricedCart({ shipToAccountId: 'ACME', billTo: amsterdam })
    const { id } = z.object({ id: z.string() }).parse(asked.json)
    const { order } = await askAs(box, placed, 'rosa', ['POST', '/api/orders'], {
      pricedCartId: id,
      method: 'purchaseOrder',
      purchaseOrderNumber: 'PO-FOUR-PARTIES',
    })
    const named = { accountId: 'PIXEL', endCustomerAccountId: 'ACME', shipToAccountId: 'ACME', billTo: amsterdam }
    expect(order).toMatchObject({ ...named, billToAccountId: null, shipTo: dublin })
    const live = z.object({
      lines: z.array(z.object({ right: z.object({ activationId: z.string(), live: z.boolean() }) })),
    })
    const seen = await box.workUntil(async () => {
      const { lines } = await askAs(box, live, 'rosa', ['GET', `/api/orders/${order.id}`])
      return lines.every(({ right }) => right.live) && lines
    })

    const activationId = seen[0]?.right.activationId ?? ''
    const held = await entitlementOnPortal(activationId)
    expect(held.soldTo).toBe('ACME')
    expect(held.channelPartners).toMatchObject([
      { tierName: 'bo.constants.partnertiernames.endcustomer', accountId: 'ACME', currentOwner: true },
      { tierName: 'bo.constants.partnertiernames.tier1', accountId: 'PIXEL', currentOwner: false },
    ])

    const staffs = await callAs(box, 'oscar', ['GET', `/api/admin/orders/${order.id}`])
    expect(z.object({ order: z.unknown() }).parse(staffs.json).order).toMatchObject(named)
    const parties = ['Pixel Partners BV (PIXEL)', 'Acme Corporation (ACME)', 'Keizersgracht 112', 'Canal Walk']
    const token = await tokenOf(box, 'rosa')
    const file = await fetch(`${box.url}/api/orders/${order.id}/receipt.pdf`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const paper = pdfText(Buffer.from(await file.arrayBuffer())).replaceAll('\n', ' ')
    await box.drain()
    const [receipt] = box.mailbox.mails().filter(({ subject }) => subject.includes('Receipt'))
    const page = await callApi(box, {
      method: 'GET',
      path: `/orders/${order.id}`,
      token,
      headers: { accept: 'text/html' },
    })
    for (const party of parties) {
      expect(paper).toContain(party)
      expect(receipt?.text).toContain(party)
    }
    for (const part of ['Invoice to', 'Rights go to', 'PIXEL', 'ACME', 'Keizersgracht 112'])
      expect(page.text).toContain(part)
  })
})
