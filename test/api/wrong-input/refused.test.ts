import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiAnswer, allTokens, type CallerName, callApi, handOffOf } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { contentsOf } from '../../support/contents.ts'
import { dublin } from '../../support/shopping.ts'

let box: Box
let tokens: Readonly<Record<CallerName, string | null>>
const ids = { line: '', pricedCart: '', order: '', payment: '' }
beforeAll(async () => {
  box = await startBox()
  tokens = await allTokens(box)
  const one = z.object({ id: z.string() })
  const kit = { partNumber: 'KIT-PAINT-PRO-2', downloadDeclined: true, shipTo: dublin, requestKey: 'wrong-input-kit' }
  ids.order = one.parse((await send('alice', 'POST', '/api/kit-orders', kit)).json).id
  const body = { partNumber: 'BOOK-PAINT-LIGHT' }
  const cart = z.object({ lines: z.array(one) }).parse((await send('alice', 'POST', '/api/cart/lines', body)).json)
  ids.line = cart.lines[0]?.id ?? ''
  ids.pricedCart = one.parse((await send('alice', 'POST', '/api/priced-carts', { shipTo: dublin })).json).id
  const asked = await send('alice', 'POST', '/api/orders', { pricedCartId: ids.pricedCart, method: 'card' })
  ids.payment = z.object({ paymentId: z.string() }).parse(asked.json).paymentId
  await box.drain()
})
afterAll(() => box.close())

function send(
  caller: CallerName,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  return callApi(box, { method, path, token: tokens[caller], headers, ...(body === undefined ? {} : { body }) })
}

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

type Row = readonly [
  what: string,
  request: () => Promise<ApiAnswer>,
  refusal: readonly [status: number, code: string, pointer?: string],
]

/** Each row is refused as it says, as a problem document, and no table is any different afterwards. */
async function refuse(rows: readonly Row[]): Promise<void> {
  const before = await contentsOf(box)
  const complaints: string[] = []
  for (const [what, request, [status, code, pointer]] of rows) {
    const answer = await request()
    const parsed = problem.safeParse(answer.json)
    const type = answer.headers.get('content-type')
    if (!parsed.success || !type?.startsWith('application/problem+json')) {
      complaints.push(`${what}: ${answer.status} is no problem document: ${answer.text.slice(0, 200)}`)
      continue
    }
    const { errors = [] } = parsed.data
    const found = [answer.status, parsed.data.status, parsed.data.code]
    if (String(found) !== String([status, status, code])) complaints.push(`${what}: ${answer.text.slice(0, 300)}`)
    if (pointer !== undefined && !errors.some((error) => error.pointer === pointer))
      complaints.push(`${what}: points to ${errors.map((error) => error.pointer)}, not ${pointer}`)
    if (code === 'invalid-input' && errors.length === 0) complaints.push(`${what}: points nowhere`)
  }
  expect(complaints).toEqual([])
  expect(await contentsOf(box)).toEqual(before)
}

const add = (body: unknown, headers?: Readonly<Record<string, string>>) => () =>
  send('alice', 'POST', '/api/cart/lines', body, headers)
const priceTo = (shipTo: object) => () =>
  send('alice', 'POST', '/api/priced-carts', { shipTo: { ...dublin, ...shipTo } })
const get =
  (path: string, caller: CallerName = 'alice') =>
  () =>
    send(caller, 'GET', path)

describe('wrong input is refused with its place and a stable code, and changes nothing', () => {
  it('in what is no body that the store reads', () =>
    refuse([
      ['half of a JSON text', add('{"partNumber":'), [400, 'invalid-input', '#']],
      ['no body', () => send('alice', 'POST', '/api/cart/lines'), [400, 'invalid-input', '#']],
      ['a list', add([]), [400, 'invalid-input', '#']],
      ['null', add('null'), [400, 'invalid-input', '#']],
      ['a number', add('7'), [400, 'invalid-input', '#']],
      ['nested ten thousand deep', add('['.repeat(10_000) + ']'.repeat(10_000)), [400, 'invalid-input']],
      ['nothing but an opening', add('['.repeat(100_000)), [400, 'invalid-input']],
      ['plain text', add('partNumber', { 'content-type': 'text/plain' }), [415, 'unsupported-media-type']],
      ['XML', add('<a/>', { 'content-type': 'application/xml' }), [415, 'unsupported-media-type']],
      ['a content type of nonsense', add('{}', { 'content-type': 'nonsense' }), [415, 'unsupported-media-type']],
      ['half a megabyte', add({ partNumber: 'x'.repeat(500_000) }), [413, 'payload-too-large']],
      ['bytes that are no UTF-8 key', add('{"part\ud800": 1}'), [400, 'invalid-input']],
    ]))

  it('in quantities', () =>
    refuse([
      ...[0, -1, 1.5, 1e9, 1_000_000, Number.MAX_SAFE_INTEGER].map(
        (quantity): Row => [
          `${quantity} pieces`,
          add({ partNumber: 'BOOK-PAINT-LIGHT', quantity }),
          [400, 'invalid-input', '#/quantity'],
        ],
      ),
      ['words', add({ partNumber: 'BOOK-PAINT-LIGHT', quantity: '2' }), [400, 'invalid-input', '#/quantity']],
      ['null', add({ partNumber: 'BOOK-PAINT-LIGHT', quantity: null }), [400, 'invalid-input', '#/quantity']],
      ['1e400', add('{"partNumber":"BOOK-PAINT-LIGHT","quantity":1e400}'), [400, 'invalid-input', '#/quantity']],
      ['too many', add({ partNumber: 'BOOK-PAINT-LIGHT', quantity: 51 }), [409, 'quantity-not-allowed']],
      ['above the limit of a kit', add({ partNumber: 'KIT-PAINT-PRO-2', quantity: 6 }), [409, 'quantity-not-allowed']],
      [
        'of a priced item',
        get('/api/items/BOOK-PAINT-LIGHT?quantity=0'),
        [400, 'invalid-input', '#querystring/quantity'],
      ],
    ]))

  it('in part numbers, texts and keys', () =>
    refuse([
      ['an unknown part number', add({ partNumber: 'NO-SUCH-PART' }), [404, 'item-not-available']],
      ['an item for others only', add({ partNumber: 'KIT-PARTNER-SHOWCASE' }), [404, 'item-not-available']],
      ['an empty one', add({ partNumber: '' }), [400, 'invalid-input', '#/partNumber']],
      ['one with a NUL', add({ partNumber: 'BOOK\0' }), [400, 'invalid-input', '#/partNumber']],
      ['one with half a character', add('{"partNumber":"\\ud800"}'), [400, 'invalid-input', '#/partNumber']],
      ['one of a thousand characters', add({ partNumber: 'A'.repeat(1000) }), [400, 'invalid-input', '#/partNumber']],
      ['one that is SQL', add({ partNumber: "'; drop table orders; --" }), [404, 'item-not-available']],
      ['one that is an object', add({ partNumber: { $ne: null } }), [400, 'invalid-input', '#/partNumber']],
      ['an unknown property', add({ partNumber: 'BOOK-PAINT-LIGHT', price: 0 }), [400, 'invalid-input', '#/price']],
      [
        '__proto__',
        add('{"partNumber":"BOOK-PAINT-LIGHT","__proto__":{"quantity":9}}'),
        [400, 'invalid-input', '#/__proto__'],
      ],
      ['constructor', add({ partNumber: 'BOOK-PAINT-LIGHT', constructor: 1 }), [400, 'invalid-input', '#/constructor']],
      ['a key with a NUL', add({ partNumber: 'BOOK-PAINT-LIGHT', 'a\0': 1 }), [400, 'invalid-input']],
      ['seats for no line', add({ partNumber: 'COLOUR-LAB-SEAT' }), [404, 'item-not-available']],
      ['a NUL in a path', get('/api/items/%00'), [400, 'invalid-input', '#params/partNumber']],
      ['a NUL in an order id', get('/api/orders/a%00b'), [400, 'invalid-input', '#params/orderId']],
      ['a NUL in an activation id', get('/api/products/%00/downloads'), [400, 'invalid-input', '#params/activationId']],
      ['half an escape in a path', get('/api/items/%E0%A4%A'), [400, 'invalid-input']],
      ['an id longer than the router takes', get(`/api/orders/${'a'.repeat(5000)}`), [404, 'not-found']],
      ['dots in a path', get('/api/orders/..%2f..%2fetc%2fpasswd'), [404, 'not-found']],
      ['no such address', get('/api/nothing-here'), [404, 'not-found']],
      ['a method that is not there', () => send('alice', 'PATCH', '/api/orders', {}), [405, 'wrong-method']],
    ]))

  it('in queries', () =>
    refuse([
      ['a negative limit', get('/api/orders?limit=-1'), [400, 'invalid-input', '#querystring/limit']],
      ['a limit of nothing', get('/api/items?limit=0'), [400, 'invalid-input', '#querystring/limit']],
      ['a million rows', get('/api/items?limit=1000000'), [400, 'invalid-input', '#querystring/limit']],
      ['half a row', get('/api/items?limit=1.5'), [400, 'invalid-input', '#querystring/limit']],
      ['a limit of words', get('/api/admin/orders?limit=all', 'reid'), [400, 'invalid-input', '#querystring/limit']],
      ['a very long search', get(`/api/items?q=${'a'.repeat(10_000)}`), [400, 'invalid-input', '#querystring/q']],
      ['a search with a NUL', get('/api/items?q=a%00b'), [400, 'invalid-input', '#querystring/q']],
      ['an unknown filter', get('/api/items?acountId=BRIGHT'), [400, 'invalid-input', '#querystring/acountId']],
      ['a category that is none', get('/api/items?category=free'), [400, 'invalid-input', '#querystring/category']],
      ['a search twice', get('/api/items?q=a&q=b'), [400, 'invalid-input', '#querystring/q']],
      [
        'a very long cursor',
        get(`/api/orders?cursor=${'a'.repeat(8001)}`),
        [400, 'invalid-input', '#querystring/cursor'],
      ],
      [
        'no date',
        get('/api/admin/finance/ledger?from=2026-02-30', 'reid'),
        [400, 'invalid-input', '#querystring/from'],
      ],
      [
        'the year nought',
        get('/api/admin/finance/ledger?from=0000-01-01', 'reid'),
        [400, 'invalid-input', '#querystring/from'],
      ],
      [
        'no ledger account',
        get('/api/admin/finance/ledger?account=x', 'reid'),
        [400, 'invalid-input', '#querystring/account'],
      ],
      [
        'no job id',
        () => send('oscar', 'POST', '/api/admin/dead-letters/1/replay'),
        [400, 'invalid-input', '#params/jobId'],
      ],
    ]))

  it('in addresses', () =>
    refuse([
      ['none', () => send('alice', 'POST', '/api/priced-carts', {}), [400, 'invalid-input', '#/shipTo']],
      [
        'an empty one',
        () => send('alice', 'POST', '/api/priced-carts', { shipTo: {} }),
        [400, 'invalid-input', '#/shipTo/line1'],
      ],
      ['no town', priceTo({ city: ' ' }), [400, 'invalid-input', '#/shipTo/city']],
      ['country XX', priceTo({ country: 'XX' }), [400, 'invalid-input', '#/shipTo/country']],
      ['country IRL', priceTo({ country: 'IRL' }), [400, 'invalid-input', '#/shipTo/country']],
      ['ten thousand characters', priceTo({ line1: 'a'.repeat(10_000) }), [400, 'invalid-input', '#/shipTo/line1']],
      ['a line break', priceTo({ line1: 'a\r\nBcc: b' }), [400, 'invalid-input', '#/shipTo/line1']],
      ['an escape', priceTo({ recipient: '\u001b[2J' }), [400, 'invalid-input', '#/shipTo/recipient']],
      ['a NUL', priceTo({ city: 'Dub\0lin' }), [400, 'invalid-input', '#/shipTo/city']],
      ['half a character', priceTo({ city: 'Dublin\ud83d' }), [400, 'invalid-input', '#/shipTo/city']],
      ['an unknown line', priceTo({ line9: 'x' }), [400, 'invalid-input', '#/shipTo/line9']],
    ]))

  it('in money', () =>
    refuse([
      [
        'a currency that the account does not buy in',
        () => send('alice', 'POST', '/api/priced-carts', { shipTo: dublin, currency: 'USD' }),
        [409, 'wrong-currency'],
      ],
      [
        'a currency of four letters',
        () => send('alice', 'POST', '/api/priced-carts', { shipTo: dublin, currency: 'EURO' }),
        [400, 'invalid-input', '#/currency'],
      ],
      [
        'free, when it is not',
        () => send('alice', 'POST', '/api/orders', { pricedCartId: ids.pricedCart, method: 'free' }),
        [409, 'payment-method-not-allowed'],
      ],
      [
        'a lower total than quoted',
        () =>
          send('alice', 'POST', '/api/orders', { pricedCartId: ids.pricedCart, method: 'card', expectedTotalMinor: 1 }),
        [409, 'price-changed'],
      ],
      [
        'a purchase order without its number',
        () => send('alice', 'POST', '/api/orders', { pricedCartId: ids.pricedCart, method: 'purchaseOrder' }),
        [400, 'invalid-input', '#/purchaseOrderNumber'],
      ],
      [
        'a number of blanks',
        () =>
          send('alice', 'POST', '/api/orders', {
            pricedCartId: ids.pricedCart,
            method: 'purchaseOrder',
            purchaseOrderNumber: ' ',
          }),
        [400, 'invalid-input', '#/purchaseOrderNumber'],
      ],
      [
        'a number with a line break',
        () =>
          send('alice', 'POST', '/api/orders', {
            pricedCartId: ids.pricedCart,
            method: 'purchaseOrder',
            purchaseOrderNumber: 'PO\r\n1',
          }),
        [400, 'invalid-input', '#/purchaseOrderNumber'],
      ],
      [
        'a card that nobody has',
        () => send('alice', 'POST', '/api/orders', { pricedCartId: ids.pricedCart, method: 'cash' }),
        [400, 'invalid-input', '#/method'],
      ],
    ]))

  it('in webhooks that the card processor did not sign', () =>
    refuse([
      ['no signature', () => send('nobody', 'POST', '/webhooks/stripe', {}), [400, 'invalid-signature']],
      [
        'a signature of somebody else',
        () => send('nobody', 'POST', '/webhooks/stripe', {}, { 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` }),
        [400, 'invalid-signature'],
      ],
    ]))
})

const forgedCursors = [
  '["a\\u0000","b"]',
  '["1","b"]',
  '["0000-01-01T00:00:00Z","b","1"]',
  '["0000-01-01","b","1"]',
].map((text) => Buffer.from(text).toString('base64url'))

it('a cursor that is none of the store’s begins the list again', async () => {
  const first = await send('alice', 'GET', '/api/items?limit=2')
  for (const cursor of ['nonsense', 'W10', 'eyJhIjoxfQ', ...forgedCursors]) {
    const answer = await send('alice', 'GET', `/api/items?limit=2&cursor=${cursor}`)
    expect([cursor, answer.status]).toEqual([cursor, 200])
    expect(answer.json).toEqual(first.json)
    for (const [path, caller] of [
      ['/api/orders', 'alice'],
      ['/api/admin/orders', 'reid'],
      ['/api/admin/items', 'reid'],
      ['/api/admin/mails', 'reid'],
      ['/api/admin/media-jobs', 'reid'],
      ['/api/admin/finance/payouts', 'reid'],
      ['/api/admin/finance/ledger', 'reid'],
    ] as const)
      expect([path, (await send(caller, 'GET', `${path}?cursor=${cursor}`)).status]).toEqual([path, 200])
  }
})

it('a search is text and never SQL or a pattern', async () => {
  for (const q of ["' or 1=1 --", '%', '_', '\\', "'; drop table orders; --", '"', '$$', ':*', '!&|', '(('])
    for (const path of ['/api/items?q=', '/api/admin/orders?search='] as const) {
      const answer = await send(path.includes('admin') ? 'reid' : 'alice', 'GET', `${path}${encodeURIComponent(q)}`)
      expect([q, path, answer.status]).toEqual([q, path, 200])
      expect(z.object({ items: z.array(z.unknown()) }).parse(answer.json).items, q).toEqual([])
    }
})

describe('what belongs to another account', () => {
  it('answers as what does not exist, and stays as it is [S41]', async () => {
    const shapeless = (answer: ApiAnswer, id: string) => answer.text.replaceAll(id, 'ID')
    const order = { method: 'purchaseOrder', purchaseOrderNumber: 'PO-FOREIGN' }
    const before = await contentsOf(box)
    const pairs: [string, string, string, ((id: string) => unknown)?][] = [
      ['PATCH', '/api/cart/lines/ID', ids.line, () => ({ quantity: 2 })],
      ['DELETE', '/api/cart/lines/ID', ids.line],
      ['POST', '/api/orders', ids.pricedCart, (pricedCartId) => ({ pricedCartId, ...order })],
      ['POST', '/api/orders', ids.pricedCart, (pricedCartId) => ({ pricedCartId, method: 'card' })],
      ['GET', '/api/orders/ID', ids.order],
      ['GET', '/api/orders/ID/receipt.pdf', ids.order],
      ['POST', '/api/payments/ID/check', ids.payment],
      ['GET', '/api/products/ID/downloads', 'ACT-ACME-PAINT'],
      ['GET', '/downloads/ID/PAINT_PRO_2_1/1', 'ACT-ACME-PAINT'],
      [
        'POST',
        '/api/cart/lines',
        'ACT-ACME-BRUSH',
        (targetActivationId) => ({ partNumber: 'COLOUR-LAB-SEAT', targetActivationId }),
      ],
      ['GET', '/api/items/ID', 'KIT-PARTNER-SHOWCASE'],
      ['GET', '/api/items/ID/explain', 'KIT-PARTNER-SHOWCASE'],
    ]
    for (const [method, path, id, body] of pairs) {
      const nothing = `${id.slice(0, -4)}zzzz`
      const [theirs, none] = await Promise.all(
        [id, nothing].map((one) => send('beth', method, path.replace('ID', one), body?.(one))),
      )
      if (!theirs || !none) throw new Error('unreachable')
      expect([method, path, theirs.status >= 400, theirs.status]).toEqual([method, path, true, none.status])
      expect(shapeless(theirs, id)).toBe(shapeless(none, nothing))
      expect(theirs.text).not.toMatch(/acme/i)
    }
    expect(await contentsOf(box)).toEqual(before)
  })
})

it('an item that the rules hide is nowhere: list, search, address, explanation, cart, one confirm and page alike [S42]', async () => {
  const partNumber = 'KIT-PARTNER-SHOWCASE'
  const listOf = async (caller: CallerName, query: string) =>
    (await send(caller, 'GET', `/api/items?limit=100${query}`)).text.includes(partNumber)
  expect([await listOf('rosa', ''), await listOf('rosa', '&q=showcase')]).toEqual([true, true])
  expect([await listOf('alice', ''), await listOf('alice', '&q=showcase')]).toEqual([false, false])
  const confirm = { partNumber, shipTo: dublin, downloadDeclined: true, requestKey: 'hidden-item' }
  await refuse([
    ['its address', get(`/api/items/${partNumber}`), [404, 'item-not-available']],
    ['its explanation', get(`/api/items/${partNumber}/explain`), [404, 'item-not-available']],
    ['the cart', add({ partNumber }), [404, 'item-not-available']],
    ['one confirm', () => send('alice', 'POST', '/api/kit-orders', confirm), [404, 'item-not-available']],
    ['its page', get(`/items/${partNumber}`), [404, 'item-not-available']],
  ])
})

describe('a hand-off', () => {
  const signOn = async (token: string) => callApi(box, { method: 'POST', path: '/api/sessions', body: { token } })
  it('that expired, was used, was signed by another or is for another is refused [S39]', async () => {
    const good = await handOffOf(box, 'alice')
    expect((await signOn(good)).status).toBe(201)
    const [head = '', payload = '', signature = ''] = (await handOffOf(box, 'alice')).split('.')
    const changed = Buffer.from(Buffer.from(payload, 'base64url').toString().replaceAll('ACME', 'BRIGHT')).toString(
      'base64url',
    )
    const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    await refuse([
      ['used', () => signOn(good), [401, 'handoff-used']],
      ['expired', async () => signOn(await handOffOf(box, 'alice', { issuedAgo: 400 })), [401, 'handoff-expired']],
      [
        'from the future',
        async () => signOn(await handOffOf(box, 'alice', { issuedAgo: -400 })),
        [401, 'handoff-invalid'],
      ],
      [
        're-signed',
        async () => signOn(await handOffOf(box, 'alice', { secret: 's'.repeat(48) })),
        [401, 'handoff-invalid'],
      ],
      [
        'for another store',
        async () => signOn(await handOffOf(box, 'alice', { audience: 'other' })),
        [401, 'handoff-invalid'],
      ],
      [
        'of another portal',
        async () => signOn(await handOffOf(box, 'alice', { issuer: 'other' })),
        [401, 'handoff-invalid'],
      ],
      ['changed', () => signOn([head, changed, signature].join('.')), [401, 'handoff-invalid']],
      ['unsigned', () => signOn([unsigned, payload, ''].join('.')), [401, 'handoff-invalid']],
      [
        'for an account that is not theirs',
        async () => signOn(await handOffOf(box, 'alice', { claims: { accountId: 'BRIGHT' } })),
        [403, 'member-unknown'],
      ],
      [
        'for an account that is none',
        async () => signOn(await handOffOf(box, 'alice', { claims: { accountId: 'NONE' } })),
        [403, 'member-unknown'],
      ],
      [
        'with a NUL in it',
        async () => signOn(await handOffOf(box, 'alice', { claims: { accountId: 'A\0' } })),
        [401, 'handoff-invalid'],
      ],
      ['no token at all', () => signOn(''), [400, 'invalid-input', '#/token']],
      ['nonsense', () => signOn('a.b.c'), [401, 'handoff-invalid']],
      ['longer than any', () => signOn('a'.repeat(9000)), [400, 'invalid-input', '#/token']],
    ])
  })
})

describe('an Idempotency-Key', () => {
  const body = { partNumber: 'TEXTURES-2-LIC' }
  const cart = z.object({ lines: z.array(z.object({ partNumber: z.string(), quantity: z.number() })) })
  const keyed = (key: string, sent: unknown = body) =>
    send('beth', 'POST', '/api/cart/lines', sent, { 'idempotency-key': key })
  const pieces = async () =>
    cart.parse((await send('beth', 'GET', '/api/cart')).json).lines.find((line) => line.partNumber === body.partNumber)
      ?.quantity ?? 0

  it('answers the same request once, also when ten come at the same time', async () => {
    const before = await pieces()
    const answers = await Promise.all(Array.from({ length: 10 }, () => keyed('ten-at-once')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses).toContain(201)
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([])
    expect((await keyed('ten-at-once')).headers.get('idempotent-replay')).toBe('true')
    expect(await pieces()).toBe(before + 1)
  })

  it('with other content is refused, and changes nothing', async () => {
    await keyed('other-content')
    await refuse([
      ['another quantity', () => keyed('other-content', { ...body, quantity: 2 }), [422, 'idempotency-key-reused']],
      ['too long a key', () => keyed('k'.repeat(201)), [400, 'invalid-input', '#headers/idempotency-key']],
    ])
  })

  it('of another member is another key', async () => {
    await keyed('shared-key')
    const answer = await send(
      'rosa',
      'POST',
      '/api/cart/lines',
      { partNumber: 'PAINT-PRO-2-LIC' },
      { 'idempotency-key': 'shared-key' },
    )
    expect([answer.status, answer.headers.get('idempotent-replay')]).toEqual([201, null])
  })
})

it('a stranger’s body is no longer than any other, also where staff may send whole files', async () => {
  const rows = 'part_number,unit_price\n'.repeat(20_000)
  const post = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${box.url}${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'text/csv' }, body: rows })
  expect((await post('/api/sessions')).status).toBe(413)
  const carla = { authorization: `Bearer ${tokens.carla ?? ''}` }
  expect((await post('/api/admin/price-lists?preview=true', carla)).status).toBe(400)
})
