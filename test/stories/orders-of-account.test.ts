import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const ordersAnswer = z.object({ items: z.array(z.object({ id: z.string(), accountId: z.string() })) })
const productsAnswer = z.object({
  lines: z.array(z.object({ activationId: z.string(), orderId: z.string().nullable() })),
})

it('a member sees every order of the account, those of colleagues and those behind its rights at the portal, and none of another account [S24]', async () => {
  const alice = await box.member('alice@acme.example')
  const bob = await box.member('bob@acme.example')
  const beth = await box.member('beth@bright.example')
  const order = await shopping(box.url, alice).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-S24')
  await shopping(box.url, beth).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-S24')

  const seen = await bob.ask(ordersAnswer, 'GET', `${box.url}/api/orders`)
  expect(seen.items).toEqual([{ id: order.id, accountId: 'ACME' }])
  const { lines } = await bob.ask(productsAnswer, 'GET', `${box.url}/api/products`)
  expect(lines).toContainEqual({ activationId: 'ACT-ACME-PAINT', orderId: 'SO-10001' })
  expect(lines.map(({ orderId }) => orderId)).not.toContain('SO-10004')

  expect((await beth.tell('GET', `${box.url}/api/orders/${order.id}`)).status).toBe(404)
  const theirs = await beth.ask(ordersAnswer, 'GET', `${box.url}/api/orders`)
  expect(theirs.items.map(({ accountId }) => accountId)).toEqual(['BRIGHT'])
})
