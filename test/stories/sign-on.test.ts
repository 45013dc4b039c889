import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createVisitor, type Page, type Visitor } from '../../src/cli/demo/visitor.ts'
import { callApi, tokenOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'
import {
  byOpenId as arriveByOpenId,
  bySaml,
  flexnetToken,
  freeAddress,
  type Providers,
  startProviders,
} from '../support/ways-to-sign-on.ts'

let providers: Providers
let box: Box
beforeAll(async () => {
  const storeUrl = await freeAddress()
  providers = await startProviders(storeUrl)
  box = await startBox({ env: providers.env })
})
afterAll(async () => {
  await box.close()
  await providers.close()
})

const sessionAnswer = z.object({
  accountId: z.string(),
  accountName: z.string(),
  userName: z.string(),
  roles: z.array(z.string()),
  firstName: z.string(),
  email: z.string(),
  staffRoles: z.array(z.string()),
})
const choiceAnswer = z.object({
  choiceToken: z.string(),
  accounts: z.array(z.object({ accountId: z.string(), name: z.string(), accountType: z.string() })),
})
const signedOnAnswer = z.object({ accessToken: z.string(), accountId: z.string() })
const session = (visitor: Visitor) => visitor.ask(sessionAnswer, 'GET', `${box.url}/api/session`)
const text = (page: Page) => page.body.toString('utf8')
const codeOf = (page: Page) => /Code: <code>([\w-]+)/.exec(text(page))?.[1]
const pathOf = (page: Page) => new URL(page.url).pathname
const post = (path: string, body: object, token: string | null = null) =>
  callApi(box, { method: 'POST', path, body, token })

async function rows(statement: string): Promise<Record<string, unknown>[]> {
  return z.array(z.record(z.string(), z.unknown())).parse([...(await box.database.db.execute(sql.raw(statement)))])
}

const byOpenId = (sub: string, userName: string, more: object = {}, start = '/sso/oidc') =>
  arriveByOpenId(providers, box, { sub, userName, more, start })

const verified = (email: string) => ({ email, email_verified: true })

describe('signing on', () => {
  it('in each of the ways ends in the same session, and no table keeps a password [S40]', async () => {
    const portal = await session(await box.member('alice@acme.example'))
    expect(portal).toMatchObject({ accountId: 'ACME', userName: 'alice@acme.example' })

    const oidc = await byOpenId('p-alice', 'Alice@acme.example')
    expect(await session(oidc.visitor)).toEqual(portal)

    const saml = await bySaml(box, 'alice@acme.example')
    expect(pathOf(await saml.send(saml.visitor))).toBe('/orders')
    expect(await session(saml.visitor)).toEqual(portal)

    const flexnet = createVisitor()
    const query = new URLSearchParams({
      username: 'alice@acme.example',
      token: await flexnetToken(box, 'alice@acme.example'),
    })
    await flexnet.open(`${box.url}/sso/flexnet-token?${query.toString()}`)
    expect(await session(flexnet)).toEqual(portal)

    const password = createVisitor()
    await password.send(`${box.url}/sign-in`, { userName: 'alice@acme.example', password: 'paintworks' })
    expect(await session(password)).toEqual(portal)

    expect(await rows('select distinct way from sessions order by way')).toEqual(
      ['flexnetToken', 'handoff', 'oidc', 'password', 'saml'].map((way) => ({ way })),
    )
    expect(
      await rows(
        "select table_name, column_name from information_schema.columns where table_schema = 'public' and column_name ~ 'passw|pwd|passphrase'",
      ),
    ).toEqual([])
    const typed = 'typed-and-wrong-8d1f'
    await post('/api/sessions', { userName: 'alice@acme.example', password: typed })
    const tables = await rows(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    )
    expect(tables.length).toBeGreaterThan(40)
    for (const { name } of tables)
      expect(
        await rows(`select count(*)::int as n from "${String(name)}" one where one::text like '%${typed}%'`),
      ).toEqual([{ n: 0 }])
  })

  it('shows on the first page which ways there are', async () => {
    const page = text(await createVisitor().open(`${box.url}/`))
    for (const way of ['/sso/oidc', '/sso/saml', '/sign-in']) expect(page).toContain(`href="${way}"`)
  })

  it('leads where somebody wanted to go, and never to another site', async () => {
    const at = async (returnTo: string) =>
      (await byOpenId('p-alice', 'alice@acme.example', {}, `/sso/oidc?${new URLSearchParams({ returnTo }).toString()}`))
        .page.url
    expect(await at('/orders?state=open')).toBe(`${box.url}/orders?state=open`)
    for (const evil of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/\t/evil.example',
      '/sso/oidc',
      '/.//evil.example',
    ])
      expect(await at(evil)).toBe(`${box.url}/products`)
  })

  it('is refused alike for a name that is not known and a member who is not active', async () => {
    const unknown = await byOpenId('p-x', 'nobody@nowhere.example')
    const inactive = await byOpenId('p-ida', 'ida@acme.example')
    expect([unknown.page.status, codeOf(unknown.page)]).toEqual([403, 'member-unknown'])
    const plain = (page: Page) => text(page).replace(/Number of this request.*/, '')
    expect(plain(inactive.page)).toBe(plain(unknown.page))
    expect((await unknown.visitor.tell('GET', `${box.url}/api/session`)).status).toBe(401)
  })

  it('can be finished only in the browser that began it, and once', async () => {
    const stranger = createVisitor()
    const saml = await bySaml(box, 'alice@acme.example')
    expect(codeOf(await saml.send(stranger))).toBe('sign-on-expired')
    expect(codeOf(await saml.send(saml.visitor))).toBe('sign-on-expired')

    const other = await bySaml(box, 'alice@acme.example')
    expect(codeOf(await saml.send(saml.visitor, { ...saml, RelayState: other.RelayState }))).toBe('sign-on-invalid')
    expect(pathOf(await other.send(other.visitor))).toBe('/orders')
    expect(codeOf(await other.send(other.visitor))).toBe('sign-on-expired')

    const { page } = await byOpenId('p-alice', 'alice@acme.example')
    const callback = page.via.find((url) => url.includes('/sso/oidc/callback')) ?? ''
    expect(callback).toContain('code=')
    expect(codeOf(await stranger.open(callback))).toBe('sign-on-expired')
  })

  it('by a token of the platform works once, and not for somebody else', async () => {
    const open = (username: string, token: string) =>
      createVisitor().send(`${box.url}/sso/flexnet-token`, { username, token })
    const token = await flexnetToken(box, 'alice@acme.example')
    expect(codeOf(await open('beth@bright.example', token))).toBe('sign-on-invalid')
    expect((await open('alice@acme.example', token)).status).toBe(200)
    expect(codeOf(await open('alice@acme.example', token))).toBe('handoff-used')
  })
})

describe('a password', () => {
  const wrong = { password: 'not the password' }
  it('that is wrong and a name that is wrong get the same answer, and guessing ends', async () => {
    const ofMember = await post('/api/sessions', { userName: 'sam@acme.example', ...wrong })
    const ofNobody = await post('/api/sessions', { userName: 'nobody@acme.example', ...wrong })
    expect([ofMember.status, ofMember.json]).toEqual([401, ofNobody.json])
    const codes = await Promise.all(
      Array.from(
        { length: 15 },
        async () => (await post('/api/sessions', { userName: 'greta@acme.example', ...wrong })).status,
      ),
    )
    expect(codes.filter((status) => status === 401)).toHaveLength(10)
    expect(codes.filter((status) => status === 429)).toHaveLength(5)
    const right = await post('/api/sessions', { userName: 'greta@acme.example', password: 'paintworks' })
    expect(right.status).toBe(429)
  })

  it('is not shown again on the page that refuses it', async () => {
    const page = await createVisitor().send(`${box.url}/sign-in`, { userName: 'vera@acme.example', ...wrong })
    expect([page.status, codeOf(page), pathOf(page)]).toEqual([401, 'sign-in-wrong', '/sign-in'])
    expect(text(page)).toContain('vera@acme.example')
    expect(text(page)).not.toContain(wrong.password)
  })
})

describe('a member of several accounts', () => {
  it('chooses among their own, and gets nobody else’s', async () => {
    const { visitor, page } = await byOpenId('p-dana', 'dana@freelance.example')
    expect(pathOf(page)).toBe('/choose-account')
    expect([...text(page).matchAll(/name="accountId" value="([^"]+)"/g)].map(([, id]) => id).sort()).toEqual([
      'ACME-DE',
      'BRIGHT',
    ])
    expect((await visitor.tell('GET', `${box.url}/api/session`)).status).toBe(401)
    const refused = await visitor.send(`${box.url}/choose-account`, { accountId: 'ACME' })
    expect(refused.status).toBe(403)
    await visitor.send(`${box.url}/choose-account`, { accountId: 'BRIGHT' })
    expect(await session(visitor)).toMatchObject({ accountId: 'BRIGHT', userName: 'dana@freelance.example' })
    expect(text(await visitor.open(`${box.url}/products`))).toContain('/choose-account')
  })

  it('goes on for another, and the session before is over', async () => {
    const first = await post('/api/sessions', { userName: 'dana@freelance.example', password: 'paintworks' })
    const choice = choiceAnswer.parse(first.json)
    expect([first.status, choice.accounts.map((one) => one.accountId).sort()]).toEqual([200, ['ACME-DE', 'BRIGHT']])
    const { choiceToken } = choice
    expect((await post('/api/sessions', { choiceToken, accountId: 'PIXEL' })).status).toBe(403)
    const chosen = signedOnAnswer.parse((await post('/api/sessions', { choiceToken, accountId: 'BRIGHT' })).json)
    expect((await post('/api/sessions', { choiceToken, accountId: 'BRIGHT' })).status).toBe(401)
    expect((await post('/api/session/account', { accountId: 'PIXEL' }, chosen.accessToken)).status).toBe(403)
    const key = { 'idempotency-key': 'switch-once' }
    const moved = await callApi(box, {
      method: 'POST',
      path: '/api/session/account',
      token: chosen.accessToken,
      headers: key,
      body: { accountId: 'ACME-DE' },
    })
    const next = signedOnAnswer.parse(moved.json)
    expect(next.accountId).toBe('ACME-DE')
    expect(await rows("select key from idempotency_keys where key = 'switch-once'")).toEqual([])
    expect((await callApi(box, { method: 'GET', path: '/api/session', token: chosen.accessToken })).status).toBe(401)
    expect((await callApi(box, { method: 'GET', path: '/api/session', token: next.accessToken })).json).toMatchObject({
      accountId: 'ACME-DE',
    })
  })
})

describe('an identity that looks like a known member', () => {
  const held = () => rows("select id, state, member_user_name from held_identities where subject = 'twin-1'")
  const twin = () => byOpenId('twin-1', 'alice.arden', verified('alice@acme.example'))
  const decide = async (id: unknown, action: string, body?: object) =>
    callApi(box, {
      method: 'POST',
      path: `/api/admin/held-identities/${String(id)}/${action}`,
      token: await tokenOf(box, 'oscar'),
      body,
    })

  it('is held for a person, never joined by its address; joining keeps orders and can be undone [C24]', async () => {
    const first = await twin()
    expect([first.page.status, codeOf(first.page)]).toEqual([403, 'member-unknown'])
    await twin()
    const [row, ...more] = await held()
    expect([row?.['state'], more]).toEqual(['held', []])
    await byOpenId('twin-2', 'somebody', { email: 'alice@acme.example', email_verified: false })
    expect(await rows("select id from held_identities where subject = 'twin-2'")).toEqual([])

    const id = row?.['id']
    const list = await callApi(box, {
      method: 'GET',
      path: '/api/admin/held-identities',
      token: await tokenOf(box, 'reid'),
    })
    expect(list.json).toMatchObject({
      items: [{ id, candidates: [{ userName: 'alice@acme.example', accountIds: ['ACME'] }] }],
    })
    expect((await decide(id, 'link', { userName: 'beth@bright.example' })).status).toBe(409)
    expect((await decide(id, 'link', { userName: 'alice@acme.example' })).status).toBe(200)
    const { visitor } = await twin()
    expect(await session(visitor)).toMatchObject({ accountId: 'ACME', userName: 'alice@acme.example' })
    const order = await shopping(box.url, visitor).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-TWIN-1')

    expect((await decide(id, 'undo')).status).toBe(200)
    expect((await visitor.tell('GET', `${box.url}/api/session`)).status).toBe(401)
    expect((await twin()).page.status).toBe(403)
    const alice = await box.member('alice@acme.example')
    expect(await shopping(box.url, alice).see(order.id)).toMatchObject({ id: order.id })
    expect((await decide(id, 'reject')).status).toBe(200)
    expect((await twin()).page.status).toBe(403)
    expect((await held()).map((one) => one['state'])).toEqual(['rejected'])
    expect((await decide(id, 'link', { userName: 'alice@acme.example' })).status).toBe(409)
    const actions = await rows(`select action from audit_entries where subject = '${String(id)}' order by at`)
    expect(actions.map((one) => one['action'])).toEqual(['identity.link', 'identity.undo', 'identity.reject'])
  })

  it('that was joined to a member of several accounts chooses none of them any more when that is undone', async () => {
    const twin = () => byOpenId('twin-3', 'd.dvorak', verified('dana@freelance.example'))
    await twin()
    const [row] = await rows("select id from held_identities where subject = 'twin-3'")
    await decide(row?.['id'], 'link', { userName: 'dana@freelance.example' })
    const { visitor, page } = await twin()
    expect(pathOf(page)).toBe('/choose-account')
    expect((await decide(row?.['id'], 'undo')).status).toBe(200)
    expect((await visitor.send(`${box.url}/choose-account`, { accountId: 'BRIGHT' })).status).toBe(401)
    expect((await visitor.tell('GET', `${box.url}/api/session`)).status).toBe(401)
  })

  it('makes no second account, however a known company comes and orders [S65]', async () => {
    const count = () =>
      rows('select (select count(*) from accounts)::int as accounts, (select count(*) from members)::int as members')
    const before = await count()
    const saml = await bySaml(box, 'alice', { mail: 'Alice@Acme.example' })
    expect(codeOf(await saml.send(saml.visitor))).toBe('member-unknown')
    expect(await rows("select email, state from held_identities where way = 'saml'")).toEqual([
      { email: 'alice@acme.example', state: 'held' },
    ])
    const { visitor } = await byOpenId('p-alice', 'ALICE@ACME.EXAMPLE', verified('alice@acme.example'))
    const order = await shopping(box.url, visitor).order([{ partNumber: 'TEXTURES-2-LIC' }], 'PO-ONE-ACCOUNT')
    expect(await rows(`select account_id from orders where id = '${order.id}'`)).toEqual([{ account_id: 'ACME' }])
    expect(await count()).toEqual(before)
  })

  it('is shown to staff with the members it may be, and to nobody else', async () => {
    const oscar = await box.staff('oscar')
    const page = text(await oscar.open(`${box.url}/admin/identities`))
    expect(page).toContain('alice@acme.example')
    expect(page).toContain('This is the same person')
    const fiona = await box.staff('fiona')
    expect(text(await fiona.open(`${box.url}/admin/identities`))).not.toContain('This is the same person')
  })
})
