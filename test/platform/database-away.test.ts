import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placementAnswer, pricedCartAnswer } from '../../src/cli/demo/answers.ts'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { shipTo } from '../../src/cli/demo/stage.ts'
import { until } from '../../src/cli/demo/until.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts'
import { type OwnServer, startPostgres } from '../support/postgres.ts'
import { anyPorts, type StoreProcess, startStoreProcess } from '../support/store-process.ts'

let server: OwnServer
let proxy: CuttingProxy
let store: StoreProcess
let visitor: Visitor
const dataDir = mkdtempSync(join(tmpdir(), 'store-database-away-'))

beforeAll(async () => {
  server = await startPostgres()
  proxy = await startCuttingProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) })
  const url = new URL(server.url)
  url.port = String(proxy.port)
  const env = { ...anyPorts, DATA_DIR: dataDir, DATABASE_URL: url.href, WORKER_LOST_AFTER_SECONDS: '1' }
  store = await startStoreProcess(env)
  const portal = /^ {2}portal +(\S+)$/m.exec(store.output())?.[1] ?? ''
  await until(systemClock, 'the store is ready', async () => (await get('/readyz')).status === 200, 60)
  visitor = await signInAtPortal(portal, 'alice@acme.example')
  expect((await handOver(visitor, portal, { entry: 'catalog' })).status).toBe(200)
})
afterAll(async () => {
  await store.kill()
  await proxy.close()
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** An answer that does not come within half a minute fails the test. */
async function get(path: string): Promise<Response> {
  return fetch(`${store.url}${path}`, { signal: AbortSignal.timeout(30_000) })
}

async function order(purchaseOrderNumber: string): Promise<string> {
  const url = store.url
  await visitor.tell('POST', `${url}/api/cart/lines`, { partNumber: 'SKETCH-5-LIC', quantity: 1 })
  const pricedCart = await visitor.ask(pricedCartAnswer, 'POST', `${url}/api/priced-carts`, { shipTo })
  const body = { pricedCartId: pricedCart.id, method: 'purchaseOrder', purchaseOrderNumber }
  const { order: placed } = await visitor.ask(placementAnswer, 'POST', `${url}/api/orders`, body)
  return placed?.id ?? ''
}

/** Web and worker both go on: the store is ready, an order is taken, and carried to the platform and back. */
async function goesOn(purchaseOrderNumber: string): Promise<void> {
  await until(systemClock, 'the store is ready again', async () => (await get('/readyz')).status === 200, 30)
  const id = await order(purchaseOrderNumber)
  await until(
    systemClock,
    'the order is live',
    async () => {
      const { status, body } = await visitor.tell('GET', `${store.url}/api/orders/${id}`)
      const lines: { state: string }[] = status === 200 ? JSON.parse(body.toString('utf8')).lines : []
      return lines.length > 0 && lines.every(({ state }) => state === 'live')
    },
    60,
  )
  expect(store.output()).not.toContain('an error that nothing caught')
}

/** Shoppers who ask all the time; each gets the page, or is told that the database is away. */
async function whileShopping(trouble: () => Promise<void>): Promise<Set<number>> {
  const statuses = new Set<number>()
  let over = false
  const shoppers = Array.from({ length: 4 }, async () => {
    while (!over) {
      const { status } = await visitor.tell('GET', `${store.url}/api/items?limit=20`)
      statuses.add(status)
      await pause(5)
    }
  })
  await trouble().finally(() => {
    over = true
  })
  await Promise.all(shoppers)
  return statuses
}

it('a store whose connections are killed again and again answers, does not end, and goes on', async () => {
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  const statuses = await whileShopping(async () => {
    for (let round = 0; round < 60; round += 1) {
      await admin`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'entitlement-store' and random() < 0.5`
      await pause(30)
    }
  })
  await admin.end()
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
  expect(statuses).toContain(200)
  await goesOn('PO-KILLED')
}, 180_000)

it('a network that cuts in the middle of answers does not end a store', async () => {
  const statuses = await whileShopping(async () => {
    const before = proxy.cuts()
    proxy.cutAfterBytes(20_000)
    await until(systemClock, 'connections are cut', async () => proxy.cuts() > before + 10, 30)
    proxy.cutAfterBytes(null)
  })
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
  await goesOn('PO-CUT')
}, 180_000)

it('a database that is away is said to be away, by API, page and readiness, and the process lives on until it is back', async () => {
  await server.stopImmediately()
  const api = await visitor.tell('GET', `${store.url}/api/items`)
  expect([api.status, JSON.parse(api.body.toString('utf8')).code]).toEqual([503, 'database-unavailable'])

  const ready = await get('/readyz')
  expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await ready.json()).toMatchObject({ status: 'unavailable', reason: 'database-unavailable' })
  expect((await get('/healthz')).status).toBe(200)

  const page = await visitor.open(`${store.url}/catalog`)
  expect(page.status).toBe(503)
  expect(page.body.toString('utf8')).toContain('The store cannot reach its database')
  await server.startAgain()
  await goesOn('PO-BACK')
}, 180_000)
