import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allTokens, callApi } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { registeredRoutes } from '../../support/document.ts'

let box: Box
beforeAll(async () => {
  // One proxy stands before the store, and this test plays it.
  box = await startBox({ env: { SSO_PASSWORD: 'true', TRUST_PROXY: '1' } })
})
afterAll(() => box.close())

const attempt = async (userName: string, password: string, from: string) =>
  (
    await callApi(box, {
      method: 'POST',
      path: '/api/sessions',
      body: { userName, password },
      headers: { 'x-forwarded-for': from },
    })
  ).status
const wrong = (userName: string, from: string) => attempt(userName, 'wrong', from)
const right = (userName: string, from: string) => attempt(userName, 'paintworks', from)
const times = async (n: number, call: (at: number) => Promise<number>) => {
  const found: number[] = []
  for (let at = 0; at < n; at += 1) found.push(await call(at))
  return found
}

describe('wrong passwords', () => {
  it('of a stranger end the stranger’s tries for the name, and never the owner’s', async () => {
    const tried = await times(12, () => wrong('alice@acme.example', '192.0.2.1'))
    expect(tried).toEqual([...Array<number>(10).fill(401), 429, 429])
    expect(await right('alice@acme.example', '192.0.2.1')).toBe(429)
    expect(await right('alice@acme.example', '198.51.100.7')).toBe(201)
    expect(await right('ALICE@acme.example', '198.51.100.7')).toBe(201)
  })

  it('count by the address that the proxy saw, whatever the one who tries writes before it', async () => {
    const tried = await times(11, (at) => wrong('bob@acme.example', `203.0.113.${at}, 192.0.2.2`))
    expect(tried.at(-1)).toBe(429)
  })

  it('count by the network where one person has more addresses than there are people', async () => {
    const tried = await times(11, (at) => wrong('beth@bright.example', `2001:db8:1:2:${at + 1}::${at}`))
    expect(tried.at(-1)).toBe(429)
    expect(await right('beth@bright.example', '2001:db8:1:3::1')).toBe(201)
  })

  it('from many addresses have an end too, and leave the address that the owner came from', async () => {
    expect(await right('rosa@pixel.example', '198.51.100.9')).toBe(201)
    // Ten addresses, each with all of its tries, are all that strangers have together.
    const tried = await times(100, (at) => wrong('rosa@pixel.example', `192.0.2.${100 + Math.floor(at / 10)}`))
    expect(new Set(tried)).toEqual(new Set([401]))
    expect(await wrong('rosa@pixel.example', '192.0.2.200')).toBe(429)
    expect(await right('rosa@pixel.example', '192.0.2.201')).toBe(429)
    expect(await right('rosa@pixel.example', '198.51.100.9')).toBe(201)
    expect(await right('oscar@paintworks.example', '192.0.2.202')).toBe(201)
  }, 60_000)
})

it.each(['/openapi.json', '/favicon.ico'])('%s says that it is the same for everybody', async (path) => {
  const own = await callApi(box, { method: 'GET', path, token: (await allTokens(box)).alice, headers: {} })
  const strange = await fetch(`${box.url}${path}`)
  expect(own.headers.get('cache-control')).toMatch(/^public, /)
  expect(own.headers.get('set-cookie')).toBeNull()
  expect(own.headers.get('content-length')).toBe(strange.headers.get('content-length'))
})

it('no answer may be kept by anybody, unless it is the same for everybody and says so', async () => {
  const tokens = await allTokens(box)
  const complaints: string[] = []
  let answers = 0
  for (const route of registeredRoutes(box)) {
    const [method = '', path = ''] = route.split(' ')
    if (/^\/(assets|docs|favicon\.ico|openapi\.json)/.test(path) || path.includes('*')) continue
    for (const caller of ['alice', 'oscar', 'nobody'] as const)
      for (const accept of ['application/json', 'text/html']) {
        if (path === '/sign-off' || route === 'DELETE /api/session') continue
        const { headers, status } = await callApi(box, {
          method,
          path: path.replaceAll(/\{\w+\}/g, 'x'),
          token: tokens[caller],
          headers: { accept },
          ...(method === 'GET' ? {} : { body: {} }),
        })
        answers += 1
        if (!headers.get('cache-control')?.includes('no-store'))
          complaints.push(`${caller} ${route} as ${accept}: ${status} ${headers.get('cache-control')}`)
      }
  }
  expect(complaints).toEqual([])
  expect(answers).toBeGreaterThan(1_000)
}, 240_000)
