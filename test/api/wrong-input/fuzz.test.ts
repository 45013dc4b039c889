import { afterAll, beforeAll, expect, it } from 'vitest'
import { allTokens, callApi } from '../../support/api-callers.ts'
import { type Box, startBox } from '../../support/box.ts'
import { readDocument, registeredRoutes } from '../../support/document.ts'
import { fuzz } from '../../support/fuzz.ts'

// `npm run bench -- fuzz` sends more of it, by a seed of its own or by the one that is given.
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_121)
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 1)

let box: Box
beforeAll(async () => {
  box = await startBox({ env: { SSO_PASSWORD: 'true' } })
})
afterAll(() => box.close())

const traps = [{ length: { toString: 1 } }, { size: { toString: 1 } }, { length: [{ toString: 1 }] }]

it('a body in which a text has an object for its length is refused on every route, signed on or not', async () => {
  const { operations } = await readDocument(box)
  const tokens = await allTokens(box)
  const complaints: string[] = []
  const names = ['token', 'partNumber', 'lines', 'userName', 'password', 'accountId', 'shipTo', 'items', 'rules']
  for (const trap of traps)
    for (const body of [trap, [trap], Object.fromEntries(names.map((name) => [name, trap]))]) {
      for (const { method, path, operationId } of operations)
        for (const caller of method === 'GET' ? [] : (['nobody', 'alice', 'oscar', 'carla'] as const)) {
          if (operationId === 'signOff') continue
          const at = path.replaceAll(/\{\w+\}/g, 'x')
          const { status, json } = await callApi(box, { method, path: at, token: tokens[caller], body })
          if (status >= 500 || status < 400)
            complaints.push(`${caller} ${method} ${at}: ${status} ${JSON.stringify(json)}`)
        }
    }
  for (const route of registeredRoutes(box)) {
    const [method = '', path = ''] = route.split(' ')
    if (method !== 'POST') continue
    const body = {
      token: traps[0],
      username: traps[0],
      returnTo: traps[0],
      SAMLResponse: traps[0],
      RelayState: traps[0],
    }
    const { status } = await callApi(box, { method, path: path.replaceAll(/\{\w+\}/g, 'x'), token: tokens.oscar, body })
    if (status >= 500) complaints.push(`oscar ${route}: ${status}`)
  }
  expect(complaints).toEqual([])
  const answer = await callApi(box, { method: 'POST', path: '/api/sessions', body: { token: traps[0] } })
  expect([answer.status, answer.json]).toEqual([
    400,
    expect.objectContaining({ code: 'invalid-input', errors: [{ pointer: '#/token/length', detail: 'is no number' }] }),
  ])
}, 240_000)

it(
  `no operation answers what it does not understand with a failure, and none that refuses writes (seed ${seed})`,
  async () => {
    const { operations } = await readDocument(box)
    // What ends the sessions of the callers, what only asks the partners, and what makes work for the whole box.
    const left = ['signOff', 'switchAccount']
    const fuzzed = await fuzz(box, {
      seed,
      rounds,
      tokens: await allTokens(box),
      operations: operations.filter(({ operationId }) => !left.includes(operationId)),
    })
    expect(fuzzed.complaints).toEqual([])
    expect(fuzzed.sent).toBeGreaterThan(2_000 * rounds)
    expect(fuzzed.refused).toBeGreaterThan(1_000 * rounds)
    expect(fuzzed.lookedAt).toBeGreaterThan(fuzzed.refused / 2)
  },
  240_000 + rounds * 240_000,
)
