import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createVisitor, type Page } from '../../src/cli/demo/visitor.ts'
import { type Box, startBox } from '../support/box.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const text = (page: Page) => page.body.toString('utf8')
const sessionAnswer = z.object({ accountId: z.string(), userName: z.string() })

it('somebody without a hand-off signs on from the store’s own page, with the portal’s account', async () => {
  const visitor = createVisitor()
  const welcome = text(await visitor.open(box.url))
  expect(welcome).toContain('href="/sso/oidc"')
  expect(welcome).not.toContain('href="/sign-in"')
  const atPortal = await visitor.open(`${box.url}/sso/oidc?returnTo=%2Fcatalog`)
  expect(atPortal.url).toBe(`${box.portal.url}/`)
  const back = await visitor.send(`${box.portal.url}/sign-in`, { userName: 'alice@acme.example' })
  expect(back.url).toBe(`${box.url}/catalog`)
  expect(await visitor.ask(sessionAnswer, 'GET', `${box.url}/api/session`)).toEqual({
    accountId: 'ACME',
    userName: 'alice@acme.example',
  })
})

it('the ways that the vendor did not switch on are not there', async () => {
  for (const path of ['/sign-in', '/sso/saml', '/sso/saml/metadata', '/sso/saml/done?ticket=x'])
    expect((await fetch(`${box.url}${path}`, { redirect: 'manual' })).status, path).toBe(404)
  const answer = await fetch(`${box.url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName: 'alice@acme.example', password: 'paintworks' }),
  })
  expect([answer.status, z.object({ code: z.string() }).parse(await answer.json()).code]).toEqual([
    404,
    'way-not-offered',
  ])
})

it('the portal gives its codes to the store alone, and only with a code challenge', async () => {
  const asked = (more: object) =>
    new URLSearchParams({
      client_id: 'entitlement-store',
      redirect_uri: `${box.url}/sso/oidc/callback`,
      response_type: 'code',
      scope: 'openid',
      state: 's',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
      ...more,
    }).toString()
  const statusOf = async (more: object) =>
    (await fetch(`${box.portal.url}/openid/authorize?${asked(more)}`, { redirect: 'manual' })).status
  expect(await statusOf({})).toBe(303)
  expect(await statusOf({ redirect_uri: 'https://evil.example/sso/oidc/callback' })).toBe(400)
  expect(await statusOf({ code_challenge: '' })).toBe(400)
  expect(await statusOf({ code_challenge_method: 'plain' })).toBe(400)
  expect(await statusOf({ client_id: 'another' })).toBe(400)
  const token = await fetch(`${box.portal.url}/openid/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', redirect_uri: '', code_verifier: 'y' }),
  })
  expect(token.status).toBe(401)
})
