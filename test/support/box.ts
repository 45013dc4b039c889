import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { handOver, signInAtPortal } from '../../src/cli/demo/portal-visit.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { seedBox } from '../../src/cli/seed/index.ts'
import { readConfig } from '../../src/config.ts'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { createLog, type Log } from '../../src/platform/log/log.ts'
import type { Worker } from '../../src/platform/queue/worker.ts'
import type { CardProcessorBox } from '../../src/sandbox/card-processor/index.ts'
import type { Sandbox } from '../../src/sandbox/index.ts'
import type { Mailbox } from '../../src/sandbox/mailbox/index.ts'
import type { Portal } from '../../src/sandbox/portal/index.ts'
import type { SiteAgent } from '../../src/site/index.ts'
import { type RunningStore, startStore } from '../../src/start-store.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

export interface Box {
  readonly url: string
  readonly store: RunningStore
  readonly database: TestDatabase
  readonly portal: Portal
  readonly cards: CardProcessorBox
  readonly mailbox: Mailbox
  readonly sandbox: Sandbox
  readonly site: SiteAgent
  /** Works all that is due on the queue, and what follows from it. */
  drain(): Promise<void>
  /** Works the queue and the production floor until a look says that it is there; at most half a minute. */
  workUntil<Value>(look: () => Promise<Value | null | undefined | false>): Promise<Value>
  /** A member who came through the portal's own pages and one of its buttons; the catalog's unless told. */
  member(userName: string, options?: { accountId?: string; package?: string }): Promise<Visitor>
  staff(name: 'oscar' | 'fiona' | 'carla' | 'reid'): Promise<Visitor>
  close(): Promise<void>
}

/**
 * The whole box in this process: the store against a database of its own, every partner, the production site and its
 * robot. Nothing moves unless the test drains the queue. The first sync has been published.
 */
export async function startBox(
  options: {
    readonly clock?: Clock
    readonly env?: Readonly<Record<string, string>>
    readonly log?: Log
    /** False leaves the first sync on the queue. */
    readonly firstSync?: boolean
  } = {},
): Promise<Box> {
  const database = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'store-box-'))
  const log = options.log ?? createLog({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    PORT: '0',
    BOX_PORTAL_PORT: '0',
    BOX_CARD_PORT: '0',
    BOX_MAILBOX_PORT: '0',
    BOX_SMTP_PORT: '0',
    BOX_DISC_SECONDS: '0.05',
    ...options.env,
  })
  const clock = options.clock ?? systemClock
  const store = await startStore({
    config,
    clock,
    log,
    seed: ({ db, clock }, { siteToken }) => seedBox({ db, clock, siteToken, debianPackages: config.DEBIAN_PACKAGES }),
    work: false,
  })
  const { sandbox, site } = store
  const worker = present(store.worker)
  const portal = present(sandbox?.portal)
  const box: Box = {
    url: store.url,
    store,
    database,
    portal,
    cards: present(sandbox?.cards),
    mailbox: present(sandbox?.mailbox),
    sandbox: present(sandbox),
    site: present(site),
    drain: () => drain(worker),
    workUntil: async (look) => {
      for (let round = 0; round < 300; round += 1) {
        await drain(worker)
        const found = await look()
        if (found !== null && found !== undefined && found !== false) return found
        await present(site).runOnce()
        await pause(20)
      }
      throw new Error('nothing to see after 300 rounds of work')
    },
    member: async (userName, { accountId, package: packageId } = {}) => {
      const visitor = await signInAtPortal(portal.url, userName, accountId)
      await handOver(visitor, portal.url, packageId ? { entry: 'kit', package: packageId } : { entry: 'catalog' })
      return visitor
    },
    staff: async (name) => {
      const visitor = await signInAtPortal(portal.url, `${name}@paintworks.example`)
      await handOver(visitor, portal.url, { entry: 'admin' })
      return visitor
    },
    close: async () => {
      await store.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  if (options.firstSync === false) return box
  await drain(worker)
  await box.site.runOnce()
  return box
}

async function drain(worker: Worker): Promise<void> {
  await worker.drain()
}

function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('the box lacks a part that every test box has')
  return value
}
