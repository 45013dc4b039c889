import { afterAll, beforeAll, expect, it } from 'vitest'
import { callApi, handOffOf, tokenOf } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'

let box: Box
beforeAll(async () => {
  box = await startBox()
})
afterAll(() => box.close())

const html = { accept: 'text/html' }
const open = (path: string, cookie: string) =>
  callApi(box, { method: 'GET', path, headers: { ...html, cookie: `store_session=${cookie}` } })
const answer = (fields: Record<string, string>, cookie: string, more: Record<string, string> = {}) =>
  callApi(box, {
    method: 'POST',
    path: '/another-person',
    body: new URLSearchParams(fields).toString(),
    headers: {
      ...html,
      'content-type': 'application/x-www-form-urlencoded',
      cookie: `store_session=${cookie}`,
      ...more,
    },
  })
const aliveAs = async (token: string) => (await callApi(box, { method: 'GET', path: '/api/session', token })).status

it('a hand-off of another person asks before it replaces a session, and changes nothing by asking', async () => {
  const alice = (await tokenOf(box, 'alice')) ?? ''
  await callApi(box, {
    method: 'POST',
    path: '/api/cart/lines',
    token: alice,
    body: { partNumber: 'BOOK-PAINT-LIGHT' },
  })
  const cart = async () =>
    (await callApi(box, { method: 'GET', path: '/api/cart', token: await tokenOf(box, 'alice') })).text
  const before = await cart()
  const token = await handOffOf(box, 'beth')
  const asked = await open(`/sso/handoff?token=${token}`, alice)
  expect([asked.status, asked.headers.get('set-cookie'), asked.headers.get('cache-control')]).toEqual([
    200,
    null,
    'private, no-store',
  ])
  for (const name of ['alice@acme.example', 'beth@bright.example']) expect(asked.text).toContain(name)
  expect(await aliveAs(alice)).toBe(200)

  const given = { way: 'handoff', token, userName: 'beth@bright.example' }
  const stayed = await answer({ ...given, answer: 'stay' }, alice)
  expect([stayed.status, stayed.headers.get('location'), await aliveAs(alice)]).toEqual([303, '/', 200])
  const ofOtherSite = await answer({ ...given, answer: 'go-on' }, alice, { 'sec-fetch-site': 'cross-site' })
  expect([ofOtherSite.status, await aliveAs(alice)]).toEqual([403, 200])

  const wentOn = await answer({ ...given, answer: 'go-on' }, alice)
  expect([wentOn.status, wentOn.headers.get('location')]).toEqual([303, '/catalog'])
  expect(wentOn.headers.get('set-cookie')).toContain('store_session=')
  expect(await aliveAs(alice)).toBe(401)
  expect(await cart()).toBe(before)
})

it('the same person goes straight through, and so does somebody who is not signed on', async () => {
  const alice = (await tokenOf(box, 'alice')) ?? ''
  for (const cookie of [alice, ''])
    expect((await open(`/sso/handoff?token=${await handOffOf(box, 'alice')}`, cookie)).status).toBe(303)
})

it('a token of the platform for another person asks too, before the platform is asked', async () => {
  const alice = (await tokenOf(box, 'alice')) ?? ''
  const asked = await open('/sso/flexnet-token?username=beth%40bright.example&token=x', alice)
  expect([asked.status, asked.headers.get('set-cookie')]).toEqual([200, null])
  expect(asked.text).toContain('beth@bright.example')
})
