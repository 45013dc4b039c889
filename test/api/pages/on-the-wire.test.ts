import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Box, startBox } from '../../support/box.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

/** As the bytes come, nothing followed and nothing unpacked. */
function send(method: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; body: Buffer }>(
    (resolve, reject) => {
      const asked = request(`${box.url}/`, { method, path, headers }, (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }),
        )
      })
      asked.on('error', reject)
      asked.end()
    },
  )
}

describe('compressed answers', () => {
  it.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const)('the document of the API goes out as %s, a tenth of its size', async (encoding, unpack) => {
    const plain = await send('GET', '/openapi.json')
    expect(plain.headers['content-encoding']).toBeUndefined()
    const small = await send('GET', '/openapi.json', { 'accept-encoding': encoding })
    expect(small.headers['content-encoding']).toBe(encoding)
    expect(unpack(small.body).equals(plain.body)).toBe(true)
    expect(small.body.length * 10).toBeLessThan(plain.body.length)
  })

  it('a page and an asset do, an asset varies by the encoding alone, and small answers go as they are', async () => {
    const page = await send('GET', '/', { 'accept-encoding': 'gzip', accept: 'text/html' })
    expect(page.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'private, no-store' })
    expect(String(page.headers['vary'])).toMatch(/cookie.*accept-encoding/i)
    const asset = await send('GET', '/assets/store.css', { 'accept-encoding': 'br' })
    expect(asset.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' })
    expect(asset.headers['cache-control']).toContain('immutable')
    expect((await send('GET', '/assets/store.css')).headers['vary']).toBeUndefined()
    expect((await send('GET', '/healthz', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined()
  })

  it('a request is never unpacked', async () => {
    const answer = await send('POST', '/api/sessions', {
      'content-encoding': 'gzip',
      'content-type': 'application/json',
    })
    expect(answer.status).toBe(400)
  })
})

it('the document of the API is sent once to who keeps it', async () => {
  const first = await send('GET', '/openapi.json')
  const etag = String(first.headers['etag'])
  expect(etag).toMatch(/^W\/"[\w-]{22}"$/)
  for (const known of [etag, `"other", ${etag}`, '*']) {
    const again = await send('GET', '/openapi.json', { 'if-none-match': known, 'accept-encoding': 'gzip' })
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) })
    expect(again.headers['etag']).toBe(etag)
  }
  expect((await send('GET', '/openapi.json', { 'if-none-match': '"other"' })).status).toBe(200)
})

describe('an address that is nearly right', () => {
  it.each([
    ['DELETE', '/cart', 'GET, HEAD'],
    ['POST', '/catalog', 'GET, HEAD'],
    ['GET', '/sign-off', 'POST'],
    ['PUT', '/api/orders', 'GET, HEAD, POST'],
    ['GET', '/api/cart/lines', 'POST'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
    ['PATCH', '/orders/ord_1', 'GET, HEAD'],
  ])('%s %s is 405 with the methods that it takes', async (method, path, allow) => {
    const answer = await send(method, path)
    expect(answer.status).toBe(405)
    expect(answer.headers['allow']).toBe(allow)
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'wrong-method', status: 405 })
  })

  it('a person reads it as a page', async () => {
    const answer = await send('GET', '/sign-off', { accept: 'text/html' })
    expect(answer.status).toBe(405)
    expect(answer.body.toString()).toContain('wrong-method')
  })

  it.each([
    ['GET', '/catalog/', '/catalog'],
    ['GET', '/catalog///?q=a%2Fb/', '/catalog?q=a%2Fb/'],
    ['GET', '/catalog/?q=a?b&category=media', '/catalog?q=a?b&category=media'],
    ['GET', '/admin/finance/match/', '/admin/finance/match'],
    ['POST', '/cart/lines/', '/cart/lines'],
    ['GET', '/api/orders/', '/api/orders'],
  ])('%s %s leads to the page', async (method, path, location) => {
    const answer = await send(method, path)
    expect(answer.status).toBe(308)
    expect(answer.headers['location']).toBe(location)
  })

  it.each([
    ['//evil.example/', 404],
    ['/\\evil.example/', 404],
    ['/no-such-page/', 404],
    ['/no-such-page', 404],
    ['//catalog/', 404],
    ['/%2F/evil.example/', 404],
  ])('GET %s leads nowhere', async (path, status) => {
    const answer = await send('GET', path)
    expect(answer.status).toBe(status)
    expect(answer.headers['location']).toBeUndefined()
    expect(answer.headers['allow']).toBeUndefined()
  })
})

describe('the icon of the store', () => {
  it('answers at the address that browsers ask by themselves, as an icon file with a picture in it', async () => {
    const { status, headers, body } = await send('GET', '/favicon.ico')
    expect([status, headers['content-type']]).toEqual([200, 'image/vnd.microsoft.icon'])
    expect([body.readUInt16LE(0), body.readUInt16LE(2), body.readUInt16LE(4)]).toEqual([0, 1, 1])
    const [size, offset] = [body.readUInt32LE(14), body.readUInt32LE(18)]
    expect(offset + size).toBe(body.length)
    const png = body.subarray(offset)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([32, 32])
  })
})
