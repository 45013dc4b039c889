import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { boxSecrets } from '../../../../src/box-secrets.ts'
import { systemClock } from '../../../../src/kernel/clock.ts'
import { allTokens, type CallerName, callApi } from '../../../support/api-callers.ts'
import { type Box, startBox } from '../../../support/box.ts'

let box: Box
let tokens: Readonly<Record<CallerName, string | null>>
beforeAll(async () => {
  box = await startBox()
  tokens = await allTokens(box)
})
afterAll(() => box.close())

const mebibyte = 1024 * 1024
const signatureOf = (body: Uint8Array, secret = boxSecrets(box.store.deps.config.DATA_DIR).cardWebhook) => {
  const at = Math.floor(systemClock.now().getTime() / 1000)
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex')}`
}

interface Sent {
  readonly signature?: string
  readonly contentType?: string | null
}

/** By a plain socket: fetch would put a content type on a body that shall have none. */
function post(body: Uint8Array, { signature = signatureOf(body), contentType = 'application/json' }: Sent = {}) {
  return new Promise<{ status: number; json: unknown }>((resolve, reject) => {
    const headers = {
      'content-length': String(body.length),
      'stripe-signature': signature,
      ...(contentType === null ? {} : { 'content-type': contentType }),
    }
    const sent = request(`${box.url}/webhooks/stripe`, { method: 'POST', headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(parts).toString()) }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const listed = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      reason: z.string(),
      sizeBytes: z.number(),
      times: z.number(),
      setAsideBy: z.string().nullable(),
    }),
  ),
})
const kept = async () => {
  const answer = await callApi(box, { method: 'GET', path: '/api/admin/kept-messages?limit=100', token: tokens.reid })
  return listed.parse(answer.json).items
}
const bodyOf = async (id: string) => {
  const response = await fetch(`${box.url}/api/admin/kept-messages/${id}/body`, {
    headers: { authorization: `Bearer ${tokens.oscar}` },
  })
  return Buffer.from(await response.arrayBuffer())
}
const counted = async (from: string) => {
  const [row] = await box.database.db.execute(`select count(*)::int as n from ${from}`)
  return Number(row?.['n'])
}
const text = (value: string) => Buffer.from(value, 'utf8')
const event = (id: string, more: object = {}) =>
  JSON.stringify({ id, type: 'customer.created', data: { object: { id: 'cus_1', ...more } } })

describe('a webhook that is signed and not understood', () => {
  const cases: readonly (readonly [name: string, body: () => Uint8Array, reason: RegExp, sent?: Sent])[] = [
    ['no data', () => text('{"id":"evt_1","type":"payout.paid"}'), /data/],
    ['a null id', () => text(event('x').replace('"x"', 'null')), / id/],
    ['an empty id', () => text(event('')), / id/],
    ['an id that is a number', () => text(event('x').replace('"x"', '4711')), / id/],
    ['an id with NUL', () => text(event('evt\u0000')), / id/],
    ['an id with half a surrogate pair', () => text(event('x').replace('"x"', '"evt_\\ud800"')), / id/],
    ['an id longer than an index holds', () => text(event('e'.repeat(100_000))), / id/],
    ['a null type', () => text('{"id":"evt_2","type":null,"data":{"object":{}}}'), /type/],
    [
      'a session without an id',
      () => text('{"id":"evt_3","type":"checkout.session.completed","data":{"object":{"id":null}}}'),
      /data\.object\.id/,
    ],
    [
      'an object that is text',
      () => text('{"id":"evt_4","type":"payout.paid","data":{"object":"po_1"}}'),
      /data\.object/,
    ],
    [
      'an object id that is an object',
      () => text('{"id":"evt_5","type":"payout.paid","data":{"object":{"id":{}}}}'),
      /data\.object\.id/,
    ],
    ['a list', () => text('[]'), /JSON object/],
    ['a bare null', () => text('null'), /JSON object/],
    ['no JSON', () => text('{"id":'), /not JSON/],
    ['nothing at all', () => new Uint8Array(), /not JSON/, { contentType: null }],
    ['bytes that are no UTF-8', () => Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]), /not UTF-8/],
    [
      'UTF-16',
      () => Buffer.from(event('evt_6'), 'utf16le'),
      /not JSON/,
      { contentType: 'application/json; charset=utf-16le' },
    ],
    ['a hundred thousand brackets', () => text('['.repeat(100_000) + ']'.repeat(100_000)), /JSON object/],
    ['another content type', () => text('id=evt_7'), /not JSON/, { contentType: 'application/x-www-form-urlencoded' }],
    ['a content type that is none', () => text('hello'), /not JSON/, { contentType: 'nonsense' }],
    ['no content type', () => text('<event/>'), /not JSON/, { contentType: null }],
  ]

  it.each(cases.map(([name, body, reason, sent = {}]) => ({ name, body, reason, sent })))(
    'is kept as it came and answered with success: $name [C49]',
    async ({ body, reason, sent }) => {
      const bytes = body()
      const before = (await kept()).length
      const answer = await post(bytes, sent)
      expect(answer).toEqual({ status: 200, json: { received: true, repeated: false } })
      const [message] = await kept()
      expect(await kept()).toHaveLength(before + 1)
      expect(message).toMatchObject({ sizeBytes: bytes.length, times: 1, setAsideBy: null })
      expect(message?.reason).toMatch(reason)
      expect(hashOf(await bodyOf(message?.id ?? ''))).toBe(hashOf(bytes))
    },
  )

  it('is one row however often it comes, also twenty times at once [C49]', async () => {
    const body = text('{"without":"an id"}')
    const before = (await kept()).length
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(answers.filter(({ json }) => JSON.stringify(json).includes('"repeated":false'))).toHaveLength(1)
    expect(await kept()).toHaveLength(before + 1)
    expect((await kept())[0]).toMatchObject({ times: 20 })
  })

  it('makes no event and no work', async () => {
    const events = await counted('inbound_events')
    const jobs = await counted('pgboss.job')
    await post(text('{"id":"evt_8","type":"payout.paid","data":{}}'))
    expect([await counted('inbound_events'), await counted('pgboss.job')]).toEqual([events, jobs])
  })

  it('is counted in health until operations set it aside, with a line in the audit trail', async () => {
    const health = async () => {
      const { json } = await callApi(box, { method: 'GET', path: '/api/admin/health', token: tokens.reid })
      const parts = z.object({
        items: z.array(z.object({ name: z.string(), state: z.string(), sentence: z.string() })),
      })
      return parts.parse(json).items.find(({ name }) => name === 'Webhooks')
    }
    const open = (await kept()).filter(({ setAsideBy }) => setAsideBy === null)
    expect(open.length).toBeGreaterThan(20)
    expect(await health()).toMatchObject({
      state: 'late',
      sentence: expect.stringContaining(`${open.length} messages`),
    })
    for (const { id } of open) {
      const call = { method: 'POST', path: `/api/admin/kept-messages/${id}/set-aside`, token: tokens.oscar }
      expect((await callApi(box, call)).status).toBe(204)
    }
    expect(await health()).toMatchObject({ state: expect.stringMatching(/ok|unknown/) })
    expect(await counted(`audit_entries where action = 'kept-message.set-aside'`)).toBe(open.length)
    await post(text('{"without":"an id"}'))
    expect(await health()).toMatchObject({ state: expect.stringMatching(/ok|unknown/) })
  })

  it('stands on a page that names the reason', async () => {
    await post(text('to be seen'))
    const page = await (await box.staff('oscar')).open(`${box.url}/admin/kept-messages`)
    expect(page.body.toString()).toContain('It is not JSON.')
    expect(page.body.toString()).toContain('Set aside')
  })
})

describe('the size of a webhook', () => {
  const padded = (id: string, size: number) => {
    const bare = event(id, { note: '' }).length
    return text(event(id, { note: 'x'.repeat(size - bare) }))
  }

  it('does not matter up to 4 MiB: the event is taken in [C49]', async () => {
    for (const [n, size] of [256 * 1024 + 1, mebibyte, 4 * mebibyte].entries()) {
      const body = padded(`evt_large_${n}`, size)
      expect(body.length).toBe(size)
      expect(await post(body)).toEqual({ status: 200, json: { received: true, repeated: false } })
      expect(await post(body)).toEqual({ status: 200, json: { received: true, repeated: true } })
      expect(await counted(`inbound_events where event_id = 'evt_large_${n}'`)).toBe(1)
    }
  })

  it('of 4 MiB that are not understood is kept whole [C49]', async () => {
    const body = Buffer.alloc(4 * mebibyte, 0xfe)
    expect((await post(body)).status).toBe(200)
    const [message] = await kept()
    expect(hashOf(await bodyOf(message?.id ?? ''))).toBe(hashOf(body))
  })

  it('above 4 MiB is 413 and keeps nothing', async () => {
    const before = [await counted('inbound_events'), await counted('kept_messages')]
    const answer = await post(padded('evt_too_large', 4 * mebibyte + 1))
    expect(answer).toMatchObject({ status: 413, json: { code: 'payload-too-large' } })
    expect([await counted('inbound_events'), await counted('kept_messages')]).toEqual(before)
  })
})

describe('the signature', () => {
  it('is still asked for, whatever the shape, and nothing unsigned is kept', async () => {
    const before = [await counted('inbound_events'), await counted('kept_messages')]
    const bodies = [text(event('evt_9')), text('no JSON'), new Uint8Array(), Buffer.alloc(300_000, 0xfe)]
    for (const body of bodies)
      for (const signature of ['', 't=1', signatureOf(body, 'whsec_other'), `${signatureOf(body)}0`])
        expect(await post(body, { signature })).toMatchObject({ status: 400, json: { code: 'invalid-signature' } })
    expect([await counted('inbound_events'), await counted('kept_messages')]).toEqual(before)
  })

  it('is over the bytes: an event with a byte order mark is taken in', async () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text(event('evt_with_mark'))])
    expect(await post(body)).toEqual({ status: 200, json: { received: true, repeated: false } })
    expect(await counted(`inbound_events where event_id = 'evt_with_mark'`)).toBe(1)
  })

  it('of a balance, which has no id, is an event as ever', async () => {
    const body = text('{"id":"evt_balance","type":"balance.available","data":{"object":{"object":"balance"}}}')
    expect((await post(body)).status).toBe(200)
    expect(await counted(`inbound_events where event_id = 'evt_balance'`)).toBe(1)
  })
})

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
