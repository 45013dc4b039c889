import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { inject } from 'vitest'
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
import { madeOnce } from './made-once.ts'
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

interface BoxOptions {
  readonly clock?: Clock
  readonly env?: Readonly<Record<string, string>>
  readonly log?: Log
  /** False leaves the first sync on the queue. */
  readonly firstSync?: boolean
}

/**
 * The whole box in this process: the store against a database of its own, every partner, the production site and its
 * robot. Nothing moves unless the test drains the queue. The first sync has been published. One without options is the
 * second start of a box that the run has started once before and copies: its seed and its first sync need not be made again.
 */
export async function startBox(options: BoxOptions = {}): Promise<Box> {
  const isPlain = Object.keys(options).length === 0
  const madeBefore = isPlain ? await madeOnce('box', startFirst) : null
  const database = await testDatabase(8, madeBefore === null ? undefined : inject('boxTemplateDatabase'))
  const dataDir = mkdtempSync(join(tmpdir(), 'store-box-'))
  if (madeBefore !== null) cpSync(madeBefore, dataDir, { recursive: true })
  const store = await startStoreIn(dataDir, database.url, options)
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
  if (options.firstSync !== false) await settle(store)
  return box
}

/** Starts a box with its data in `dataDir` and in the run's own database, and leaves both to be copied. */
async function startFirst(dataDir: string): Promise<void> {
  const name = inject('boxTemplateDatabase')
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`drop database if exists ${name}`)
  await admin.unsafe(`create database ${name} template ${inject('templateDatabase')} strategy file_copy`)
  await admin.end({ timeout: 1 })
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const store = await startStoreIn(dataDir, url.href, {})
  try {
    await settle(store)
  } finally {
    await store.close()
  }
}

async function settle(store: RunningStore): Promise<void> {
  await drain(present(store.worker))
  await present(store.site).runOnce()
}

async function startStoreIn(dataDir: string, databaseUrl: string, options: BoxOptions): Promise<RunningStore> {
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    BOX_PORTAL_PORT: '0',
    BOX_CARD_PORT: '0',
    BOX_MAILBOX_PORT: '0',
    BOX_SMTP_PORT: '0',
    BOX_DISC_SECONDS: '0.05',
    ...options.env,
  })
  return startStore({
    config,
    clock: options.clock ?? systemClock,
    log: options.log ?? createLog({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    seed: ({ db, clock }, { siteToken }) => seedBox({ db, clock, siteToken, debianPackages: config.DEBIAN_PACKAGES }),
    work: false,
  })
}

async function drain(worker: Worker): Promise<void> {
  await worker.drain()
}

function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('the box lacks a part that every test box has')
  return value
}
