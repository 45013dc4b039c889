import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { recentRuns, requestSync } from '../../../src/domains/entitlements/sync/index.ts'
import { acceptInvitations } from '../../../src/domains/people/accounts/company-invitations.ts'
import { mirrorMember } from '../../../src/domains/people/accounts/mirror.ts'
import { type CallerName, callApi, handOffOf, plantMember, tokenOf } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const alice = 'alice@acme.example'
const rows = async (query: string) => [...(await box.database.db.execute<Record<string, unknown>>(query))]
const sync = async (mode: 'full' | 'incremental') => {
  await requestSync(box.store.deps, { mode, dryRun: false, trigger: 'test' })
  await box.drain()
}
const placesOf = async (name: CallerName) => {
  const answer = await callApi(box, { method: 'GET', path: '/api/session/accounts', token: await tokenOf(box, name) })
  return z
    .object({ items: z.array(z.object({ accountId: z.string() })) })
    .parse(answer.json)
    .items.map((one) => one.accountId)
}
const signsOn = async (name: CallerName, accountId?: string) => {
  const token = await handOffOf(box, name, accountId === undefined ? {} : { claims: { accountId } })
  return (await callApi(box, { method: 'POST', path: '/api/sessions', body: { token } })).status
}
const contact = (key: string, emailAddress: string, accountId: string) =>
  box.portal.plant({
    kind: 'member',
    action: 'upsert',
    row: { userName: key, contact: { emailAddress }, accounts: [{ accountId, roles: ['Account Administrator'] }] },
  })
const remove = (userName: string) => box.portal.plant({ kind: 'member', action: 'delete', row: { userName } })

describe.each(['incremental', 'full'] as const)(
  'a record of the platform that cannot sign in, read by an %s run',
  (mode) => {
    it('opens the account it is listed in to nobody, whatever e-mail address it has', async () => {
      const before = await rows('select count(*) from members where removed_at is null')
      contact('contact-1', alice, 'BRIGHT')
      contact('contact-2', 'Alice@ACME.example', 'PIXEL')
      contact('contact-3', '', 'NOVA')
      await sync(mode)
      expect(await placesOf('alice')).toEqual(['ACME'])
      expect(await signsOn('alice', 'BRIGHT')).toBe(403)
      expect(await rows('select count(*) from members where removed_at is null')).toEqual(before)
      expect(
        await rows(
          `select 1 from memberships where btrim(user_name) = '' or (user_name = '${alice}' and account_id <> 'ACME')`,
        ),
      ).toEqual([])
      for (const key of ['contact-1', 'contact-2', 'contact-3']) remove(key)
    })

    it('has no name in the database, which refuses an empty one', async () => {
      const insert = (name: string) =>
        box.database.db.execute(sql`insert into memberships values (${name}, 'ACME', '{}')`)
      await expect(insert('')).rejects.toMatchObject({ cause: { constraint_name: 'memberships_have_a_name' } })
      await expect(insert('  ')).rejects.toMatchObject({ cause: { constraint_name: 'memberships_have_a_name' } })
    })
  },
)

it('what an earlier release made of such a record goes with the next full run', async () => {
  await rows(`insert into memberships values ('${alice}', 'BRIGHT', '{Buyer}')`)
  expect(await placesOf('alice')).toEqual(['ACME', 'BRIGHT'])
  await sync('full')
  expect(await placesOf('alice')).toEqual(['ACME'])
})

describe('two records of the platform whose sign-in names differ in case alone', () => {
  it('give neither the accounts of the other: the second one is not taken in, and after a full run nobody signs on by the name', async () => {
    plantMember(box, 'BETH@bright.example', { ACME: ['Account Administrator'] })
    await sync('incremental')
    expect(await placesOf('beth')).toEqual(['BRIGHT'])
    await sync('full')
    expect([await signsOn('beth'), await signsOn('beth', 'ACME')]).toEqual([403, 403])
    const [run] = await recentRuns(box.database.db, 1)
    expect(run?.report?.reasons).toEqual([
      'members: 1 sign-in name of two records of the platform, so nobody signs on by it',
    ])
    remove('BETH@bright.example')
    await sync('full')
    expect(await placesOf('beth')).toEqual(['BRIGHT'])
  })
})

it('an invitation by e-mail address is accepted by no sign-on of one of several people who have the address', async () => {
  const person = { firstName: 'M', lastName: 'M', email: 'shared@acme.example', phone: '', active: true, locale: 'en' }
  const accounts = [{ accountId: 'ACME', roles: ['Viewer'] }]
  const { db } = box.database
  const at = new Date()
  const accept = async (userName: string) => {
    await db.transaction((tx) => acceptInvitations(tx, { ...person, userName }, at))
    return (await rows(`select state from company_invitations where id = 'inv_shared'`))[0]?.['state']
  }
  await db.transaction(async (tx) => {
    for (const userName of ['mia', 'max'])
      await mirrorMember(tx, { ...person, userName, platformId: userName, accounts })
    await tx.execute(sql`insert into company_invitations
      (id, account_id, email, first_name, last_name, role, state, invited_by, link_key, confirmed_at, created_at, expires_at)
      values ('inv_shared', 'ACME', ${person.email}, 'M', 'M', 'admin', 'open', ${alice}, 'k', now(), now(), now() + interval '1 day')`)
  })
  expect([await accept('mia'), await accept('max')]).toEqual(['open', 'open'])
  await rows(`update members set removed_at = now() where user_name = 'max'`)
  expect(await accept('mia')).toBe('accepted')
})
