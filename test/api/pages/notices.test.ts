import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Visitor } from '../../../src/cli/demo/visitor.ts'
import { allTokens } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { movableClock } from '../../support/movable-clock.ts'
import { dublin, shopping } from '../../support/shopping.ts'

const clock = movableClock(new Date().toISOString())
let box: Box
beforeAll(async () => {
  box = await startBox({ clock })
})
afterAll(() => box.close())

const at = (path: string) => `${box.url}${path}`
const textOf = (page: { readonly body: Buffer }) => page.body.toString('utf8')
const see = async (visitor: Visitor, path: string) => textOf(await visitor.open(at(path)))

/** Orders by the form of the checkout, as a browser does. */
async function order(visitor: Visitor, partNumber: string, purchaseOrderNumber: string) {
  await shopping(box.url, visitor).put({ partNumber })
  const { id, totalMinor } = await shopping(box.url, visitor).price()
  const fields = {
    pricedCartId: id,
    method: 'purchaseOrder',
    purchaseOrderNumber,
    expectedTotalMinor: String(totalMinor),
  }
  return visitor.send(at('/checkout'), { ...dublin, ...fields })
}

it('thanks are for the person who ordered, once', async () => {
  const [alice, bob] = [await box.member('alice@acme.example'), await box.member('bob@acme.example')]
  const placed = await order(alice, 'BRUSH-LIB-LIC', 'PO-THANKS-1')
  const { pathname, search } = new URL(placed.url)
  expect([pathname.startsWith('/orders/'), search]).toEqual([true, ''])
  expect(textOf(placed)).toContain('Thank you. Your order is placed.')
  // Reloaded, opened again later, sent to a colleague, and under the addresses of before.
  for (const visitor of [alice, bob])
    for (const query of ['', '?placed=1']) expect(await see(visitor, pathname + query)).not.toContain('Thank you')
})

it('a request that was approved no longer says that nothing is ordered', async () => {
  const [alice, bob] = [await box.member('alice@acme.example'), await box.member('bob@acme.example')]
  const bruno = await box.member('bruno@acme.example')
  await alice.send(at('/company/rules'), { over: '0', ruleUserName: '' })
  const asked = await order(bruno, 'BRUSH-LIB-LIC', 'PO-ASKED-1')
  const { pathname, search } = new URL(asked.url)
  expect([pathname.startsWith('/approvals/'), search]).toEqual([true, ''])
  expect(textOf(asked)).toContain('Your order is waiting for approval')
  const waiting = await see(bob, `${pathname}?asked=1`)
  expect(waiting).not.toContain('Your order is waiting for approval')
  const total = /name="expectedTotalMinor" value="(\d+)"/.exec(waiting)?.[1] ?? ''
  await bob.send(at(`${pathname}/release`), { expectedTotalMinor: total })
  for (const visitor of [bruno, bob]) {
    const page = await see(visitor, `${pathname}?asked=1`)
    expect(page).toContain('Approved by')
    expect(page).not.toContain('Nothing is ordered yet')
  }
})

it.each([
  ['/cart?added=1', 'is in the cart'],
  ['/products?added=Free%20money', 'is in the cart'],
  ['/company?done=removed', 'is removed and signed off'],
  ['/company/partners?done=granted', 'may now order for your company'],
])('an address makes no notice: %s', async (path, sentence) => {
  const alice = await box.member('alice@acme.example')
  await shopping(box.url, alice).put({ partNumber: 'BRUSH-LIB-LIC' })
  expect(await see(alice, path)).not.toContain(sentence)
})

it('nor do addresses of staff and of partners', async () => {
  const carla = await box.staff('carla')
  await carla.send(at('/admin/account-groups'), { name: 'guild', accountIds: 'ACME' })
  for (const [path, sentence] of [
    ['/admin/rules?partNumber=BRUSH-LIB-LIC&saved=1', 'The rules are saved'],
    ['/admin/account-groups?removed=guild', 'has no accounts any more'],
    ['/admin/account-groups/guild?added=7', '7 accounts added'],
    ['/admin/price-lists?published=3', '3 price lists published'],
  ] as const)
    expect(await see(carla, path)).not.toContain(sentence)
  expect(await see(await box.member('rosa@pixel.example'), '/customers?asked=1')).not.toContain('have a mail')
  expect(await see(carla, '/signed-off')).not.toContain('You are signed off')
})

it('each act is said once, to the one who did it', async () => {
  const [alice, carla] = [await box.member('alice@acme.example'), await box.staff('carla')]
  const rosa = await box.member('rosa@pixel.example')
  const acts: readonly (readonly [Visitor, string, Record<string, string>, string])[] = [
    [alice, '/cart/lines', { partNumber: 'BRUSH-LIB-LIC', quantity: '1' }, 'is in the cart'],
    [
      alice,
      '/company/invitations',
      { email: 'new@acme.example', firstName: 'New', lastName: 'One', role: 'buyer' },
      'The invitation is on its way',
    ],
    [alice, '/company/partners', { partnerAccountId: 'PIXEL' }, 'may now order for your company'],
    [rosa, '/customers', { customerAccountId: 'BRIGHT-NOT' }, 'have a mail'],
    [carla, '/admin/rules/BRUSH-LIB-LIC', { soldTo: 'customer\nreseller' }, 'The rules are saved'],
    [carla, '/admin/account-groups/guild/accounts', { accountIds: 'ACME\nBRIGHT' }, '1 account added'],
    [carla, '/admin/account-groups/guild/remove', {}, 'The group guild has no accounts any more'],
  ]
  for (const [visitor, path, fields, sentence] of acts) {
    const page = await visitor.send(at(path), fields)
    expect([path, textOf(page).includes(sentence)]).toEqual([path, true])
    const again = new URL(page.url)
    expect([path, (await see(visitor, again.pathname + again.search)).includes(sentence)]).toEqual([path, false])
  }
})

it('what a browser makes up is no notice', async () => {
  const { alice: token } = await allTokens(box)
  const pageWith = async (notice: unknown) => {
    const cookie = `notice=${Buffer.from(JSON.stringify(notice)).toString('base64url')}`
    const answer = await fetch(at('/company'), {
      headers: { accept: 'text/html', authorization: `Bearer ${token}`, cookie },
    })
    expect(answer.status).toBe(200)
    return answer.text()
  }
  expect(await pageWith(['/company', 'invited', ''])).toContain('The invitation is on its way')
  // Another page's, a kind that no act has, and what is no notice at all.
  for (const notice of [
    ['/cart', 'invited', ''],
    ['/company', 'constructor', ''],
    'invited',
    null,
    ['/company', 'invited', 7],
  ])
    expect(await pageWith(notice)).not.toMatch(/The invitation is on its way|native code/)
})
