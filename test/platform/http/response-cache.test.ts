import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { responseCache } from '../../../src/platform/http/answer/response-cache.ts'
import type { MemberCaller } from '../../../src/platform/http/request/caller.ts'

const kilobyte = 1024
let version: string | undefined = 'first'
let made: string[] = []

const few = responseCache(20 * kilobyte)
const many = responseCache(8 * kilobyte * kilobyte)
const app = fastify()
for (const [path, answers] of Object.entries({ few, many }))
  app.get<{ Params: { n: string }; Querystring: { size?: string } }>(`/${path}/:n`, async (request, reply) => {
    const { n } = request.params
    return answers.send(reply, { caller: member(version), asked: ['n', n] }, async () => {
      made.push(n)
      return { n, text: 'ö'.repeat(Number(request.query.size ?? 10)) }
    })
  })

let sent: Buffer | undefined
app.addHook('onSend', async (_request, _reply, payload) => {
  sent = Buffer.isBuffer(payload) ? payload : undefined
})

beforeAll(() => app.ready())
afterAll(() => app.close())

describe('kept answers', () => {
  it('are the very bytes that were made, once for all who ask while nothing changes', async () => {
    made = []
    const first = await app.inject('/many/a')
    const again = await app.inject('/many/a')
    expect(again.rawPayload.equals(first.rawPayload)).toBe(true)
    expect(again.json()).toEqual({ n: 'a', text: 'ö'.repeat(10) })
    expect(again.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(made).toEqual(['a'])
  })

  it('are made anew when the cache version has changed, and not kept where there is none', async () => {
    made = []
    await app.inject('/many/b')
    version = 'second'
    await app.inject('/many/b')
    version = undefined
    await app.inject('/many/b')
    await app.inject('/many/b')
    version = 'first'
    expect(made).toEqual(['b', 'b', 'b', 'b'])
  })

  it('take no more bytes than they may: the one that nobody asked for longest goes first', async () => {
    made = []
    const get = (n: string) => app.inject(`/few/${n}?size=${3 * kilobyte}`)
    // Six kilobytes each, so that three have room.
    for (const n of ['a', 'b', 'c', 'a', 'd']) await get(n)
    expect(made).toEqual(['a', 'b', 'c', 'd'])
    await get('a')
    expect(made).toEqual(['a', 'b', 'c', 'd'])
    await get('b')
    expect(made).toEqual(['a', 'b', 'c', 'd', 'b'])
  })

  it('that are larger than all there is room for are sent and not kept', async () => {
    made = []
    for (let time = 0; time < 2; time += 1) {
      const answer = await app.inject(`/few/huge?size=${40 * kilobyte}`)
      expect(answer.json<{ text: string }>().text).toHaveLength(40 * kilobyte)
    }
    expect(made).toEqual(['huge', 'huge'])
  })

  it('hold on to their own bytes alone, however few they are', async () => {
    await app.inject('/many/small')
    expect(sent?.byteLength).toBeLessThan(100)
    expect(sent?.buffer.byteLength).toBe(sent?.byteLength)
  })
})

function member(cacheVersion: string | undefined): MemberCaller {
  return {
    kind: 'member',
    sessionId: 'ses_1',
    accountId: 'ACCOUNT',
    userName: 'alice@acme.example',
    roles: [],
    companyRole: 'buyer',
    ...(cacheVersion === undefined ? {} : { cacheVersion }),
  }
}
