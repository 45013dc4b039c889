import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiAnswer, type CallerName, callApi, tokenOf } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { readDocument, registeredRoutes } from '../../support/document.ts'

const callers = ['alice', 'oscar', 'nobody'] as const satisfies CallerName[]
let box: Box
let routes: readonly { readonly method: string; readonly path: string }[]
let queries: ReadonlyMap<string, readonly string[]>
const tokens = new Map<CallerName, string | null>()
beforeAll(async () => {
  box = await startBox({ env: { SSO_PASSWORD: 'true' } })
  for (const name of callers) tokens.set(name, await tokenOf(box, name))
  routes = registeredRoutes(box)
    .map((route) => ({ method: route.split(' ')[0] ?? '', path: route.slice(route.indexOf(' ') + 1) }))
    .filter(({ path }) => !path.includes('*') && !path.startsWith('/docs'))
  const { operations } = await readDocument(box)
  queries = new Map(
    operations
      .filter(({ method }) => method === 'GET')
      .map(({ path, parameters }) => [path, parameters.filter((one) => one.in === 'query').map(({ name }) => name)]),
  )
})
afterAll(() => box.close())

const problem = z.object({ code: z.string().regex(/^[a-z][a-z-]+$/), status: z.number() })

/** What is wrong with an answer to nonsense: a failure of ours, or a refusal without a stable code. */
function complaintAbout(what: string, answer: ApiAnswer, isRefused: boolean): string[] {
  const said = answer.text.slice(0, 160).replaceAll(/\s+/g, ' ')
  if (answer.status >= 500) return [`${what}: ${answer.status} ${said}`]
  if (isRefused && answer.status < 400) return [`${what}: was taken, ${answer.status}`]
  if (answer.status < 400) return []
  if (answer.headers.get('content-type')?.startsWith('text/html'))
    return /Code: <code>[a-z-]+/.test(answer.text) ? [] : [`${what}: a page without a code`]
  const parsed = problem.safeParse(answer.json)
  return parsed.success && parsed.data.status === answer.status
    ? []
    : [`${what}: no problem document: ${answer.status} ${said}`]
}

async function ask(caller: CallerName, method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const body = method === 'GET' || method === 'HEAD' || method === 'DELETE' ? undefined : {}
  return callApi(box, { method, path, token: tokens.get(caller) ?? null, headers, ...(body ? { body } : {}) })
}

// NUL alone and inside, halves of a surrogate pair in the two ways that people write them, and half an escape.
const unstorable = ['%00', 'a%00b', '%ED%A0%80', '%uD800', '%E0%A4%A', '%']
const encoded = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const cursors = [
  ['\0'],
  ['a\0b', 'x'],
  ['\ud800'],
  ['2026-01-01T00:00:00.000Z', '\0'],
  ['held', '2026-01-01T00:00:00.000Z', '\0'],
  ['9'.repeat(300), 'x'],
  ['0000-01-01T00:00:00Z', 'x'],
  ['-271821-04-20T00:00:00Z', 'x'],
  [1, 2],
  {},
  null,
  'x',
  ['2026-13-01', 'x'],
  ['1e999', '1e999'],
  ['-1', '-1'],
  ['a', 'b', 'c', 'd', 'e'],
  ['2026-01-01', '99999999999999999999'],
].map(encoded)
const long = 'a'.repeat(6000)

it('a path that holds what no database keeps, or an id that is too long, is refused with a stable code on every route', async () => {
  const complaints: string[] = []
  const withPlaces = routes.filter(({ path }) => path.includes('{'))
  expect(withPlaces.length).toBeGreaterThan(90)
  for (const { method, path } of withPlaces)
    for (const caller of callers)
      for (const value of [...unstorable, 'x'.repeat(299), long]) {
        const at = path.replaceAll(/\{\w+\}/g, value)
        complaints.push(
          ...complaintAbout(
            `${caller} ${method} ${at.slice(0, 80)}`,
            await ask(caller, method, at),
            value !== '%uD800',
          ),
        )
      }
  expect(complaints).toEqual([])
}, 120_000)

it('a query that holds it, too long a text, or a cursor of nonsense is answered, and never by a failure', async () => {
  const complaints: string[] = []
  const readers = routes.filter(
    ({ method, path }) => method === 'GET' && !path.startsWith('/sso/') && path !== '/metrics',
  )
  const ofPages = ['cursor', 'q', 'search', 'state', 'account', 'from', 'through']
  const places: Readonly<Record<string, readonly string[]>> = {
    '/company': ['members', 'invitations'],
    '/admin/finance/drift': ['findings', 'parts', 'rights', 'grants'],
  }
  expect(readers.length).toBeGreaterThan(90)
  for (const { path } of readers) {
    const at = path.replaceAll(/\{\w+\}/g, 'no-such-thing')
    const names = queries.get(path) ?? places[path] ?? ofPages
    for (const caller of callers.filter((name) => name !== 'nobody')) {
      const send = async (query: string) => ask(caller, 'GET', `${at}?${query}`)
      const what = (query: string) => `${caller} GET ${at}?${query.slice(0, 60)}`
      for (const name of [names[0] ?? 'q', 'anything']) {
        const query = `${name}=a%00b`
        complaints.push(...complaintAbout(what(query), await send(query), true))
      }
      const others = [
        `%00=1`,
        `q=%ED%A0%80`,
        names.map((name) => `${name}=${'a'.repeat(400)}`).join('&'),
        `anything=${long}`,
      ]
      for (const query of others)
        complaints.push(...complaintAbout(what(query), await send(query), query.startsWith('%00')))
      const fitting = path.includes('/admin') ? 'oscar' : 'alice'
      for (const name of caller === fitting ? names.filter((one) => one === 'cursor' || path in places) : [])
        for (const cursor of cursors)
          complaints.push(...complaintAbout(what(`${name}=${cursor}`), await send(`${name}=${cursor}`), false))
    }
  }
  expect(complaints).toEqual([])
}, 120_000)

it('cookies and keys of nonsense are answered like none, or refused', async () => {
  const complaints: string[] = []
  for (const cookie of ['store_session', 'store_choice', 'store_sign_on'])
    for (const value of ['%00', '%ED%A0%80', '%', long])
      for (const path of ['/', '/choose-account', '/api/session', '/catalog', '/sso/saml/done?ticket=x'])
        complaints.push(
          ...complaintAbout(
            `${cookie}=${value.slice(0, 20)} ${path}`,
            await ask('nobody', 'GET', path, { cookie: `${cookie}=${value}` }),
            false,
          ),
        )
  for (const key of ['\u00ff', 'x'.repeat(5000), '%00', ' '])
    complaints.push(
      ...complaintAbout(
        `key ${key.slice(0, 10)}`,
        await ask('alice', 'POST', '/api/cart/lines', { 'idempotency-key': key }),
        true,
      ),
    )
  for (const ticket of ['%00', '%ED%A0%80', 'x'.repeat(200)])
    for (const path of [
      `/sso/saml/done?ticket=${ticket}`,
      `/sso/oidc/callback?state=${ticket}`,
      `/sso/handoff?token=${ticket}`,
      `/sso/flexnet-token?username=${ticket}&token=${ticket}`,
      `/sso/oidc?returnTo=${ticket}`,
    ])
      complaints.push(...complaintAbout(path, await ask('nobody', 'GET', path), false))
  expect(complaints).toEqual([])
}, 60_000)

it('a request that Node itself refuses to read is answered with a stable code too', async () => {
  const tooLong = await ask('nobody', 'GET', `/api/items?q=${'a'.repeat(40_000)}`)
  expect([tooLong.status, tooLong.json]).toEqual([431, expect.objectContaining({ code: 'request-too-long' })])
  const { hostname, port } = new URL(box.url)
  const socket = connect(Number(port), hostname)
  socket.write('GET /catalog\0 HTTP/1.1\r\nhost: x\r\n\r\n')
  let answer = ''
  for await (const piece of socket) answer += String(piece)
  expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"invalid-input"/)
})
