import { eq } from 'drizzle-orm'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createVisitor, type Visitor } from '../../../src/cli/demo/visitor.ts'
import { readConfig } from '../../../src/config.ts'
import { members } from '../../../src/domains/people/accounts/tables.ts'
import { type Box, startBox } from '../../support/box.ts'
import { readDocument } from '../../support/document.ts'
import { movableClock } from '../../support/movable-clock.ts'
import { shopping } from '../../support/shopping.ts'

const secret = 'a secret that only the portal and the store of this test share'
const clock = movableClock('2026-11-30T23:05:00Z')
let box: Box
beforeAll(async () => {
  box = await startBox({ clock, env: { HANDOFF_SECRET: secret, TIME_ZONE: 'Asia/Kolkata' } })
})
afterAll(() => box.close())

let count = 0
async function handOver(userName: string, accountId: string, profile: object): Promise<Visitor> {
  count += 1
  const seconds = Math.floor(clock.now().getTime() / 1000)
  const token = await new SignJWT({ accountId, entry: 'catalog', profile })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('portal')
    .setAudience('entitlement-store')
    .setSubject(userName)
    .setJti(`zone-of-a-profile-${count}`)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign(new TextEncoder().encode(secret))
  const visitor = createVisitor()
  const page = await visitor.open(`${box.url}/sso/handoff?token=${token}`)
  expect([page.status, page.status === 200 ? '' : page.body.toString()]).toEqual([200, ''])
  return visitor
}
const textOf = async (visitor: Visitor, path: string) => (await visitor.open(`${box.url}${path}`)).body.toString('utf8')

it('times are in the zone of the profile, else in that of the store, and say which it is', async () => {
  const alice = await handOver('alice@acme.example', 'ACME', { zoneinfo: 'Europe/Berlin' })
  const { id } = await shopping(box.url, alice).order([{ partNumber: 'BRUSH-LIB-LIC' }], 'PO-ZONE-1')
  expect(await textOf(alice, `/orders/${id}`)).toContain('1 Dec 2026, 00:05 CET')
  // The day of an instant is that of the same clock.
  expect(await textOf(alice, '/orders')).toContain('1 Dec 2026')

  // Nobody said, then the portal said something that is no zone: the store's.
  for (const profile of [{}, { zoneinfo: 'Atlantis/Capital' }, { zoneinfo: 7 }])
    expect(await textOf(await handOver('bob@acme.example', 'ACME', profile), `/orders/${id}`)).toContain(
      '1 Dec 2026, 04:35 GMT+5:30',
    )

  // The platform's profile counts however the member signs on; what comes with the hand-off is newer.
  await box.store.deps.db
    .update(members)
    .set({ timeZone: 'America/New_York' })
    .where(eq(members.userName, 'bob@acme.example'))
  expect(await textOf(await handOver('bob@acme.example', 'ACME', {}), `/orders/${id}`)).toContain(
    '30 Nov 2026, 18:05 EST',
  )
  const moved = await handOver('bob@acme.example', 'ACME', { zoneinfo: 'Europe/London' })
  expect(await textOf(moved, `/orders/${id}`)).toContain('30 Nov 2026, 23:05 GMT')
})

it('a zone that no machine knows stops the start', () => {
  expect(() => readConfig({ TIME_ZONE: 'Europe/Atlantis' })).toThrow('TIME_ZONE: not a time zone')
})

it('a price is said once: what everybody pays without a reason, another one with its rule', async () => {
  const alice = await box.member('alice@acme.example')
  const rosa = await box.member('rosa@pixel.example')
  for (const [visitor, path] of [
    [alice, '/catalog'],
    [alice, '/items/BOOK-PAINT-LIGHT'],
    [rosa, '/catalog'],
  ] as const) {
    const page = await textOf(visitor, path)
    expect(page).not.toMatch(/List price [A-Z]{3}:/)
    // Beside the price the reason does not say it again.
    expect(page).not.toMatch(/<span class="small">[^<]*: [\d,.]+ [A-Z]{3}( instead of [^<]*)? each/)
  }
  const item = await textOf(rosa, '/items/PAINT-PRO-2-LIC')
  expect(item.match(/[\d,.]+ EUR each/g)?.length).toBe(2)
  expect(item).toMatch(
    /<p class="price">[\d,.]+ EUR each<\/p>\s*<p>[^<]+ discount \d+ %, instead of [\d,.]+ EUR each\./,
  )
})

it('pages and the API say approve; release is a word of production', async () => {
  const { operations } = await readDocument(box)
  const summaries = operations.filter(({ path }) => /approv|company/.test(path)).map(({ summary }) => summary)
  expect(summaries.length).toBeGreaterThan(5)
  expect(summaries.filter((summary) => /\breleas/i.test(summary ?? ''))).toEqual([])
  const alice = await box.member('alice@acme.example')
  for (const path of ['/company', '/company/members/bruno%40acme.example', '/approvals'])
    expect((await textOf(alice, path)).replaceAll(/<[^>]*>/g, ' ')).not.toMatch(/\breleas/i)
})
