import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sendSecurityHeaders } from '../../../src/platform/http/answer/security-headers.ts'

const app = fastify()
beforeAll(async () => {
  await sendSecurityHeaders(app, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'self'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: false,
  })
  app.get('/page', async () => 'well')
  app.get('/broken', () => Promise.reject(new Error('broken')))
})
afterAll(() => app.close())

it('every answer has the same security headers, errors and unknown addresses too', async () => {
  for (const [url, status] of [
    ['/page', 200],
    ['/page', 200],
    ['/broken', 500],
    ['/nowhere', 404],
  ] as const) {
    const { headers, statusCode } = await app.inject(url)
    expect(statusCode).toBe(status)
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'self';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('strict-transport-security')
    expect(headers).not.toHaveProperty('x-powered-by')
  }
})
