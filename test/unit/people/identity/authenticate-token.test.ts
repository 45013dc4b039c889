import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import fastify from 'fastify'
import { SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { sessionCookie, sessionNamedBy } from '../../../../src/domains/people/identity/authenticate-token.ts'
import { systemClock } from '../../../../src/kernel/clock.ts'

async function door(secret: string) {
  const app = fastify()
  await app.register(cookie)
  await app.register(jwt, { secret, cookie: { cookieName: sessionCookie, signed: false } })
  app.get('/', async (request) => sessionNamedBy(request))
  const named = async (headers: Record<string, string>) => (await app.inject({ url: '/', headers })).json()
  return { bearer: async (token: string) => named({ authorization: `Bearer ${token}` }), named }
}

const signed = async (secret: string, endsAt: Date, claims: Record<string, unknown> = { sid: 'S' }) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(endsAt)
    .sign(new TextEncoder().encode(secret))

const inMs = (ms: number) => new Date(systemClock.now().getTime() + ms)
const [own, other] = ['the secret of this store, long enough', 'the secret of another, just as long']

it('a token counts each time until it ends, however often it was found good before', async () => {
  const { bearer } = await door(own)
  // The end of a token is a whole second.
  const endsAt = new Date(Math.ceil(inMs(1000).getTime() / 1000) * 1000)
  const token = await signed(own, endsAt)
  expect(await bearer(token)).toEqual({ sid: 'S' })
  expect(await bearer(token)).toEqual({ sid: 'S' })
  await expect.poll(() => bearer(token), { timeout: 5000, interval: 100 }).toBe(null)
  expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(endsAt.getTime())
})

it('a token of another secret, changed by a letter, ended, or without a session names nobody', async () => {
  const { bearer } = await door(own)
  const token = await signed(own, inMs(60_000))
  expect(await bearer(token)).toEqual({ sid: 'S' })
  const [head = '', body = '', mark = ''] = token.split('.')
  expect(await bearer(`${head}.${body}.${mark.startsWith('A') ? 'B' : 'A'}${mark.slice(1)}`)).toBe(null)
  expect(await bearer(`${head}.${Buffer.from('{"sid":"T"}').toString('base64url')}.${mark}`)).toBe(null)
  expect(await bearer(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`)).toBe(null)
  expect(await bearer(await signed(own, inMs(-1000)))).toBe(null)
  expect(await bearer(await signed(own, inMs(60_000), {}))).toBe(null)
  expect(await bearer(await signed(other, inMs(60_000)))).toBe(null)
})

it('a token that one store found good is nothing to a store with another secret', async () => {
  const [first, second] = [await door(own), await door(other)]
  const token = await signed(own, inMs(60_000))
  expect(await first.bearer(token)).toEqual({ sid: 'S' })
  expect(await second.bearer(token)).toBe(null)
})

it('the header goes before the cookie, and a broken header is not mended by one', async () => {
  const { named } = await door(own)
  const [one, two] = [await signed(own, inMs(60_000), { sid: '1' }), await signed(own, inMs(60_000), { sid: '2' })]
  const inCookie = { cookie: `${sessionCookie}=${two}` }
  expect(await named(inCookie)).toEqual({ sid: '2' })
  expect(await named({ ...inCookie, authorization: `bearer ${one}` })).toEqual({ sid: '1' })
  expect(await named({ ...inCookie, authorization: 'Basic YTpi' })).toEqual({ sid: '2' })
  expect(await named({ ...inCookie, authorization: 'Bearer' })).toEqual({ sid: '2' })
  expect(await named({ ...inCookie, authorization: `Bearer ${one} ${two}` })).toBe(null)
})
