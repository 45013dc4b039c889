import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { downloadsAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { requestSync } from '../../src/domains/entitlements/rights/index.ts'
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
const list = (accounts: Readonly<Record<string, readonly string[]>>, active = true) =>
  box.portal.plant({
    ...{ kind: 'member', action: 'upsert' },
    row: {
      ...{ userName, firstName: 'Nell', lastName: 'Newcomer', locale: 'en_IE', active },
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

it('a member whom the platform has removed gets no file any more, no new session, and with the next sync nothing at all [S4]', async () => {
  const visitor = await box.member(userName)
  expect(await statusOf(visitor, painting)).toBe(200)
  clock.advance({ minutes: 1 })
  list({}, false)
  const refused = await visitor.tell('GET', `${box.url}${painting}`)
  // The platform's no is told as one, and not as an outage.
  expect([refused.status, codeOf(refused)]).toEqual([409, 'partner-refused'])
  const again = await box.member(userName).catch(() => null)
  if (again) expect(await statusOf(again, '/api/products')).toBe(401)
  await requestSync(box.store.deps, { mode: 'incremental', rehearse: false, trigger: 'test' })
  await box.drain()
  expect(await statusOf(visitor, '/api/products')).toBe(401)
})
