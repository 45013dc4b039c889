import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFlexnetPlatform } from '../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { downloadsAnswer } from '../../src/cli/demo/answers.ts'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { until } from '../../src/cli/demo/until.ts'
import { seedPaintworks } from '../../src/cli/seed/index.ts'
import { InvalidConfiguration, readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type Portal, startPortal } from '../../src/sandbox/portal/index.ts'
import { type RunningStore, startStore } from '../../src/start-store.ts'
import { type FeedFolder, feedOf, makeFeedFolder } from '../adapters/entitlement-platform/feed-folder.ts'
import { sellerSettings } from '../support/seller.ts'
import { shopping } from '../support/shopping.ts'
import { type TestDatabase, testDatabase } from '../support/test-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-feed-'))
const log = createLog({ level: 'silent' })
const handoffSecret = 'a secret that the portal and the store of this test share'
const real = {
  ...sellerSettings,
  HANDOFF_SECRET: handoffSecret,
  SESSION_SECRET: 'a secret for the sessions of this test alone',
}
let portal: Portal
let feed: FeedFolder
let database: TestDatabase
let store: RunningStore

beforeAll(async () => {
  portal = await startPortal({
    host: '127.0.0.1',
    port: 0,
    dataDir: join(folder, 'portal'),
    clock: systemClock,
    log,
    handoffSecret,
    storeUrl: () => store.url,
    soapUser: 'store',
    soapPassword: 'to fill the folder with',
  })
  const credentials = { user: 'store', password: 'to fill the folder with' }
  const flexnet = createFlexnetPlatform({ baseUrl: portal.url, credentials, log })
  const downloads = { userName: 'alice@acme.example', accountId: 'ACME', activationId: 'ACT-ACME-PAINT' }
  feed = makeFeedFolder(await feedOf(flexnet, downloads))
  database = await testDatabase()
  await seedPaintworks({ db: database.db, clock: systemClock })
  store = await startStore({
    config: readConfig({
      DATA_DIR: join(folder, 'store'),
      DATABASE_URL: database.url,
      PORT: '0',
      BOX_CARD_PORT: '0',
      BOX_MAILBOX_PORT: '0',
      BOX_SMTP_PORT: '0',
      FEED_DIR: feed.directory,
      PORTAL_URL: portal.url,
      ...real,
    }),
    clock: systemClock,
    log,
  })
})
afterAll(async () => {
  await store?.close()
  await portal?.close()
  await database?.drop()
  feed?.close()
  rmSync(folder, { recursive: true, force: true })
})

it('a store beside a folder of files sells what the account may buy, and leaves the right in the outbox, live and downloadable', async () => {
  expect(store.sandbox?.portal ?? null).toBeNull()
  const alice = await until(systemClock, 'the first sync lets the buyer in', async () => {
    const visitor = await signInAtPortal(portal.url, 'alice@acme.example')
    await handOver(visitor, portal.url, { entry: 'catalog' })
    return (await visitor.tell('GET', `${store.url}/api/session`)).status === 200 && visitor
  })
  const shop = shopping(store.url, alice)
  const { id, number } = await shop.order([{ partNumber: 'PAINT-PRO-2-LIC' }], 'PO-FEED-1')
  const order = await until(systemClock, 'the right is live', async () => {
    const seen = await shop.see(id)
    return seen.lines[0]?.right?.live === true && seen
  })
  expect(readdirSync(join(feed.directory, 'outbox'))).toContain(`entitlement~${number}.ndjson`)
  const activationId = order.lines[0]?.right?.activationId
  const offered = await alice.ask(downloadsAnswer, 'GET', `${store.url}/api/products/${activationId}/downloads`)
  expect(offered.packages.flatMap(({ files }) => files).length).toBeGreaterThan(0)
  const receipt = (await alice.open(`${store.url}/orders/${id}`)).body.toString()
  expect(receipt).toContain(portal.url)
})

it('a folder of files needs the secrets that any partner outside the box needs, and is not set beside FlexNet', () => {
  const mistakes = (environment: Record<string, string>) => {
    try {
      readConfig(environment)
    } catch (error) {
      if (error instanceof InvalidConfiguration) return error.mistakes.map((text) => text.split(':')[0])
      throw error
    }
    return []
  }
  expect(mistakes({ FEED_DIR: 'feed' })).toEqual([
    'PORTAL_URL',
    'HANDOFF_SECRET',
    'SELLER_NAME',
    'SELLER_LEGAL',
    'SELLER_HELP',
    'SESSION_SECRET',
  ])
  const whole = { FEED_DIR: 'feed', PORTAL_URL: 'https://portal.vendor.example', ...real }
  expect(mistakes(whole)).toEqual([])
  const flexnet = { FLEXNET_URL: 'https://vendor.example', FLEXNET_TOKEN: 'token' }
  expect(mistakes({ ...whole, ...flexnet })).toEqual(['FEED_DIR'])
})
