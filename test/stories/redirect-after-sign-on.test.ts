import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createVisitor, type Page, type Visitor } from '../../src/cli/demo/visitor.ts'
import { callApi, handOffOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'
import {
  byOpenId,
  bySaml,
  flexnetToken,
  freeAddress,
  type Providers,
  startProviders,
} from '../support/ways-to-sign-on.ts'

const HANDOFF_SECRET = 'a secret that the portal shares with both stores'
let providers: Providers
let here: Box
let there: Box
beforeAll(async () => {
  const [first, second] = [await freeAddress(), await freeAddress()]
  providers = await startProviders(first)
  here = await startBox({ env: { ...providers.env, HANDOFF_SECRET, REDIRECT_ORIGINS: second } })
  there = await startBox({ env: { HANDOFF_SECRET, PORT: new URL(second).port, REDIRECT_ORIGINS: first } })
})
afterAll(async () => {
  await here.close()
  await there.close()
  await providers.close()
})

async function asOscar(box: Box, method: string, path: string, body?: object) {
  const token = await handOffOf(box, 'oscar', { secret: HANDOFF_SECRET })
  const { json } = await callApi(box, { method: 'POST', path: '/api/sessions', body: { token } })
  const { accessToken } = z.object({ accessToken: z.string() }).parse(json)
  return callApi(box, { method, path, token: accessToken, body })
}
async function sendingAway<Value>(
  from: Box,
  rule: { readonly accountType: string; readonly accountId?: string; readonly targetUrl: string },
  work: () => Promise<Value>,
): Promise<Value> {
  const { json } = await asOscar(from, 'POST', '/api/admin/redirect-rules', rule)
  const { id } = z.object({ id: z.string() }).parse(json)
  try {
    return await work()
  } finally {
    await asOscar(from, 'DELETE', `/api/admin/redirect-rules/${id}`)
  }
}
const customersThere = () => ({ accountType: 'customer', targetUrl: `${there.url}/sso/handoff` })
const sessionAt = async (visitor: Visitor, box: Box) => {
  const page = await visitor.tell('GET', `${box.url}/api/session`)
  return page.status === 200
    ? z.object({ accountId: z.string(), userName: z.string(), expiresAt: z.string() }).parse(JSON.parse(text(page)))
    : page.status
}
const text = (page: Page) => page.body.toString('utf8')
const codeOf = (page: Page) => /Code: <code>([\w-]+)/.exec(text(page))?.[1]
const alice = { userName: 'alice@acme.example', password: 'paintworks' }

it('whoever signs on by OpenID Connect, SAML, a token or a password of the platform goes on to the site that serves the account and is signed on there alone [S47]', async () => {
  const ways: Record<string, () => Promise<{ visitor: Visitor; page: Page }>> = {
    oidc: () =>
      byOpenId(providers, here, { sub: 'p-alice', userName: alice.userName, start: '/sso/oidc?returnTo=/catalog' }),
    saml: async () => {
      const { visitor, send } = await bySaml(here, alice.userName)
      return { visitor, page: await send(visitor) }
    },
    token: async () => {
      const visitor = createVisitor()
      const token = await flexnetToken(here, alice.userName)
      return { visitor, page: await visitor.send(`${here.url}/sso/flexnet-token`, { username: alice.userName, token }) }
    },
    password: async () => {
      const visitor = createVisitor()
      return { visitor, page: await visitor.send(`${here.url}/sign-in`, alice) }
    },
  }
  await sendingAway(here, customersThere(), async () => {
    for (const [way, arrive] of Object.entries(ways)) {
      const { visitor, page } = await arrive()
      const { origin, pathname } = new URL(page.url)
      expect([way, page.status, origin, pathname]).toEqual([
        way,
        200,
        there.url,
        way === 'oidc' ? '/catalog' : '/products',
      ])
      expect(await sessionAt(visitor, there), way).toMatchObject({ accountId: 'ACME', userName: alice.userName })
      expect(await sessionAt(visitor, here), way).toBe(401)
      // What was made for the other site opens neither a second door there nor one here.
      const link = page.via.find((url) => url.startsWith(`${there.url}/sso/handoff`)) ?? ''
      expect(codeOf(await createVisitor().open(link)), way).toBe('handoff-used')
      expect(codeOf(await createVisitor().open(link.replace(there.url, here.url))), way).toBe('redirect-loop')
    }
  })
  for (const [way, arrive] of Object.entries(ways))
    expect(await sessionAt((await arrive()).visitor, here), way).toMatchObject({ accountId: 'ACME' })
})

it('whoever chooses, or goes on for, an account that another site serves goes there; their other accounts stay here [S47]', async () => {
  const brightThere = { ...customersThere(), accountId: 'BRIGHT' }
  await sendingAway(here, brightThere, async () => {
    const dana = { sub: 'p-dana', userName: 'dana@freelance.example' }
    const first = await byOpenId(providers, here, dana)
    expect(new URL(first.page.url).pathname).toBe('/choose-account')
    const chosen = await first.visitor.send(`${here.url}/choose-account`, { accountId: 'BRIGHT' })
    expect(new URL(chosen.url).origin).toBe(there.url)
    expect(await sessionAt(first.visitor, there)).toMatchObject({ accountId: 'BRIGHT', userName: dana.userName })

    const second = await byOpenId(providers, here, dana)
    await second.visitor.send(`${here.url}/choose-account`, { accountId: 'ACME-DE' })
    const before = z.object({ expiresAt: z.string() }).parse(await sessionAt(second.visitor, here))
    await here.database.db.execute(
      `update sessions set expires_at = '${before.expiresAt}'::timestamptz - interval '3 hours'`,
    )
    const switched = await second.visitor.send(`${here.url}/choose-account`, { accountId: 'BRIGHT' })
    expect(new URL(switched.url).origin).toBe(there.url)
    expect(await sessionAt(second.visitor, here)).toBe(401)
    // Changing accounts proves nothing anew, so the session there ends when the one here would have ended.
    const after = z.object({ expiresAt: z.string() }).parse(await sessionAt(second.visitor, there))
    const hours = (Date.parse(before.expiresAt) - Date.parse(after.expiresAt)) / 3_600_000
    expect(hours).toBeCloseTo(3, 2)
  })
})

it('two stores that send the account to each other end with a page that says so, however somebody signed on [S47]', async () => {
  const back = { accountType: 'customer', targetUrl: `${here.url}/sso/handoff` }
  await sendingAway(there, back, () =>
    sendingAway(here, customersThere(), async () => {
      const visitor = createVisitor()
      const page = await visitor.send(`${here.url}/sign-in`, alice)
      expect([page.status, codeOf(page), new URL(page.url).origin]).toEqual([409, 'redirect-loop', here.url])
      expect([await sessionAt(visitor, here), await sessionAt(visitor, there)]).toEqual([401, 401])
    }),
  )
})

it('a client of the API is told where its account is served, and nothing is used up by that', async () => {
  const signOn = (body: object) => callApi(here, { method: 'POST', path: '/api/sessions', body })
  const dana = { userName: 'dana@freelance.example', password: 'paintworks' }
  const choice = z.object({ choiceToken: z.string() }).parse((await signOn(dana)).json)
  const choose = (accountId: string) => signOn({ ...choice, accountId })
  await sendingAway(here, { ...customersThere(), accountId: 'BRIGHT' }, async () => {
    const told = await choose('BRIGHT')
    expect([told.status, told.json]).toEqual([409, expect.objectContaining({ code: 'account-served-elsewhere' })])
    expect(told.text).not.toContain('token=')
  })
  expect((await choose('BRIGHT')).status).toBe(201)
})

it('the pages that sign on may be redirected to the other site, and to no further one', async () => {
  const policy = (await fetch(`${here.url}/sign-in`)).headers.get('content-security-policy') ?? ''
  const formAction = policy.split(';').find((one) => one.startsWith('form-action'))
  expect(formAction?.split(' ')).toContain(there.url)
})
