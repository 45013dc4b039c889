import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type CallerName, callApi, handOffOf } from '../support/api-callers.ts'
import { type Box, startBox } from '../support/box.ts'

const shared = 'a secret that the portal shares with both stores'
let here: Box
let there: Box
beforeAll(async () => {
  const [first, second] = [await freePort(), await freePort()]
  here = await startBox({ env: env(first, second) })
  there = await startBox({ env: env(second, first) })
})
afterAll(async () => {
  await here.close()
  await there.close()
})

const origin = (port: number) => `http://127.0.0.1:${port}`
const env = (own: number, other: number) => ({
  HANDOFF_SECRET: shared,
  PORT: String(own),
  // Its own among them, to prove that it is refused all the same.
  REDIRECT_ORIGINS: `${origin(other)}, ${origin(own)}`,
})
const handOff = (name: CallerName) => handOffOf(here, name, { secret: shared })
const open = (url: string) => fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } })
const enter = async (box: Box, token: string) => open(`${box.url}/sso/handoff?token=${encodeURIComponent(token)}`)

async function asOscar(box: Box, method: string, path: string, body?: object) {
  const token = await handOff('oscar')
  const { json } = await callApi(box, { method: 'POST', path: '/api/sessions', body: { token } })
  const { accessToken } = z.object({ accessToken: z.string() }).parse(json)
  return callApi(box, { method, path, token: accessToken, body })
}

const define = (box: Box, targetUrl: string, accountType = 'reseller') =>
  asOscar(box, 'POST', '/api/admin/redirect-rules', { accountType, targetUrl })

it('an account of the type is sent on with the very token that it came with, still unused, and the other site lets it in by its own check; others stay [S47]', async () => {
  expect((await define(here, `${there.url}/sso/handoff?from=here`)).status).toBe(201)
  const token = await handOff('rosa')
  const sent = await enter(here, token)
  const onward = new URL(sent.headers.get('location') ?? '')
  expect([sent.status, onward.origin, onward.searchParams.get('from')]).toEqual([303, origin(portOf(there)), 'here'])
  expect(onward.searchParams.get('token')).toBe(token)
  expect([sent.headers.get('set-cookie'), sent.headers.get('referrer-policy')]).toEqual([null, 'no-referrer'])

  const arrived = await open(onward.href)
  expect([arrived.status, arrived.headers.get('set-cookie')]).toEqual([
    303,
    expect.stringContaining('store_session=') as string,
  ])
  // Used up there, once.
  expect((await open(onward.href)).status).toBe(401)

  for (const name of ['alice', 'oscar'] as const) {
    const kept = await enter(here, await handOff(name))
    expect(new URL(kept.headers.get('location') ?? '', here.url).origin).toBe(origin(portOf(here)))
    expect(kept.headers.get('set-cookie')).toContain('store_session=')
  }
})

it('two stores that send the account to each other end with a page that says so, and never bounce [S47]', async () => {
  expect((await define(there, `${here.url}/sso/handoff`)).status).toBe(201)
  const token = await handOff('rosa')
  let at = `${here.url}/sso/handoff?token=${encodeURIComponent(token)}`
  const way: number[] = []
  for (let hop = 0; hop < 10; hop += 1) {
    const answer = await open(at)
    way.push(answer.status)
    const next = answer.headers.get('location')
    if (next === null) {
      const page = await answer.text()
      expect(page).toContain('redirect-loop')
      expect(page).toContain('went in a circle')
      break
    }
    at = next
  }
  expect(way).toEqual([303, 303, 409])
  // It stays refused when the rule is gone: the token has been about.
  const { json } = await asOscar(here, 'GET', '/api/admin/redirect-rules')
  const [rule] = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items
  expect((await asOscar(here, 'DELETE', `/api/admin/redirect-rules/${rule?.id}`)).status).toBe(204)
  expect((await enter(here, token)).status).toBe(409)
  expect((await enter(here, await handOff('rosa'))).headers.get('set-cookie')).toContain('store_session=')
})

it('a hand-off by the API is told where the account is served, and is not used up by that', async () => {
  const token = await handOff('rosa')
  const told = await callApi(there, { method: 'POST', path: '/api/sessions', body: { token } })
  expect([told.status, told.json]).toEqual([409, expect.objectContaining({ code: 'account-served-elsewhere' })])
  const taken = await callApi(here, { method: 'POST', path: '/api/sessions', body: { token } })
  expect(taken.status).toBe(201)
})

it('a rule that leads to the store itself, to a site that is not allowed, or that sends staff away is never taken [S47]', async () => {
  for (const [targetUrl, accountType] of [
    [`${here.url}/sso/handoff`, 'customer'],
    ['https://elsewhere.example/sso/handoff', 'customer'],
    [`${there.url}/sso/handoff`, 'internal'],
  ] as const)
    expect((await define(here, targetUrl, accountType)).status, `${accountType} to ${targetUrl}`).toBe(400)
  const kept = await enter(here, await handOff('alice'))
  expect(kept.headers.get('set-cookie')).toContain('store_session=')
})

function portOf(box: Box): number {
  return Number(new URL(box.url).port)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
