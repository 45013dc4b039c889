import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiAnswer, allTokens, type CallerName, callApi, handOffOf, tokenOf } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { contentsOf } from '../../support/contents.ts'
import { dublin } from '../../support/shopping.ts'

let box: Box
let tokens: Readonly<Record<CallerName, string | null>>
const logged: string[] = []
beforeAll(async () => {
  box = await startBox({ log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }) })
  tokens = await allTokens(box)
})
afterAll(() => box.close())

const one = z.object({ id: z.string() })
const codeOf = ({ status, json }: ApiAnswer) =>
  status < 400 ? String(status) : z.object({ code: z.string() }).parse(json).code
const post = (path: string, body: unknown, caller: CallerName = 'alice') =>
  callApi(box, { method: 'POST', path, token: tokens[caller], body })
const count = async (table: string, where = 'true') => {
  const [row] = await box.database.db.execute(`select count(*)::int as n from ${table} where ${where}`)
  return z.object({ n: z.number() }).parse(row).n
}
const priceFor = async (caller: CallerName, shipTo: object) =>
  one.parse((await post('/api/priced-carts', { shipTo }, caller)).json).id

describe('many at once', () => {
  it('two quotes of one cart, placed at the same time, give one order', async () => {
    await post('/api/cart/lines', { partNumber: 'TEXTURES-2-LIC' })
    const pricedCarts = [await priceFor('alice', dublin), await priceFor('alice', { ...dublin, line2: 'Gate 2' })]
    expect(new Set(pricedCarts).size).toBe(2)
    const before = await count('orders')
    const answers = await Promise.all(
      pricedCarts.flatMap((pricedCartId, index) =>
        Array.from({ length: 5 }, () =>
          post('/api/orders', { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber: `PO-RACE-${index}` }),
        ),
      ),
    )
    expect(await count('orders')).toBe(before + 1)
    expect(answers.map(codeOf).sort()).toEqual([...Array(4).fill('200'), '201', ...Array(5).fill('cart-changed')])
    const placed = answers.filter(({ status }) => status < 400).map(({ json }) => JSON.stringify(json))
    expect(new Set(placed.map((text) => z.object({ order: one }).parse(JSON.parse(text)).order.id)).size).toBe(1)
  })

  it('one purchase order number, sent by two members of the account at the same time, is taken once', async () => {
    const buyers = ['alice', 'bob'] as const
    const pricedCarts: string[] = []
    for (const buyer of buyers) {
      await post('/api/cart/lines', { partNumber: 'BOOK-PAINT-LIGHT' }, buyer)
      pricedCarts.push(await priceFor(buyer, dublin))
    }
    const before = await count('orders')
    const answers = await Promise.all(
      buyers.map((buyer, index) =>
        post(
          '/api/orders',
          { pricedCartId: pricedCarts[index], method: 'purchaseOrder', purchaseOrderNumber: 'PO-TWICE' },
          buyer,
        ),
      ),
    )
    expect(answers.map(codeOf).sort()).toEqual(['201', 'purchase-order-used'])
    expect(await count('orders')).toBe(before + 1)
  })

  it('twenty orders of a free kit at the same time stop at its limit of five', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        post('/api/kit-orders', {
          partNumber: 'KIT-PAINT-PRO-2',
          shipTo: dublin,
          downloadDeclined: true,
          requestKey: `at-once-${n}`,
        }),
      ),
    )
    const codes = answers.map(codeOf).sort()
    expect(codes).toEqual([...Array(5).fill('201'), ...Array(15).fill('quantity-not-allowed')])
    expect(await count('order_lines', `part_number = 'KIT-PAINT-PRO-2'`)).toBe(5)
  })

  it('one free kit, confirmed twenty times at the same time with one key, is one order', async () => {
    const body = {
      partNumber: 'KIT-PARTNER-SHOWCASE',
      shipTo: dublin,
      downloadDeclined: true,
      requestKey: 'one-key-only',
    }
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/api/kit-orders', body, 'rosa')))
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['201']))
    expect(new Set(answers.map(({ json }) => one.parse(json).id)).size).toBe(1)
  })

  it('one hand-off, used twenty times at the same time, signs on once', async () => {
    const token = await handOffOf(box, 'beth')
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/api/sessions', { token }, 'nobody')))
    expect(answers.map(codeOf).sort()).toEqual(['201', ...Array(19).fill('handoff-used')])
  })
})

describe('another site', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const withCookie = (path: string, headers: Record<string, string>, body = 'partNumber=BOOK-PAINT-LIGHT') =>
    callApi(box, {
      method: 'POST',
      path,
      headers: { ...form, cookie: `store_session=${tokens.alice}`, ...headers },
      body,
    })

  it('cannot send a form with the cookie of a member, however it is sent', async () => {
    const before = await contentsOf(box)
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${box.url}.evil.example` },
      { origin: box.url.replace('http:', 'https:') },
    ])
      for (const path of ['/cart/lines', '/checkout', '/kits/PAINT_PRO_2_1', '/api/cart/lines', '/sign-off']) {
        const answer = await withCookie(path, headers)
        expect([path, headers, codeOf(answer)]).toEqual([path, headers, 'cross-site-request'])
        expect(answer.headers.get('set-cookie')).toBeNull()
      }
    expect(await contentsOf(box)).toEqual(before)
  })

  it('is not the store’s own page, whose forms arrive', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: box.url }, { origin: box.url }, {}]) {
      const answer = await withCookie('/cart/lines', headers)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/cart'])
    }
  })

  it('may not read answers, frame pages or run scripts in them', async () => {
    const page = await callApi(box, {
      method: 'GET',
      path: '/catalog',
      headers: { accept: 'text/html', cookie: `store_session=${tokens.alice}`, origin: 'https://evil.example' },
    })
    expect(page.status).toBe(200)
    expect(page.headers.get('access-control-allow-origin')).toBeNull()
    const policy = page.headers.get('content-security-policy') ?? ''
    for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(directive)
    expect(policy).not.toMatch(/unsafe-(inline|eval)|\*/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('cache-control')).toContain('no-store')
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/i)
  })

  it('is never where the store sends somebody', async () => {
    const token = await handOffOf(box, 'beth', {
      claims: { entry: 'kit', partnerProductId: '//evil.example/..%2f', redirect: 'https://evil.example' },
    })
    const path = `/sso/handoff?token=${token}&next=https://evil.example&redirect=//evil.example`
    const answer = await callApi(box, { method: 'GET', path, headers: { accept: 'text/html' } })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/kits/%2F%2Fevil.example%2F..%252f'])
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    for (const odd of ['//evil.example', '/\\evil.example', '/%0d%0aLocation:%20https://evil.example'])
      expect((await callApi(box, { method: 'GET', path: odd })).headers.get('location')).toBeNull()
  })
})

describe('what people type', () => {
  const nasty = `<img src=x onerror=alert(1)>"'&`
  const html = { accept: 'text/html' }
  it('is text on every page and in every mail, never markup', async () => {
    await post('/api/cart/lines', { partNumber: 'BRUSH-LIB-LIC' }, 'beth')
    await post('/api/cart/lines', { partNumber: 'TEXTURES-2-LIC' }, 'beth')
    const shipTo = { ...dublin, recipient: nasty, organisation: nasty, line1: nasty, city: nasty }
    const pricedCartId = await priceFor('beth', shipTo)
    const sent = { pricedCartId, method: 'purchaseOrder', purchaseOrderNumber: nasty }
    const { order } = z.object({ order: one }).parse((await post('/api/orders', sent, 'beth')).json)
    await box.drain()
    const cookie = (caller: CallerName) => ({ ...html, cookie: `store_session=${tokens[caller]}` })
    const pages: [CallerName, string][] = [
      ['beth', `/orders/${order.id}`],
      ['beth', '/orders'],
      ['beth', `/catalog?q=${encodeURIComponent(nasty)}`],
      ['beth', `/kits/${encodeURIComponent(nasty)}`],
      ['beth', `/cart?q=${encodeURIComponent(nasty)}`],
      ['beth', `/items/${encodeURIComponent(nasty)}`],
      ['rosa', `/cart?q=${encodeURIComponent(nasty)}`],
      ['reid', `/admin/orders/${order.id}`],
      ['reid', `/admin/orders?search=${encodeURIComponent(nasty)}`],
      ['reid', `/admin/explain?accountId=${encodeURIComponent(nasty)}&partNumber=${encodeURIComponent(nasty)}`],
      ['reid', '/admin/mails'],
      ['reid', '/admin/price-lists'],
    ]
    for (const [caller, path] of pages) {
      const page = await callApi(box, { method: 'GET', path, headers: cookie(caller) })
      expect([path, page.status < 500, page.headers.get('content-type')]).toEqual([
        path,
        true,
        'text/html; charset=utf-8',
      ])
      expect([path, page.text.includes('<img src=x')]).toEqual([path, false])
      expect([path, page.text.includes('onerror=alert(1)>"')]).toEqual([path, false])
    }
    const mails = z
      .array(z.object({ subject: z.string(), html: z.string() }))
      .parse([...(await box.database.db.execute('select subject, html from mails'))])
    expect(mails.length).toBeGreaterThan(0)
    for (const mail of mails) {
      expect(mail.html).not.toContain('<img src=x')
      expect(mail.subject).not.toMatch(/[\r\n]/)
    }
  })
})

describe('the log, down to debug', () => {
  it('holds no token, secret, cookie, mail address, name, or postal address', async () => {
    const token = await handOffOf(box, 'alice')
    await callApi(box, { method: 'GET', path: `/sso/handoff?token=${token}` })
    await callApi(box, { method: 'GET', path: `/sso/handoff?token=${token}x` })
    await callApi(box, { method: 'GET', path: `/sso/handoff?token=${token}&token=2` })
    await post('/api/sessions', { token: `${token}x` }, 'nobody')
    for (const fault of ['server-fault', 'away', 'failure'] as const) {
      box.portal.misbehave({ operation: '*', fault, times: 2 })
      await callApi(box, { method: 'GET', path: '/api/products/ACT-ACME-PAINT/downloads', token: tokens.alice })
      await callApi(box, { method: 'GET', path: '/kits/PAINT_PRO_2_1', token: tokens.alice })
    }
    await fetch(`${box.mailbox.url}/sandbox/misbehave`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fault: 'refuse', times: 3 }),
    })
    await post('/api/cart/lines', { partNumber: 'BRUSH-LIB-LIC' })
    await post('/api/orders', { pricedCartId: await priceFor('alice', dublin), method: 'card' })
    await box.drain()
    const text = logged.join('')
    expect(logged.length).toBeGreaterThan(5)
    const secrets = Object.values(tokens).filter((held) => held !== null)
    for (const secret of [...secrets, token, token.split('.')[1] ?? '', 'sk_test_', 'whsec_'])
      expect(text.includes(secret), secret.slice(0, 12)).toBe(false)
    for (const personal of ['@acme.example', '@bright.example', 'Alice Arden', 'Canal Walk', 'D02 X285'])
      expect(logged.filter((line) => line.includes(personal))).toEqual([])
  })
})

describe('a token that was good a moment ago', () => {
  it('opens nothing from the moment its session is revoked, wherever that was done', async () => {
    const token = (await tokenOf(box, 'beth')) ?? ''
    const look = async () => (await callApi(box, { method: 'GET', path: '/api/items', token })).status
    expect([await look(), await look()]).toEqual([200, 200])
    const { sid } = z
      .object({ sid: z.string() })
      .parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()))
    // As another replica does it: nothing passes through this process.
    await box.database.db.execute(sql`update sessions set revoked_at = now() where id = ${sid}`)
    expect(await look()).toBe(401)
  })
})
