import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiAnswer, allTokens, type CallerName, callApi } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { type Operation, pathOf, readDocument, registeredRoutes } from '../../support/document.ts'
import { type PreparedCalls, prepareOperations, requestOf } from '../../support/operations.ts'

let box: Box
let read: Awaited<ReturnType<typeof readDocument>>
let tokens: Readonly<Record<CallerName, string | null>>
let calls: PreparedCalls
beforeAll(async () => {
  box = await startBox({ env: { REDIRECT_ORIGINS: 'https://partners.example' } })
  read = await readDocument(box)
  calls = await prepareOperations(box)
  tokens = await allTokens(box)
})
afterAll(() => box.close())

/** What is wrong with an answer by the document's own word; nothing when it is as described. */
function complaintsAbout(operation: Operation, answer: ApiAnswer): string[] {
  const where = `${operation.operationId} ${answer.status}`
  const described = operation.responses[String(answer.status)]
  if (!described) return [`${where}: not in the document: ${answer.text.slice(0, 200)}`]
  const contentType = answer.headers.get('content-type')?.split(';')[0] ?? null
  const types = Object.keys(described.content ?? {})
  if (types.length === 0) return answer.text === '' ? [] : [`${where}: has a body that is not described`]
  if (contentType === null || !types.includes(contentType)) return [`${where}: is ${contentType}, not ${types}`]
  if (!contentType.endsWith('json')) return answer.text === '' ? [`${where}: is empty`] : []
  const pointer = ['paths', operation.path, operation.method.toLowerCase(), 'responses', String(answer.status)]
  const schema = [...pointer, 'content', contentType, 'schema'].map(escaped).join('/')
  const validate = validator().getSchema(`store#/${schema}`)
  if (!validate) return [`${where}: its schema cannot be found`]
  return validate(answer.json)
    ? []
    : [`${where}: ${validator().errorsText(validate.errors)} in ${answer.text.slice(0, 300)}`]
}

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
let ajv: Ajv2020 | undefined
function validator(): Ajv2020 {
  if (ajv) return ajv
  ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ ...read.document, $id: 'store' })
  return ajv
}

describe('the document of the API', () => {
  it('lists every route under /api, /webhooks and /downloads, once, with a name, a summary and tags', () => {
    const listed = read.operations.map(({ method, path }) => `${method} ${path}`)
    const registered = registeredRoutes(box).filter((route) => /^\w+ \/(api|webhooks|downloads)\//.test(route))
    expect(registered.length).toBeGreaterThan(50)
    expect(listed.filter((route) => /^\w+ \/(api|webhooks|downloads)\//.test(route)).sort()).toEqual(registered.sort())
    const names = read.operations.map(({ operationId }) => operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  it('names the address at which the store answers', () => {
    expect(read.document.openapi).toBe('3.1.0')
    expect(read.document.servers).toEqual([{ url: box.url }])
  })

  it('says of each operation who may call it and with which token', () => {
    for (const { operationId, security, 'x-access': access } of read.operations) {
      const either = access === 'site' ? [{ site: [] }] : [{ session: [] }, { cookie: [] }]
      expect({ operationId, security }).toEqual({ operationId, security: access === 'public' ? [] : either })
    }
  })

  it('has no reference that leads nowhere', () => {
    const references = [...JSON.stringify(read.document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, found = '']) => found,
    )
    expect(references.length).toBeGreaterThan(100)
    for (const reference of new Set(references))
      expect(validator().getSchema(`store#/${reference}`), reference).toBeDefined()
  })

  it('is what /docs shows', async () => {
    const shown = z.looseObject({}).parse(await (await fetch(`${box.url}/docs/json`)).json())
    expect({ ...shown, servers: read.document.servers }).toEqual(read.document)
    const page = await fetch(`${box.url}/docs/`)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  })
})

describe('against the running store', () => {
  it('every operation answers a good call as the document says', async () => {
    const uncalled = read.operations.map(({ operationId }) => operationId).filter((name) => !(name in calls))
    expect(uncalled).toEqual([])
    const complaints: string[] = []
    for (const [name, prepared] of Object.entries(calls)) {
      const operation = read.operations.find(({ operationId }) => operationId === name)
      if (!operation) {
        complaints.push(`${name}: is not in the document`)
        continue
      }
      const call = typeof prepared === 'function' ? await prepared() : prepared
      const answer = await callApi(box, requestOf(operation, call, tokens[call.caller]))
      if (answer.status !== call.status)
        complaints.push(`${name}: answered ${answer.status}, not ${call.status}: ${answer.text.slice(0, 300)}`)
      complaints.push(...complaintsAbout(operation, answer))
    }
    expect(complaints).toEqual([])
  })

  it('every operation refuses a stranger, an unknown id and a wrong body as the document says', async () => {
    const complaints: string[] = []
    for (const operation of read.operations) {
      const caller = callerFor(operation['x-access'])
      const request = { method: operation.method, path: pathOf(operation) }
      const answers = [
        operation['x-access'] === 'public' ? null : await callApi(box, { ...request, token: null }),
        request.path === operation.path ? null : await callApi(box, { ...request, token: tokens[caller] }),
        operation.requestBody === undefined
          ? null
          : await callApi(box, { ...request, token: tokens[caller], body: '{"unknown": 1}' }),
        operation.requestBody === undefined
          ? null
          : await callApi(box, { ...request, token: tokens[caller], body: '{"half":' }),
        operation.requestBody === undefined
          ? null
          : await callApi(box, {
              ...request,
              token: tokens[caller],
              body: 'a',
              headers: { 'content-type': 'text/plain' },
            }),
        await callApi(box, { ...request, path: `${request.path}?limit=-1&unknown=%00`, token: tokens[caller] }),
      ]
      const refusals = answers.filter((answer) => answer !== null)
      for (const answer of refusals) complaints.push(...complaintsAbout(operation, answer))
      if (operation['x-access'] !== 'public' && !refusals.some(({ status }) => status === 401))
        complaints.push(`${operation.operationId}: lets a stranger in`)
    }
    expect(complaints).toEqual([])
  })
})

function callerFor(access: string): CallerName {
  if (access === 'site') return 'site'
  if (access === 'staff:finance') return 'fiona'
  return access.startsWith('staff') ? 'oscar' : access.startsWith('member') ? 'alice' : 'nobody'
}
