import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { downloadsAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { requestSync } from '../../src/domains/entitlements/sync/index.ts'
import { type Box, startBox } from '../support/box.ts'
import { installBaseAnswer } from '../support/install-base.ts'
import { movableClock } from '../support/movable-clock.ts'
import { codeOf } from '../support/shopping.ts'

const clock = movableClock('2026-06-15T10:00:00Z')
let box: Box
beforeAll(async () => {
  box = await startBox({ clock })
})
afterAll(() => box.close())

const userName = 'newcomer@acme.example'
const list = (accounts: Readonly<Record<string, readonly string[]>>, active = true, who = userName) =>
  box.portal.plant({
    kind: 'member',
    action: 'upsert',
    row: {
      userName: who,
      firstName: 'Nell',
      lastName: 'Newcomer',
      locale: 'en_IE',
      active,
      accounts: Object.entries(accounts).map(([accountId, roles]) => ({ accountId, roles })),
    },
  })
const rightsOf = async (visitor: Visitor) =>
  (await visitor.ask(installBaseAnswer, 'GET', `${box.url}/api/products`)).lines.map(({ activationId }) => activationId)
const statusOf = async (visitor: Visitor, path: string) => (await visitor.tell('GET', `${box.url}${path}`)).status
const painting = '/api/products/ACT-ACME-PAINT/downloads'

it('a member whom the platform has just added sees and downloads every right of the account, and of the one above it, without a sync [S4]', async () => {
  list({ 'ACME-DE': ['Buyer'] })
  const below = await box.member(userName)
  expect(await rightsOf(below)).toContain('ACT-ACME-PAINT')
  list({ ACME: ['Buyer'] })
  const visitor = await box.member(userName)
  const alice = await box.member('alice@acme.example')
  expect(await rightsOf(visitor)).toEqual(await rightsOf(alice))
  const { packages } = await visitor.ask(downloadsAnswer, 'GET', `${box.url}${painting}`)
  const file = packages[0]?.files[0]
  const { body } = await visitor.open(`${box.url}${file?.href}`)
  expect(createHash('sha256').update(body).digest('hex')).toBe(file?.sha256)
})

it('a child account that inherits no longer loses the rights of its parent at once, by a link that it had before too, and has them again at once [S4]', async () => {
  const greta = await box.member('greta@acme.example')
  const { packages } = await greta.ask(downloadsAnswer, 'GET', `${box.url}${painting}`)
  const href = packages[0]?.files[0]?.href ?? ''
  const kit = '/api/items/KIT-PAINT-PRO-2'
  const inherits = async (word: string) => {
    const attributes = { storeAccountType: 'customer', inheritRights: word }
    box.portal.plant({ kind: 'account', action: 'upsert', row: { id: 'ACME-DE', attributes } })
    await requestSync(box.store.deps, { mode: 'incremental', dryRun: false, trigger: 'test' })
    await box.drain()
  }
  const seen = async () => [
    (await rightsOf(greta)).includes('ACT-ACME-PAINT'),
    await statusOf(greta, painting),
    await statusOf(greta, href),
    await statusOf(greta, kit),
  ]
  expect(await seen()).toEqual([true, 200, 200, 200])
  await inherits('false')
  expect(await seen()).toEqual([false, 404, 404, 404])
  expect(await rightsOf(greta)).toContain('ACT-ACMEDE-SKETCH')
  await inherits('true')
  expect(await seen()).toEqual([true, 200, 200, 200])
})

it('a member whom the company has removed loses every right with the next request, whatever is open [S4]', async () => {
  const leaver = 'leaver@acme.example'
  list({ ACME: ['Buyer'] }, true, leaver)
  const visitor = await box.member(leaver)
  const { packages } = await visitor.ask(downloadsAnswer, 'GET', `${box.url}${painting}`)
  const href = packages[0]?.files[0]?.href ?? ''
  const alice = await box.member('alice@acme.example')
  expect((await alice.tell('DELETE', `${box.url}/api/company/members/${leaver}`)).status).toBeLessThan(300)
  for (const path of ['/api/products', painting, href, '/api/items/KIT-PAINT-PRO-2', '/api/cart'])
    expect([path, await statusOf(visitor, path)]).toEqual([path, 401])
})

it('a member whom the platform has removed gets no file any more, no new session, and with the next sync nothing at all [S4]', async () => {
  const visitor = await box.member(userName)
  expect(await statusOf(visitor, painting)).toBe(200)
  clock.advance({ minutes: 1 })
  list({}, false)
  const refused = await visitor.tell('GET', `${box.url}${painting}`)
  // The platform's no is told as one, and not as an outage.
  expect([refused.status, codeOf(refused)]).toEqual([409, 'partner-refused'])
  await expect(box.member(userName)).rejects.toThrow('POST /sign-in answered 403')
  await requestSync(box.store.deps, { mode: 'incremental', dryRun: false, trigger: 'test' })
  await box.drain()
  expect(await statusOf(visitor, '/api/products')).toBe(401)
})
