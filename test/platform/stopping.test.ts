import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isNull } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFlexnetPlatform } from '../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { until } from '../../src/cli/demo/until.ts'
import { entitlementLines } from '../../src/domains/entitlements/rights/tables.ts'
import { syncProgress, syncRuns } from '../../src/domains/entitlements/sync/tables.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts'
import { sellerSettings } from '../support/seller.ts'
import { anyPorts, type StoreProcess, startCommand, startStoreProcess } from '../support/store-process.ts'
import { type TestDatabase, testDatabase } from '../support/test-database.ts'

// An idle store ends in a tenth of a second; with work under way it had taken five. The rest is for a loaded machine.
const promptMs = 3_000
const lines = 30
const secrets = {
  handoff: 'stopping-test-handoff-secret-0123456789',
  soapUser: 'store',
  soapPassword: 'stopping-test-soap-password',
  cardKey: 'sk_test_stopping0123456789',
  cardWebhook: 'whsec_stopping0123456789',
}

const closers: (() => unknown)[] = []
let database: TestDatabase
let world: Sandbox
let env: Readonly<Record<string, string>>

beforeEach(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'store-stopping-'))
  closers.push(() => rmSync(dataDir, { recursive: true, force: true }))
  database = await testDatabase(2)
  closers.push(() => database.drop())
  world = await startSandbox({
    host: '127.0.0.1',
    dataDir,
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    secrets,
    discSeconds: 1,
    storeUrl: () => 'http://127.0.0.1:9',
    partners: { portal: true, cards: true, mail: true, robot: false },
    ports: { portal: 0, cards: 0, mailbox: 0, smtp: 0 },
  })
  closers.push(() => world.close())
  for (let number = 1; number <= lines; number += 1)
    world.portal?.plant({
      kind: 'entitlementLine',
      action: 'upsert',
      row: { activationId: `ACT-MANY-${number}`, entitlementId: 'ENT-ACME-1', partNumber: 'BRUSH-LIB-LIC' },
    })
  env = {
    DATA_DIR: join(dataDir, 'store'),
    DATABASE_URL: database.url,
    ...sellerSettings,
    SESSION_SECRET: 'stopping-test-session-secret-0123456789',
    HANDOFF_SECRET: secrets.handoff,
    FLEXNET_URL: world.portal?.url ?? '',
    FLEXNET_USER: secrets.soapUser,
    FLEXNET_PASSWORD: secrets.soapPassword,
    FLEXNET_PAGE_SIZE: '1',
    STRIPE_SECRET_KEY: secrets.cardKey,
    STRIPE_WEBHOOK_SECRET: secrets.cardWebhook,
    STRIPE_API_URL: world.cards?.url ?? '',
    SMTP_URL: world.mailbox?.smtpUrl ?? '',
    ALARM_MAIL: 'ops@vendor.example',
    MEDIA_SITE_TOKEN: 'site_of_nobody_0123456789',
  }
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it('a store that is stopped while it reads its first sync ends promptly and has failed nothing; the next start goes on at the page', async () => {
  answerLinesSlowly()
  const first = await started()
  await someLinesAreKept()
  const end = await first.interrupt()
  process.stdout.write(`a sync was stopped, and the process, within ${Math.round(end.afterMs)} ms\n`)
  expect(end.code).toBe(0)
  expect(end.afterMs).toBeLessThan(promptMs)
  const [cut] = await database.db.select().from(syncRuns)
  expect(cut).toMatchObject({ state: 'reading', error: null })
  const kept = await linesKept()
  expect(kept).toBeGreaterThan(1)
  expect(kept).toBeLessThan(lines)
  const queue = await database.db.execute(
    `select state, retry_count from pgboss.job where data ->> 'job' = 'entitlements.sync'`,
  )
  expect([...queue]).toEqual([{ state: 'retry', retry_count: 0 }])

  const before = callsOf('getProductsQuery')
  await answerAtOnce()
  await started()
  await until(systemClock, 'the run is published', async () => (await runs())[0]?.state === 'published', 60)
  expect((await runs()).map(({ id }) => id)).toEqual([cut?.id])
  expect(callsOf('getProductsQuery')).toBe(before)
  expect(new Set(await ourLines())).toEqual(new Set(await theirLines()))
  expect(world.mailbox?.mails().filter(({ to }) => to.includes('ops@vendor.example'))).toEqual([])
}, 180_000)

it('a sync on the command line that is stopped by Ctrl-C says what it keeps, and the next one goes on there', async () => {
  const migrated = await started({ ROLE: 'web' })
  await migrated.kill()
  answerLinesSlowly()
  const cut = startCommand(['sync', '--full'], env)
  await someLinesAreKept()
  const end = await cut.interrupt()
  process.stdout.write(`a sync command was stopped within ${Math.round(end.afterMs)} ms\n`)
  expect(end.code).toBe(130)
  expect(end.afterMs).toBeLessThan(promptMs)
  const [run] = await runs()
  expect(end.output).toMatch(
    /Stopped\. Nothing is published\. Run syn_\w+ keeps the \d+ rows that it has read, and the/,
  )
  expect(end.output).toContain(`Run ${run?.id} keeps`)
  expect(run).toMatchObject({ state: 'reading', error: null })

  const before = callsOf('getProductsQuery')
  await answerAtOnce()
  const next = await startCommand(['sync'], env).ended
  expect([next.code, next.output.includes(`Run ${run?.id}, full: published`)]).toEqual([0, true])
  expect(callsOf('getProductsQuery')).toBe(before)
  expect(new Set(await ourLines())).toEqual(new Set(await theirLines()))
}, 180_000)

it('while a store stops, a request under way is answered and its connection closed, and a new one finds nobody', async () => {
  const store = await started({ ROLE: 'web' })
  const half = await halfARequest(store)
  process.kill(store.pid, 'SIGINT')
  await until(systemClock, 'no new connection is taken', async () => !(await isTaken(store)))
  half.socket.write('{}')
  await until(systemClock, 'the connection is closed', async () => half.closed())
  expect(half.answer()).toMatch(/^HTTP\/1\.1 401 [\s\S]*sign-in-needed/)
  expect((await store.interrupt()).code).toBe(0)
}, 120_000)

it('a second Ctrl-C ends a store at once, and one that npm has only passed on does not', async () => {
  const store = await started({ ROLE: 'web' })
  const half = await halfARequest(store)
  process.kill(store.pid, 'SIGINT')
  process.kill(store.pid, 'SIGINT')
  await until(systemClock, 'no new connection is taken', async () => !(await isTaken(store)))
  await pause(300)
  expect(half.closed()).toBe(false)
  const end = await store.interrupt()
  expect(end.code).toBe(130)
  expect(end.afterMs).toBeLessThan(1_000)
}, 120_000)

async function started(more: Readonly<Record<string, string>> = {}): Promise<StoreProcess> {
  const store = await startStoreProcess({ ...anyPorts, ...env, ...more })
  closers.push(() => store.kill())
  return store
}

function answerLinesSlowly(): void {
  const operation = 'getEntitlementLineItemPropertiesQuery'
  world.portal?.misbehave({ operation, fault: 'slow', times: 1000, delayMs: 300 })
}

async function answerAtOnce(): Promise<void> {
  await fetch(`${world.portal?.url}/sandbox/misbehave`, { method: 'DELETE' })
}

async function linesKept(): Promise<number> {
  const steps = await database.db.select().from(syncProgress)
  return steps.find(({ step }) => step === 'entitlement lines')?.rows ?? 0
}

async function someLinesAreKept(): Promise<void> {
  await until(systemClock, 'some lines are kept', async () => (await linesKept()) > 1, 60)
}

const runs = () => database.db.select().from(syncRuns)
const callsOf = (operation: string) => world.portal?.state().calls[operation]

async function ourLines(): Promise<unknown[]> {
  const { activationId, quantity, accountId, state } = entitlementLines
  return database.db
    .select({ activationId, quantity, accountId, state })
    .from(entitlementLines)
    .where(isNull(entitlementLines.removedAt))
}

async function theirLines(): Promise<unknown[]> {
  const platform = createFlexnetPlatform({
    baseUrl: world.portal?.url ?? '',
    credentials: { user: secrets.soapUser, password: secrets.soapPassword },
    log: createLog({ level: 'silent' }),
  })
  const { items } = await platform.entitlementLines({ page: 1 })
  return items.map(({ activationId, quantity, accountId, state }) => ({ activationId, quantity, accountId, state }))
}

interface HalfRequest {
  readonly socket: Socket
  answer(): string
  closed(): boolean
}

/** A request whose content is still to come. */
async function halfARequest({ url }: StoreProcess): Promise<HalfRequest> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  let closed = false
  socket.on('data', (chunk) => {
    answer += chunk.toString('utf8')
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
  })
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  socket.write(
    'POST /api/cart/lines HTTP/1.1\r\nHost: store\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n',
  )
  closers.push(() => socket.destroy())
  await until(systemClock, 'the request has begun', () => fetch(`${url}/healthz`))
  return { socket, answer: () => answer, closed: () => closed }
}

async function isTaken({ url }: StoreProcess): Promise<boolean> {
  return fetch(`${url}/healthz`, { headers: { connection: 'close' } }).then(
    () => true,
    () => false,
  )
}
