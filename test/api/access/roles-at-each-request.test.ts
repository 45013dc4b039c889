import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type CallerName, callApi, plantMember, tokenOf } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { syncNow } from '../../support/install-base.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const signedOn = async (name: CallerName) => {
  const token = (await tokenOf(box, name)) ?? ''
  const call = (method: string, path: string, by: 'bearer' | 'cookie') =>
    callApi(box, {
      method,
      path,
      ...(by === 'bearer' ? { token } : { headers: { cookie: `store_session=${token}`, accept: 'text/html' } }),
    })
  return {
    status: async (method: string, path: string, by: 'bearer' | 'cookie' = 'bearer') =>
      (await call(method, path, by)).status,
    page: async (path: string) => (await call('GET', path, 'cookie')).text,
    session: async () =>
      z
        .object({ roles: z.array(z.string()), staffRoles: z.array(z.string()) })
        .parse((await call('GET', '/api/session', 'bearer')).json),
  }
}
const oscarIs = async (...roles: string[]) => {
  plantMember(box, 'oscar@paintworks.example', { PAINTWORKS: roles })
  await syncNow(box)
}

it('a staff role that the platform takes away is gone at the next request, by token and by cookie, and one that it gives is there', async () => {
  const oscar = await signedOn('oscar')
  const look = async () => [
    await oscar.status('GET', '/api/admin/orders'),
    await oscar.status('GET', '/admin/orders', 'cookie'),
    await oscar.status('POST', '/api/admin/finance/match-runs'),
  ]
  const operations = await look()
  expect(operations.slice(0, 2)).toEqual([200, 200])
  expect(operations[2]).toBe(403)

  await oscarIs('Store Finance')
  const finance = await look()
  expect(finance.slice(0, 2)).toEqual([200, 200])
  // Let in, and told that the days to match are missing.
  expect(finance[2]).toBe(400)
  expect(await oscar.session()).toEqual({ roles: ['Store Finance'], staffRoles: ['finance'] })

  await oscarIs('Producer Administrator')
  expect(await look()).toEqual([403, 403, 403])
  expect(await oscar.session()).toEqual({ roles: ['Producer Administrator'], staffRoles: [] })
  expect(await oscar.status('GET', '/api/orders')).toBe(200)
  expect(await oscar.page('/products')).not.toContain('/admin')

  await oscarIs('Store Operations')
  expect((await look()).slice(0, 2)).toEqual([200, 200])
})

it('no role of the store works outside the publisher’s own account, and the session does not say that it does', async () => {
  plantMember(box, 'beth@bright.example', { BRIGHT: ['Buyer', 'Store Operations', 'Store Finance'] })
  await syncNow(box)
  const beth = await signedOn('beth')
  expect(await beth.status('GET', '/api/admin/orders')).toBe(403)
  expect((await beth.session()).staffRoles).toEqual([])
})

it('a member of the publisher’s account without a role of the store begins where members begin, and no page names the admin', async () => {
  const ivy = await signedOn('ivy')
  expect(await ivy.status('GET', '/', 'cookie')).toBe(303)
  for (const path of ['/products', '/catalog', '/orders', '/company'])
    expect([path, /\/admin/.test(await ivy.page(path))]).toEqual([path, false])
  expect(await ivy.status('POST', '/api/priced-carts')).toBe(403)
})
