import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { boxSecrets } from '../../src/box-secrets.ts'
import { placementAnswer, pricedCartAnswer } from '../../src/cli/demo/answers.ts'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { shipTo } from '../../src/cli/demo/stage.ts'
import { until } from '../../src/cli/demo/until.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { seedBox } from '../../src/cli/seed/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startSandbox } from '../../src/sandbox/index.ts'
import { giveEmbeddedDatabase } from '../support/embedded-data.ts'
import { sellerSettings } from '../support/seller.ts'
import { anyPorts, runStoreProcess, type StoreProcess, startStoreProcess } from '../support/store-process.ts'
import { testDatabase } from '../support/test-database.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'store-process-'))
  closers.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function started(env: Readonly<Record<string, string>>): Promise<StoreProcess> {
  const store = await startStoreProcess({ ...anyPorts, BOX_DISC_SECONDS: '0.05', ...env }, { withinMs: 240_000 })
  closers.push(() => store.kill())
  return store
}

function portalOf(store: StoreProcess): string {
  return /^ {2}portal +(\S+)$/m.exec(store.output())?.[1] ?? ''
}

async function signOn(storePortal: string): Promise<Visitor> {
  const visitor = await signInAtPortal(storePortal, 'alice@acme.example')
  await until(
    systemClock,
    'the account is known',
    async () => (await handOver(visitor, storePortal, { entry: 'catalog' })).status === 200,
  )
  return visitor
}

async function order(visitor: Visitor, url: string, purchaseOrderNumber: string): Promise<string> {
  await until(
    systemClock,
    'the catalog is published',
    async () =>
      (await visitor.tell('POST', `${url}/api/cart/lines`, { partNumber: 'SKETCH-5-LIC', quantity: 1 })).status === 201,
  )
  const pricedCart = await visitor.ask(pricedCartAnswer, 'POST', `${url}/api/priced-carts`, { shipTo })
  const { order: placed } = await visitor.ask(placementAnswer, 'POST', `${url}/api/orders`, {
    pricedCartId: pricedCart.id,
    method: 'purchaseOrder',
    purchaseOrderNumber,
  })
  return placed?.id ?? ''
}

async function isLive(visitor: Visitor, url: string, orderId: string): Promise<boolean> {
  const { status, body } = await visitor.tell('GET', `${url}/api/orders/${orderId}`)
  return (
    status === 200 && JSON.parse(body.toString('utf8')).lines.every((line: { state: string }) => line.state === 'live')
  )
}

it('a second start on a data directory is refused with the way out, and the first goes on; Ctrl-C ends it', async () => {
  const DATA_DIR = folder()
  const first = await started({ DATA_DIR })
  const second = await runStoreProcess({ ...anyPorts, DATA_DIR })
  expect(second.code).toBe(1)
  expect(second.output).toContain(
    `in use by process ${first.pid}. Stop that process, or start this one with another DATA_DIR.`,
  )
  expect(second.output).not.toMatch(/^ +at /m)
  await until(systemClock, 'the first is ready', async () => (await fetch(`${first.url}/readyz`)).status === 200, 60)
  const end = await first.interrupt()
  process.stdout.write(`Ctrl-C ended the process within ${Math.round(end.afterMs)} ms\n`)
  expect(end.code).toBe(0)
  expect(end.afterMs).toBeLessThan(8_000)
  const again = await started({ DATA_DIR })
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200)
}, 480_000)

it('a box that is killed starts again on its directory with the same orders, and carries them on', async () => {
  const DATA_DIR = folder()
  await giveEmbeddedDatabase(DATA_DIR)
  const ports = { WORKER_LOST_AFTER_SECONDS: '1' }
  const first = await started({ DATA_DIR, ...ports })
  const before = await signOn(portalOf(first))
  const settled = await order(before, first.url, 'PO-1')
  await until(systemClock, 'the first order is live', () => isLive(before, first.url, settled))
  const fresh = await order(before, first.url, 'PO-2')
  await first.kill()
  const second = await started({ DATA_DIR, ...ports })
  const after = await signOn(portalOf(second))
  expect(await isLive(after, second.url, settled)).toBe(true)
  await until(systemClock, 'the second order is live', () => isLive(after, second.url, fresh))
}, 480_000)

it('a port in use is named with the way out', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => taken.close(resolve)))
  const port = portOf(taken)
  const DATA_DIR = folder()
  await giveEmbeddedDatabase(DATA_DIR)
  const end = await runStoreProcess({ ...anyPorts, DATA_DIR, PORT: String(port) })
  expect(end.code).toBe(1)
  expect(end.output).toContain(`127.0.0.1:${port}. Something listens there already; choose another with PORT`)
  expect(end.output).not.toMatch(/^ +at /m)
}, 480_000)

it('a wrong configuration is told as a whole and without a value, and nothing starts', async () => {
  const secret = 'sk_live_never_to_be_seen'
  const end = await runStoreProcess({
    ...anyPorts,
    DATA_DIR: join(folder(), 'never-made'),
    STRIPE_SECRET_KEY: secret,
    HANDOFF_SECRET: 'too-short-to-be-good',
    FLEXNET_URL: 'https://platform.example',
    FLEXNET_PASSWORD: 'hunter2-hunter2',
  })
  expect(end.code).toBe(1)
  const missing = ['STRIPE_WEBHOOK_SECRET', 'HANDOFF_SECRET', 'FLEXNET_USER', 'SESSION_SECRET']
  for (const name of [...missing, ...Object.keys(sellerSettings)]) expect(end.output).toContain(`${name}`)
  const types = await runStoreProcess({ PORT: 'hunter2', ROLE: 'everything', DATABASE_POOL: '1' })
  expect(types.code).toBe(1)
  for (const name of ['PORT', 'ROLE', 'DATABASE_POOL']) expect(types.output).toContain(`${name}:`)
  for (const value of [secret, 'hunter2', 'too-short-to-be-good'])
    expect(end.output + types.output).not.toContain(value)
}, 480_000)

it('a process that answers and a process that works share a database and complete an order together [S26]', async () => {
  const database = await testDatabase(2)
  closers.push(() => database.drop())
  const dataDir = folder()
  const log = createLog({ level: 'silent' })
  const secrets = {
    handoff: 'process-test-handoff-secret-0123456789',
    soapUser: 'store',
    soapPassword: 'process-test-soap-password',
    cardKey: 'sk_test_process0123456789',
    cardWebhook: 'whsec_process0123456789',
  }
  const address = { url: '' }
  const { portal, cards, mailbox, close } = await startSandbox({
    host: '127.0.0.1',
    dataDir,
    clock: systemClock,
    log,
    secrets,
    discSeconds: 0.05,
    storeUrl: () => address.url,
    partners: { portal: true, cards: true, mail: true, robot: false },
    ports: { portal: 0, cards: 0, mailbox: 0, smtp: 0 },
  })
  closers.push(close)
  await seedBox({ db: database.db, clock: systemClock, siteToken: boxSecrets(join(dataDir, 'shared')).siteToken })
  const env = {
    DATA_DIR: join(dataDir, 'shared'),
    DATABASE_URL: database.url,
    ...sellerSettings,
    SESSION_SECRET: 'process-test-session-secret-0123456789',
    HANDOFF_SECRET: secrets.handoff,
    FLEXNET_URL: portal?.url ?? '',
    FLEXNET_USER: secrets.soapUser,
    FLEXNET_PASSWORD: secrets.soapPassword,
    STRIPE_SECRET_KEY: secrets.cardKey,
    STRIPE_WEBHOOK_SECRET: secrets.cardWebhook,
    STRIPE_API_URL: cards?.url ?? '',
    SMTP_URL: mailbox?.smtpUrl ?? '',
    MEDIA_SITE_TOKEN: 'site_of_nobody_0123456789',
  }
  const [web] = await Promise.all([started({ ...env, ROLE: 'web' }), started({ ...env, ROLE: 'worker' })])
  address.url = web.url
  const visitor = await signOn(portal?.url ?? '')
  const orderId = await order(visitor, web.url, 'PO-3')
  await until(systemClock, 'the order is live', () => isLive(visitor, web.url, orderId))
  expect(mailbox?.mails().some(({ to }) => to.includes('alice@acme.example'))).toBe(true)
}, 480_000)

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
