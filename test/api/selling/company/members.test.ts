import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createVisitor, type Visitor } from '../../../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../../../support/box.ts'
import { codeOf, dublin } from '../../../support/shopping.ts'
import { signOnRefusal } from '../../../support/sign-on-refusal.ts'

const membersAnswer = z.object({ items: z.array(z.object({ userName: z.string(), role: z.string() })) })
const mailsAnswer = z.object({ items: z.array(z.object({ kind: z.string(), recipient: z.string() })) })

let box: Box
let alice: Visitor
let oscar: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  oscar = await box.staff('oscar')
})
afterAll(() => box.close())

const at = (path: string) => `${box.url}/api${path}`
const statusOf = async (visitor: Visitor, path = '/cart') => (await visitor.tell('GET', at(path))).status
const roleOf = async (userName: string) => {
  const { items } = await alice.ask(membersAnswer, 'GET', at('/company/members'))
  return items.find((member) => member.userName === userName)?.role
}
const changeRole = (by: Visitor, userName: string, role: string) =>
  by.tell('PUT', at(`/company/members/${userName}/role`), { role })
const invite = (email: string, role = 'buyer') =>
  alice.tell('POST', at('/company/invitations'), { email, role, firstName: 'New', lastName: 'Comer' })

/** What the link of the mail of an invitation leads to, and saying yes there. */
const linkOf = async (id: string) => {
  const [row] = await box.database.db.execute(`select link_key from company_invitations where id = '${id}'`)
  return { page: `${box.url}/invitations/${id}?key=${String(row?.['link_key'])}`, key: String(row?.['link_key']) }
}
const sayYes = async (id: string, by = createVisitor()) => {
  const answer = await by.send(`${box.url}/invitations/${id}/acceptance`, { key: (await linkOf(id)).key })
  await box.drain()
  return answer
}
const idOf = (page: { readonly body: Buffer }) =>
  z.object({ id: z.string() }).parse(JSON.parse(page.body.toString())).id
const inviteAndSayYes = async (email: string, role?: string) => {
  const id = idOf(await invite(email, role))
  expect((await sayYes(id)).status).toBe(200)
  return id
}

describe('roles', () => {
  it('of members whom nobody said anything about follow from the platform’s role names', async () => {
    const { items } = await alice.ask(membersAnswer, 'GET', at('/company/members'))
    expect(Object.fromEntries(items.map(({ userName, role }) => [userName, role]))).toEqual({
      'alice@acme.example': 'admin',
      'bob@acme.example': 'approver',
      'bruno@acme.example': 'buyer',
      'vera@acme.example': 'viewer',
    })
  })

  it('a viewer cannot fill a cart, ask for a quote or check out, over the API or by forms, and sees no buttons [P16]', async () => {
    const vera = await box.member('vera@acme.example')
    const bruno = await box.member('bruno@acme.example')
    const body = { shipTo: dublin }
    const order = { pricedCartId: 'pct_none', method: 'free' }
    for (const [path, given] of [
      ['/cart/lines', { partNumber: 'TEXTURES-2-LIC' }],
      ['/quotes', body],
      ['/orders', order],
    ] as const) {
      const refused = await vera.tell('POST', at(path), given)
      expect([refused.status, codeOf(refused)]).toEqual([403, 'role-needed'])
    }
    for (const form of ['/cart/lines', '/checkout', '/checkout/quote', '/kits/PAINT_PRO_2_1'])
      expect((await vera.send(`${box.url}${form}`, { partNumber: 'TEXTURES-2-LIC' })).status).toBe(403)
    const page = (await vera.open(`${box.url}/items/TEXTURES-2-LIC`)).body.toString()
    expect(page).toContain('You are a viewer, so you cannot order')
    expect(page).not.toContain('action="/cart/lines"')
    const kit = (await vera.open(`${box.url}/kits/PAINT_PRO_2_1`)).body.toString()
    expect(kit).not.toContain('<button class="filled big">')
    expect((await vera.open(`${box.url}/checkout`)).status).toBe(403)
    expect((await bruno.open(`${box.url}/items/TEXTURES-2-LIC`)).body.toString()).toContain('action="/cart/lines"')
    // Nobody below an approver releases, and nobody releases an own order: the approvals test proves that half.
    expect((await bruno.tell('POST', at('/approvals/apr_none/release'), { expectedTotalMinor: 1 })).status).toBe(403)
  })

  it('a new role counts in the very next request of a session that is open', async () => {
    const bruno = await box.member('bruno@acme.example')
    const add = () => bruno.tell('POST', at('/cart/lines'), { partNumber: 'TEXTURES-2-LIC', downloadDeclined: true })
    expect((await add()).status).toBe(201)
    expect((await changeRole(alice, 'bruno@acme.example', 'viewer')).status).toBe(204)
    expect((await add()).status).toBe(403)
    await changeRole(alice, 'bruno@acme.example', 'buyer')
    expect((await add()).status).toBe(201)
  })

  it('nobody changes their own role, and only administrators change others’', async () => {
    const bob = await box.member('bob@acme.example')
    expect(codeOf(await changeRole(alice, 'alice@acme.example', 'viewer'))).toBe('own-role')
    expect(codeOf(await changeRole(alice, 'ALICE@acme.example', 'viewer'))).toBe('own-role')
    expect(codeOf(await changeRole(bob, 'bob@acme.example', 'admin'))).toBe('role-needed')
    expect((await changeRole(alice, 'beth@bright.example', 'viewer')).status).toBe(404)
  })

  it('two administrators who demote or remove each other at once leave one of them', async () => {
    await changeRole(alice, 'bob@acme.example', 'admin')
    const bob = await box.member('bob@acme.example')
    const answers = await Promise.all([
      changeRole(alice, 'bob@acme.example', 'buyer'),
      bob.tell('DELETE', at('/company/members/alice@acme.example')),
    ])
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    const admins = await box.database.db.execute(
      `select 1 from company_members where account_id = 'ACME' and removed_at is null and role = 'admin'`,
    )
    const stillThere = (await statusOf(alice)) === 200
    expect(stillThere || admins.length === 1).toBe(true)
    // As it was, whoever was first.
    const named = async (name: string) =>
      oscar.tell('PUT', `${box.url}/api/admin/accounts/ACME/administrators/${name}@acme.example`)
    await box.database.db.execute(`delete from company_members where account_id = 'ACME'`)
    expect((await named('alice')).status).toBe(200)
    alice = await box.member('alice@acme.example')
  })

  it('staff name an administrator of an account that has none, and it stands in the audit', async () => {
    const beth = await box.member('beth@bright.example')
    expect(await statusOf(beth, '/company/members')).toBe(403)
    const named = await oscar.tell('PUT', at('/admin/accounts/BRIGHT/administrators/beth@bright.example'))
    expect(named.status).toBe(200)
    expect(await statusOf(beth, '/company/members')).toBe(200)
    const audit = await oscar.tell('GET', at('/admin/audit'))
    expect(audit.body.toString()).toContain('company.administrator-named')
    expect((await oscar.tell('PUT', at('/admin/accounts/BRIGHT/administrators/bob@acme.example'))).status).toBe(404)
  })
})

describe('the members of a company', () => {
  it('are invited, removed and re-roled by its administrator, and none of it needs staff [S8]', async () => {
    const invited = await invite('Frieda@Freelance.example', 'approver')
    expect(invited.status).toBe(201)
    expect(codeOf(await invite('frieda@freelance.example'))).toBe('invitation-open')
    expect(codeOf(await invite('bob@acme.example'))).toBe('already-member')
    await box.drain()
    const mails = await oscar.ask(mailsAnswer, 'GET', at('/admin/mails'))
    expect(mails.items).toContainEqual({ kind: 'company-invitation', recipient: 'frieda@freelance.example' })
    const { id } = z.object({ id: z.string() }).parse(JSON.parse(invited.body.toString()))
    const page = await alice.open(`${box.url}/invitations/${id}`)
    expect(page.body.toString()).toContain('Invitation to Acme')

    expect((await sayYes(id)).body.toString()).toContain('You have accepted')
    // The platform lists her now, so she signs on there like everybody.
    const frieda = await box.member('frieda@freelance.example')
    expect(await roleOf('frieda@freelance.example')).toBe('approver')
    expect(await statusOf(frieda)).toBe(200)
    expect((await alice.open(`${box.url}/invitations/${id}`)).body.toString()).toContain('has been accepted')
    expect((await alice.tell('DELETE', at(`/company/invitations/${id}`))).status).toBe(404)

    await changeRole(alice, 'frieda@freelance.example', 'viewer')
    expect(await roleOf('frieda@freelance.example')).toBe('viewer')

    expect((await alice.tell('DELETE', at('/company/members/frieda@freelance.example'))).status).toBe(204)
    expect(await statusOf(frieda)).toBe(401)
    expect(await roleOf('frieda@freelance.example')).toBeUndefined()
    // The platform still lists her, and even a full sync does not bring her back.
    await oscar.tell('POST', at('/admin/sync-runs'), { mode: 'full' })
    await box.drain()
    expect(await signOnRefusal(box, 'frieda@freelance.example')).toEqual([403, 'member-unknown'])
    expect(await roleOf('frieda@freelance.example')).toBeUndefined()

    await inviteAndSayYes('frieda@freelance.example')
    const back = await box.member('frieda@freelance.example')
    expect(await statusOf(back)).toBe(200)
    expect(await roleOf('frieda@freelance.example')).toBe('buyer')
  })

  it('an invitation that was withdrawn or has expired lets nobody in', async () => {
    await alice.tell('DELETE', at('/company/members/bruno@acme.example'))
    const ids: string[] = []
    for (const over of ['withdrawn', 'expired']) {
      const { id } = z
        .object({ id: z.string() })
        .parse(JSON.parse((await invite('bruno@acme.example')).body.toString()))
      ids.push(id)
      await sayYes(id)
      if (over === 'withdrawn') await alice.tell('DELETE', at(`/company/invitations/${id}`))
      else await box.database.db.execute(`update company_invitations set expires_at = now() where id = '${id}'`)
      expect(await signOnRefusal(box, 'bruno@acme.example')).toEqual([403, 'member-unknown'])
      expect(await roleOf('bruno@acme.example')).toBeUndefined()
    }
    expect((await alice.open(`${box.url}/invitations/${ids[0]}`)).body.toString()).toContain('was withdrawn')
    expect((await alice.open(`${box.url}/invitations/${ids[1]}`)).body.toString()).toContain('has expired')
    // An expired one does not stand in the way of the next.
    await inviteAndSayYes('bruno@acme.example')
    await box.member('bruno@acme.example')
    expect(await roleOf('bruno@acme.example')).toBe('buyer')
  })

  it('nothing changes for a person who is known elsewhere before the mailed link is used, and the answer does not say that they are known', async () => {
    const shape = (page: { readonly body: Buffer }) =>
      page.body.toString().replaceAll(/inv_\w+|[\w.]+@[\w.]+|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '*')
    const known = await invite('beth@bright.example')
    const unknown = await invite('nobody.at.all@nowhere.example')
    expect([known.status, shape(known)]).toEqual([unknown.status, shape(unknown)])
    await box.drain()
    const listed = async () => {
      const [row] = await box.database.db.execute(
        `select count(*)::int as n from memberships where user_name = 'beth@bright.example' and account_id = 'ACME'`,
      )
      return row?.['n']
    }
    const accounts = z.object({ items: z.array(z.object({ accountId: z.string() })) })
    const beth = await box.member('beth@bright.example')
    const ofBeth = async () =>
      (await beth.ask(accounts, 'GET', at('/session/accounts'))).items.map((one) => one.accountId)
    expect([await listed(), await ofBeth(), await statusOf(beth)]).toEqual([0, ['BRIGHT'], 200])

    // The administrator knows the id and not the key; nor does a guess say whether there is such an invitation.
    const id = idOf(known)
    const seen = (await alice.tell('GET', at('/company/invitations'))).body.toString()
    expect(seen).not.toContain((await linkOf(id)).key)
    for (const key of ['', 'guessed'])
      expect((await alice.send(`${box.url}/invitations/${id}/acceptance`, { key })).status).toBe(404)
    expect((await alice.open(`${box.url}/invitations/${id}`)).body.toString()).not.toContain('Accept the invitation')
    const stranger = createVisitor()
    expect((await stranger.open((await linkOf(id)).page)).body.toString()).toContain('Accept the invitation')
    await box.drain()
    expect([await listed(), await ofBeth()]).toEqual([0, ['BRIGHT']])

    await sayYes(id, stranger)
    expect([await listed(), await ofBeth()]).toEqual([1, ['BRIGHT']])
    await box.member('beth@bright.example', { accountId: 'BRIGHT' })
    expect(await roleOf('beth@bright.example')).toBe('buyer')
    const mail = box.mailbox.mails().find(({ to }) => String(to).includes('beth@bright.example'))
    expect(JSON.stringify(mail)).toContain((await linkOf(id)).key)
  })

  it('what an administrator who is removed or demoted had asked is withdrawn with the role, and says so', async () => {
    const named = async () => expect((await changeRole(alice, 'bob@acme.example', 'admin')).status).toBe(204)
    const by = async (email: string) => {
      const bob = await box.member('bob@acme.example')
      const body = { email, role: 'admin', firstName: 'New', lastName: 'Comer' }
      return idOf(await bob.tell('POST', at('/company/invitations'), body))
    }
    const refused = async (id: string) => {
      const answer = await sayYes(id)
      expect([answer.status, answer.body.toString()]).toEqual([409, expect.stringContaining('invitation-over')])
      expect((await alice.open((await linkOf(id)).page)).body.toString()).toContain('was withdrawn')
    }
    await named()
    const demoted = await by('demoted@new.example')
    const confirmed = await by('carol.confirmed@new.example')
    const kept = idOf(await invite('kept@new.example'))
    await sayYes(confirmed)
    await changeRole(alice, 'bob@acme.example', 'buyer')
    await refused(demoted)
    // Also one that was confirmed already lets nobody in any more.
    expect(await signOnRefusal(box, 'carol.confirmed@new.example')).toEqual([403, 'member-unknown'])
    expect(await roleOf('carol.confirmed@new.example')).toBeUndefined()
    expect((await sayYes(kept)).status).toBe(200)

    await named()
    const removed = await by('removed@new.example')
    await alice.tell('DELETE', at('/company/members/bob@acme.example'))
    await refused(removed)
    const [entry] = await box.database.db.execute(
      `select detail from audit_entries where subject = '${removed}' and action = 'company.invitation-withdrawn'`,
    )
    expect(JSON.stringify(entry)).toContain('no administrator any more')
    await box.database.db.execute(
      `delete from company_members where account_id = 'ACME' and user_name = 'bob@acme.example'`,
    )

    // The platform may take the role by itself; the store finds out when somebody says yes.
    await named()
    const silent = await by('silent@new.example')
    await box.database.db.execute(
      `update company_members set role = 'buyer' where account_id = 'ACME' and user_name = 'bob@acme.example'`,
    )
    await refused(silent)
  })

  it('an invitation opens nothing before it is accepted, and nothing when it is over, though the platform lists whom it is for', async () => {
    const dana = await box.member('dana@freelance.example', { accountId: 'ACME-DE' })
    const switchTo = (accountId: string) => dana.tell('POST', at('/session/account'), { accountId })
    const { id } = z
      .object({ id: z.string() })
      .parse(JSON.parse((await invite('dana@freelance.example', 'viewer')).body.toString()))
    await sayYes(id)
    const [listed] = await box.database.db.execute(
      `select count(*)::int as n from memberships where user_name = 'dana@freelance.example' and account_id = 'ACME'`,
    )
    expect(listed).toEqual({ n: 1 })
    expect(await roleOf('dana@freelance.example')).toBeUndefined()
    expect((await switchTo('ACME')).status).toBe(403)
    await alice.tell('DELETE', at(`/company/invitations/${id}`))
    expect(await signOnRefusal(box, 'dana@freelance.example', 'ACME')).toEqual([403, 'member-unknown'])
    expect(await roleOf('dana@freelance.example')).toBeUndefined()
    expect((await switchTo('ACME')).status).toBe(403)
  })
})
