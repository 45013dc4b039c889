import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiAnswer, type ApiRequest, allTokens, type CallerName, callApi } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { type Operation, readDocument, registeredRoutes } from '../../support/document.ts'
import { type PreparedCall, type PreparedCalls, prepareOperations, requestOf } from '../../support/operations.ts'

let box: Box
let operations: ReadonlyMap<string, Operation>
let pages: readonly (readonly [method: string, path: string])[]
let tokens: Readonly<Record<CallerName, string | null>>
let calls: PreparedCalls
beforeAll(async () => {
  box = await startBox({ env: { REDIRECT_ORIGINS: 'https://partners.example' } })
  const read = await readDocument(box)
  operations = new Map(read.operations.map((operation) => [operation.operationId, operation]))
  const listed = new Set(read.operations.map(({ method, path }) => `${method} ${path}`))
  pages = registeredRoutes(box)
    // Whoever has the letter with an invitation may open it: it is not known yet who they are.
    .filter((route) => !listed.has(route) && !/ \/(admin|invitations)\//.test(route))
    .map((route) => [route.split(' ')[0] ?? '', route.split(' ')[1] ?? ''])
  calls = await prepareOperations(box)
  tokens = await allTokens(box)
  // An administrator may call every operation of members, so that nothing but the thing itself can be what refuses.
  const params = { accountId: 'BRIGHT', userName: 'beth@bright.example' }
  const named = requestOf(operationOf('nameAdministrator'), { caller: 'oscar', status: 200, params }, tokens.oscar)
  expect((await callApi(box, named)).status).toBe(200)
})
afterAll(() => box.close())

/** Members of other accounts than those whose things the calls are about: an administrator, a reseller and a vendor. */
const strangers = ['beth', 'rosa', 'victor'] as const
/**
 * What these name is no account's own: part numbers and packages of the catalog, which each account sees by its rules, and
 * partners, whom any company may name as its own.
 */
const ofEverybody = ['partNumber', 'partnerProductId', 'partnerAccountId']

const ownParamsOf = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).filter((name) => !ofEverybody.includes(name))

function operationOf(name: string): Operation {
  const operation = operations.get(name)
  if (!operation) throw new Error(`${name} is not in the document`)
  return operation
}

/** As long as the real one and of its shape, and nothing has it. */
const unlike = (id: string) => `${id.slice(0, -4)}zzzz`

const paramsUnlike = (params: PreparedCall['params'] = {}) =>
  Object.fromEntries(
    Object.entries(params).map(([name, id]) => [name, ofEverybody.includes(name) ? id : unlike(id)] as const),
  )

/** All of an answer but what differs between two askings of the same. */
function comparable({ status, headers, text }: ApiAnswer): string {
  const same = [...headers].filter(([name]) => !['date', 'keep-alive', 'content-length'].includes(name)).sort()
  return `${status} ${JSON.stringify(same)} ${text.replaceAll(/\b(req-|frm_)[0-9a-z]+/g, '$1')}`
}

/** The operation, and each page and form that names the same kind of thing. */
function requestsOf(operation: Operation, call: PreparedCall, stranger: CallerName): ApiRequest[] {
  const names = ownParamsOf(operation.path).sort().join()
  const body = new URLSearchParams(Object.entries(call.body ?? {}).map(([name, value]) => [name, String(value)]))
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  const alike = pages.filter(([, path]) => ownParamsOf(path).sort().join() === names)
  return [
    requestOf(operation, call, tokens[stranger]),
    ...alike.map(([method, path]) => ({
      method,
      headers,
      token: tokens[stranger],
      path: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.params?.[name] ?? '')),
      ...(method === 'GET' ? {} : { body: body.toString() }),
    })),
  ]
}

it('to a member of another account a real thing is, byte for byte, a thing that does not exist: in every operation, page and form that names one', async () => {
  const complaints: string[] = []
  const called = new Set<string>()
  let cells = 0
  for (const [name, prepared] of Object.entries(calls)) {
    const operation = operationOf(name)
    const call = typeof prepared === 'function' ? await prepared() : prepared
    const isOwn = operation['x-access'].startsWith('member') && ownParamsOf(operation.path).length > 0
    for (const stranger of isOwn ? strangers.filter((one) => one !== call.caller) : []) {
      called.add(name)
      const ofReal = requestsOf(operation, call, stranger)
      const ofNone = requestsOf(operation, { ...call, params: paramsUnlike(call.params) }, stranger)
      for (const [n, request] of ofReal.entries()) {
        cells += 1
        const real = await callApi(box, request)
        const none = comparable(await callApi(box, ofNone[n] ?? request))
        const found = Object.values(call.params ?? {}).reduce(
          (text, id) =>
            text.replaceAll(id, unlike(id)).replaceAll(encodeURIComponent(id), encodeURIComponent(unlike(id))),
          comparable(real),
        )
        const where = `${name} as ${stranger}: ${request.method} ${request.path}`
        if (found !== none) complaints.push(`${where}: ${found}\nbut of none\n${none}`)
        const isRefused = real.status === 404 || (stranger !== 'beth' && real.status === 403)
        if (n === 0 && !isRefused) complaints.push(`${where}: answered ${real.status}`)
      }
    }
    // The thing was real, and nobody has touched it.
    const { status } = await callApi(box, requestOf(operation, call, tokens[call.caller]))
    if (status !== call.status) complaints.push(`${name} as ${call.caller}: answered ${status}, not ${call.status}`)
  }
  expect(complaints).toEqual([])
  const owned = [...operations.values()].filter(
    ({ 'x-access': access, path }) => access.startsWith('member') && ownParamsOf(path).length > 0,
  )
  expect([...called].sort()).toEqual(owned.map(({ operationId }) => operationId).sort())
  expect(cells).toBeGreaterThan(250)
}, 120_000)
