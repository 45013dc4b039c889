import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { itemsAnswer } from '../../src/cli/demo/answers.ts'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import { until } from '../../src/cli/demo/until.ts'
import { seedBox, seedPaintworks } from '../../src/cli/seed/index.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts'
import { type RunningStore, startStore } from '../../src/start-store.ts'
import { sellerSettings } from '../support/seller.ts'
import { shopping } from '../support/shopping.ts'
import { testDatabase } from '../support/test-database.ts'

const freePorts = {
  PORT: '0',
  BOX_PORTAL_PORT: '0',
  BOX_CARD_PORT: '0',
  BOX_MAILBOX_PORT: '0',
  BOX_SMTP_PORT: '0',
}

/** The process as `main.ts` starts it: told what to be by variables alone. */
function start(environment: Readonly<Record<string, string>>): Promise<RunningStore> {
  return startStore({
    config: readConfig({ ...freePorts, ...environment }),
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    seed: ({ db, clock }, { siteToken }) => seedBox({ db, clock, siteToken }),
  })
}

/** Through the portal into the store, one licence on a purchase order, live on the platform. */
async function sell(portalUrl: string, storeUrl: string, purchaseOrderNumber: string): Promise<string> {
  const buyer = await until(systemClock, 'the first sync lets the buyer in', async () => {
    const visitor = await signInAtPortal(portalUrl, 'alice@acme.example')
    await handOver(visitor, portalUrl, { entry: 'catalog' })
    return (await visitor.tell('GET', `${storeUrl}/api/session`)).status === 200 && visitor
  })
  const { items } = await buyer.ask(itemsAnswer, 'GET', `${storeUrl}/api/items?limit=100`)
  expect(items.length).toBeGreaterThan(5)
  const { id } = await shopping(storeUrl, buyer).order([{ partNumber: 'TEXTURES-2-LIC' }], purchaseOrderNumber)
  const order = await until(systemClock, 'the right is live', async () => {
    const seen = await shopping(storeUrl, buyer).see(id)
    return seen.lines[0]?.right?.live === true && seen
  })
  return order.number
}

it('one process with its own database on one host, and the same build beside a managed database as web and worker apart, by environment only [S26]', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-deployment-'))
  const database = await testDatabase()
  const running: RunningStore[] = []
  let world: Sandbox | null = null
  const started = async (environment: Readonly<Record<string, string>>) => {
    const store = await start(environment)
    running.push(store)
    return store
  }
  try {
    const single = await started({ DATA_DIR: join(folder, 'single') })
    const number = await sell(single.sandbox?.portal?.url ?? '', single.url, 'PO-SINGLE')
    expect(number).toMatch(/^SO-\d{4}-\d{6}$/)

    world = await outsideWorld(join(folder, 'world'), () => running.at(-1)?.url ?? '')
    const managed = { DATABASE_URL: database.url, ...environmentOf(world) }
    await seedPaintworks({ db: database.db, clock: systemClock })
    const worker = await started({ ...managed, DATA_DIR: join(folder, 'worker'), ROLE: 'worker' })
    const web = await started({ ...managed, DATA_DIR: join(folder, 'web'), ROLE: 'web' })
    expect([web.worker, web.sandbox, worker.sandbox]).toEqual([null, null, null])
    await sell(world.portal?.url ?? '', web.url, 'PO-MANAGED')
  } finally {
    for (const store of running.reverse()) await store.close()
    await world?.close()
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
})

const secrets = {
  handoff: 'a secret that the portal and the stores of this test share',
  soapUser: 'store',
  soapPassword: 'of the store at the portal',
  cardKey: 'sk_test_of_this_test_alone',
  cardWebhook: 'whsec_of_this_test_alone',
}

/** The partners, outside of every store. */
function outsideWorld(dataDir: string, storeUrl: () => string): Promise<Sandbox> {
  return startSandbox({
    host: '127.0.0.1',
    dataDir,
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    storeUrl,
    secrets,
    partners: { portal: true, cards: true, mail: true, robot: false },
    ports: { portal: 0, cards: 0, mailbox: 0, smtp: 0 },
    discSeconds: 0,
  })
}

function environmentOf({ portal, cards, mailbox }: Sandbox): Record<string, string> {
  return {
    FLEXNET_URL: portal?.url ?? '',
    FLEXNET_USER: secrets.soapUser,
    FLEXNET_PASSWORD: secrets.soapPassword,
    STRIPE_API_URL: cards?.url ?? '',
    STRIPE_SECRET_KEY: secrets.cardKey,
    STRIPE_WEBHOOK_SECRET: secrets.cardWebhook,
    SMTP_URL: mailbox?.smtpUrl ?? '',
    HANDOFF_SECRET: secrets.handoff,
    SESSION_SECRET: 'a secret that the replicas of this test share',
    ...sellerSettings,
    MEDIA_SITE_TOKEN: 'a token of a site that is elsewhere',
  }
}
