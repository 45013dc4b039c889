import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { createVisitor } from '../../src/cli/demo/visitor.ts'
import { mintHandOff } from '../../src/sandbox/portal/hand-off.ts'
import { type Box, startBox } from '../support/box.ts'
import { movableClock } from '../support/movable-clock.ts'
import { codeOf, shopping } from '../support/shopping.ts'

const secret = 'a secret that only the portal and the store of this test share'
const clock = movableClock(new Date().toISOString())
let box: Box
beforeAll(async () => {
  box = await startBox({ clock, env: { HANDOFF_SECRET: secret } })
})
afterAll(() => box.close())

const sessionAnswer = z.object({ accountId: z.string(), userName: z.string() })
const address = { line1: '1 Canal Walk', line2: '', city: 'Dublin', region: 'D', postalCode: 'D02', country: 'IE' }

/** What the portal signs, before anybody followed it. */
function signed(accountId = 'ACME', by = secret): Promise<string> {
  const stamps = { uniqueId: '1', createdAt: '', modifiedAt: '' }
  const names = { userName: 'alice@acme.example', firstName: 'Alice', lastName: 'Arden', phone: '', locale: 'en_IE' }
  return mintHandOff(clock, by, {
    member: { ...stamps, ...names, active: true, accounts: [] },
    account: {
      ...stamps,
      id: accountId,
      name: '',
      description: '',
      type: 'CUSTOMER',
      address,
      parents: [],
      attributes: {},
    },
    entry: 'kit',
    partnerProductId: 'PAINT_PRO_2_1',
  })
}
const signOn = (token: string) => createVisitor().tell('POST', `${box.url}/api/sessions`, { token })

it('a hand-off names account, member and item, and works once [S39]', async () => {
  const visitor = await signInAtPortal(box.portal.url, 'alice@acme.example')
  const page = await handOver(visitor, box.portal.url, { entry: 'kit', package: 'PAINT_PRO_2_1' })
  expect(new URL(page.url).pathname).toBe('/kits/PAINT_PRO_2_1')
  const session = await visitor.ask(sessionAnswer, 'GET', `${box.url}/api/session`)
  expect(session).toEqual({ accountId: 'ACME', userName: 'alice@acme.example' })

  const thief = createVisitor()
  const again = await thief.tell('GET', page.via.find((url) => url.includes('/sso/handoff?')) ?? '')
  expect([again.status, codeOf(again)]).toEqual([401, 'handoff-used'])
  expect((await thief.tell('GET', `${box.url}/api/session`)).status).toBe(401)
})

it('ten uses of one hand-off at once make one session [S39]', async () => {
  const token = await signed()
  const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await signOn(token)).status))
  expect(statuses.filter((status) => status === 201)).toHaveLength(1)
  expect(statuses.filter((status) => status === 401)).toHaveLength(9)
})

it('a hand-off is dead minutes after it was signed [S39]', async () => {
  const [soon, late] = [await signed(), await signed()]
  clock.advance({ minutes: 4 })
  expect((await signOn(soon)).status).toBe(201)
  clock.advance({ minutes: 2 })
  const answer = await signOn(late)
  expect([answer.status, codeOf(answer)]).toEqual([401, 'handoff-expired'])
})

it('a hand-off of another signer, or for an account that the member does not belong to, opens nothing [S39]', async () => {
  expect((await signOn(await signed('ACME', 'somebody else has a secret of their own'))).status).toBe(401)
  expect((await signOn(await signed('BRIGHT'))).status).toBe(403)
  const [head = '', body = '', signature = ''] = (await signed()).split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify({ ...claims, accountId: 'PIXEL' })).toString('base64url')
  expect((await signOn([head, forged, signature].join('.'))).status).toBe(401)
})

it('who belongs to two accounts acts for the one chosen, and a cart of one is not seen from the other [S41]', async () => {
  const inBerlin = await box.member('dana@freelance.example', { accountId: 'ACME-DE' })
  const inBristol = await box.member('dana@freelance.example', { accountId: 'BRIGHT' })
  await shopping(box.url, inBerlin).put({ partNumber: 'SKETCH-5-LIC' })
  const cartAnswer = z.object({ accountId: z.string(), lines: z.array(z.unknown()) })
  expect(await inBerlin.ask(cartAnswer, 'GET', `${box.url}/api/cart`)).toMatchObject({
    accountId: 'ACME-DE',
    lines: [{}],
  })
  expect(await inBristol.ask(cartAnswer, 'GET', `${box.url}/api/cart`)).toEqual({ accountId: 'BRIGHT', lines: [] })
})

it('a request without an account gets nothing, whatever it asks [S41]', async () => {
  const stranger = createVisitor()
  const asks = [
    '/api/items',
    '/api/items/PAINT-PRO-2-LIC',
    '/api/items/PAINT-PRO-2-LIC/explain',
    '/api/cart',
    '/api/orders',
    '/api/products',
    '/api/titles/PAINT_PRO_2_1',
  ]
  for (const path of asks) {
    const answer = await stranger.tell('GET', `${box.url}${path}?accountId=ACME`, undefined, { 'x-account-id': 'ACME' })
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 401, 'sign-in-needed'])
  }
})
