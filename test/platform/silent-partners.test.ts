import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFlexnetPlatform } from '../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { createStripeProcessor } from '../../src/adapters/payment/stripe/index.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLimiter } from '../../src/kernel/limiter.ts'
import { PartnerFailure } from '../../src/kernel/partner-failure.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type RunningStore, startStore } from '../../src/start-store.ts'
import { sellerSettings } from '../support/seller.ts'
import { type TestDatabase, testDatabase } from '../support/test-database.ts'

// No test here looks at the clock: a limit that did not hold would run into the test's own.
const log = createLog({ level: 'silent' })
const open = new Set<Socket>()
let silent: Server
let address: string
let database: TestDatabase
let store: RunningStore
const dataDir = mkdtempSync(join(tmpdir(), 'store-silent-'))

beforeAll(async () => {
  // It takes every connection and every byte, and says nothing.
  silent = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {}).resume()
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const bound = silent.address()
  address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`
  database = await testDatabase()
  store = await startStore({
    config: readConfig({
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      PORT: '0',
      BOX_PORTAL_PORT: '0',
      BOX_CARD_PORT: '0',
      BOX_MAILBOX_PORT: '0',
      BOX_SMTP_PORT: '0',
      FLEXNET_URL: address,
      FLEXNET_USER: 'store',
      FLEXNET_PASSWORD: 'silent-test-password',
      HANDOFF_SECRET: 'silent-test-handoff-secret-0123456789',
      ...sellerSettings,
      SESSION_SECRET: 'silent-test-session-secret-0123456789',
      SSO_OIDC_ISSUER: address,
      SSO_OIDC_CLIENT_ID: 'store',
      SSO_OIDC_CLIENT_SECRET: 'silent-test-client',
      PARTNER_WAIT_SECONDS: '0.3',
      REQUEST_WITHIN_SECONDS: '0.5',
    }),
    clock: systemClock,
    log,
    work: false,
  })
})
afterAll(async () => {
  await store.close()
  for (const socket of open) socket.destroy()
  await new Promise((resolve) => silent.close(resolve))
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('a person is told which partner does not answer, and when to come again', () => {
  it('when signing on asks the entitlement platform, six at once and two at a time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const handoff = await store.deps.handoffIssuer?.issue({
          userName: `stranger${n}@acme.example`,
          accountId: 'ACME',
          entry: 'catalog',
          partnerProductId: null,
          sessionUntil: null,
          profile: { locale: 'en' },
        })
        return fetch(`${store.url}/api/sessions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ token: handoff?.token }),
        })
      }),
    )
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
      expect(await answer.json()).toMatchObject({
        code: 'partner-unavailable',
        detail: expect.stringContaining('The entitlement platform does not answer'),
      })
    }
  })

  it('when signing on needs the OpenID provider; as a page', async () => {
    const answer = await fetch(`${store.url}/sso/oidc`, { headers: { accept: 'text/html' }, redirect: 'manual' })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
    expect(await answer.text()).toContain('The sign-on service does not answer')
  })
})

describe('each adapter keeps to the patience that it is given, all its tries and its turn together', () => {
  const platformWith = (more: object) =>
    createFlexnetPlatform({
      baseUrl: address,
      credentials: { token: 'silent-test-token' },
      log,
      readTimeoutMs: 120_000,
      writeTimeoutMs: 120_000,
      retryPauseMs: 1,
      readRetries: 1_000,
      ...more,
    })

  it('FlexNet: a call that gets no answer, and one that gets no turn, may both be made again later', async () => {
    const limiter = createLimiter(1)
    const platform = platformWith({ limiter, patienceMs: 200 })
    expect(await judgementOf(platform.member('joe@acme.example'))).toBe('retryable')

    const leave = await limiter.enter()
    expect(await judgementOf(platform.member('joe@acme.example'))).toBe('retryable')
    leave()
  })

  it('the card processor', async () => {
    const cards = createStripeProcessor({
      secretKey: 'sk_test_silent0123456789',
      webhookSecret: 'whsec_silent0123456789',
      apiUrl: address,
      timeoutMs: 120_000,
      patienceMs: 200,
      log,
    })
    const calls = await Promise.all([judgementOf(cards.readSession('cs_test_1')), judgementOf(cards.ping())])
    expect(calls).toEqual(['retryable', 'retryable'])
  })
})

it('a request whose body never comes is cut with 408, and the next one is answered', async () => {
  const { hostname, port } = new URL(store.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    'POST /api/sessions HTTP/1.1\r\nhost: store\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"tok',
  )
  let said = ''
  for await (const bytes of socket) said += String(bytes)
  expect(said).toMatch(/^HTTP\/1\.1 408 /)
  expect(said).toContain('"code":"request-timeout"')
  expect((await fetch(`${store.url}/healthz`)).status).toBe(200)
})

async function judgementOf(call: Promise<unknown>): Promise<string> {
  const failure = await call.then(
    () => null,
    (error: unknown) => error,
  )
  return failure instanceof PartnerFailure ? failure.judgement : String(failure)
}
