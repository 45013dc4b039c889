import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Box, startBox } from '../../support/box.ts'

let port: number
let box: Box
beforeAll(async () => {
  port = await freePort()
  box = await startBox({ env: { OPERATIONS_ADDRESS: String(port) } })
})
afterAll(() => box.close())

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

const status = async (origin: string, path: string) => (await fetch(`${origin}${path}`)).status

it.each([
  ['/metrics', 404, 200],
  ['/docs', 404, 200],
  ['/docs/json', 404, 200],
  ['/metrics/', 404, 200],
  ['/%6Detrics', 404, 200],
  ['/d%6Fcs', 404, 200],
  ['/d%6Fcs/json', 404, 200],
  ['/%61dmin', 401, 404],
  ['/healthz', 200, 200],
  ['/readyz', 200, 200],
  ['/', 200, 404],
  ['/openapi.json', 200, 404],
  ['/admin', 401, 404],
  ['/api/items', 401, 404],
  ['/metricsfoo', 404, 404],
])('%s answers %i where the store is and %i where operators look', async (path, ofStore, ofOperators) => {
  expect(await status(box.url, path)).toBe(ofStore)
  expect(await status(`http://127.0.0.1:${port}`, path)).toBe(ofOperators)
})

it('a port that is taken fails the start with its sentence, and no port is no address', async () => {
  await expect(startBox({ env: { OPERATIONS_ADDRESS: `127.0.0.1:${port}` } })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    syscall: 'listen',
  })
  for (const wrong of ['0', '70000', 'host', 'http://127.0.0.1:9090', '::1:9090', '127.0.0.1:'])
    await expect(startBox({ env: { OPERATIONS_ADDRESS: wrong } })).rejects.toThrow('OPERATIONS_ADDRESS')
})
