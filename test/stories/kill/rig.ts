import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { boxSecrets } from '../../../src/box-secrets.ts'
import { seedBox } from '../../../src/cli/seed/index.ts'
import { defineSite } from '../../../src/domains/fulfilment/production/index.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { createLog } from '../../../src/platform/log/log.ts'
import { robotShare, type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import type { Portal } from '../../../src/sandbox/portal/index.ts'
import { createSiteAgent } from '../../../src/site/index.ts'
import { sellerSettings } from '../../support/seller.ts'
import { freePort, type StoreProcess, startStoreProcess } from '../../support/store-process.ts'
import { testDatabase } from '../../support/test-database.ts'
import { type Gate, openGate } from './gate.ts'
import { type MailGate, openMailGate } from './mail-gate.ts'
import { openRowGate, type RowGate } from './row-gate.ts'

/** Where the traffic can be stopped: on the way to a partner, and on the way to the store. */
export type Way = 'platform' | 'cards' | 'mail' | 'inbound'

/** The world around one store process: everything here outlives it. */
export interface KillRig {
  /** The address of the store for everybody, whatever process is behind it. */
  readonly url: string
  readonly portal: Portal
  readonly sandbox: Sandbox
  readonly sql: Sql
  readonly ways: Readonly<Record<Way, Gate> & { mail: MailGate }>
  readonly rows: RowGate
  readonly soap: { readonly user: string; readonly password: string }
  readonly cardKey: string
  /** The folders of a site that is in the store's process. */
  readonly storeSite: { readonly hotFolder: string; readonly discs: string }
  start(): Promise<void>
  /** SIGKILL; then what was stopped on its way is cut or rolled back, as when a machine goes dark. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** Countries with a production site of their own, so that one that stands still does not stop the others. */
export const siteCountries = ['IE', 'DE', 'FR', 'NL'] as const
/** Served by a site that is never stopped. */
export const openCountry = 'AT'
const sites = [...siteCountries, openCountry].map((id) => ({ id, name: id, token: `site_kill_0123456789_${id}` }))

/** Tables that an order writes, those of the queue included. */
export const orderTables = [
  'payments',
  'card_returns',
  'inbound_events',
  'orders',
  'order_lines',
  'order_events',
  'priced_carts',
  'carts',
  'journal_entries',
  'journal_lines',
  'pushes',
  'push_lines',
  'push_attempts',
  'entitlement_lines',
  'mails',
  'media_jobs',
  'media_job_reports',
  'media_job_discs',
  'media_files',
  'queue_claims',
  'pgboss.job',
] as const

/** @param settle runs after the seed and before the first process starts, for a world with more people in it */
export async function openKillRig(options: {
  /** Where the site agent and the disc robot live: beside the store, or in its process so that they die with it. */
  readonly site: 'outside' | 'inStore'
  readonly people: (portal: Portal) => void
}): Promise<KillRig> {
  const database = await testDatabase(2)
  const dataDir = mkdtempSync(join(tmpdir(), 'store-kill-'))
  const log = createLog({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
  const port = await freePort()
  const inbound = await openGate(() => `http://127.0.0.1:${port}`)
  const secrets = {
    handoff: 'kill-test-handoff-secret-0123456789abcdef',
    soapUser: 'store',
    soapPassword: 'kill-test-soap-password',
    cardKey: 'sk_test_kill0123456789abcdef',
    cardWebhook: 'whsec_kill0123456789abcdef',
  }
  const outside = options.site === 'outside'
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    dataDir,
    clock: systemClock,
    log,
    secrets,
    discSeconds: 0.05,
    storeUrl: () => inbound.url,
    partners: { portal: true, cards: true, mail: true, robot: outside },
    ports: { portal: 0, cards: 0, mailbox: 0, smtp: 0 },
  })
  const { portal, cards, mailbox } = sandbox
  if (!portal || !cards || !mailbox) throw new Error('a partner is missing')
  options.people(portal)
  const storeDir = join(dataDir, 'store')
  await seedBox({ db: database.db, clock: systemClock, siteToken: boxSecrets(storeDir).siteToken })
  if (outside)
    await database.db.transaction(async (tx) => {
      for (const site of sites) await defineSite(tx, { ...site, media: ['DVD'], countries: [site.id] })
    })
  const ways = {
    platform: await openGate(() => portal.url),
    cards: await openGate(() => cards.url),
    mail: await openMailGate(() => new URL(mailbox.smtpUrl)),
    inbound,
  }
  const sql = postgres(database.url, { max: 2, onnotice: () => {}, connection: { application_name: 'kill-test' } })
  const rows = await openRowGate(database.url, orderTables)
  const env = {
    DATABASE_URL: database.url,
    DATABASE_POOL: '20',
    DATA_DIR: storeDir,
    PORT: String(port),
    PUBLIC_URL: inbound.url,
    WORKER_LOST_AFTER_SECONDS: '1',
    ...sellerSettings,
    SESSION_SECRET: 'kill-test-session-secret-0123456789abcdef',
    HANDOFF_SECRET: secrets.handoff,
    FLEXNET_URL: ways.platform.url,
    FLEXNET_USER: secrets.soapUser,
    FLEXNET_PASSWORD: secrets.soapPassword,
    STRIPE_SECRET_KEY: secrets.cardKey,
    STRIPE_WEBHOOK_SECRET: secrets.cardWebhook,
    STRIPE_API_URL: ways.cards.url,
    SMTP_URL: ways.mail.url,
    ...(outside ? { MEDIA_SITE_TOKEN: 'site_of_nobody_0123456789' } : { BOX_DISC_SECONDS: '0.05' }),
  }
  const agents = outside ? sites.map(({ id, token }) => startAgent(id, token)) : []
  function startAgent(id: string, token: string) {
    const agent = createSiteAgent({
      storeUrl: inbound.url,
      token,
      workDir: join(dataDir, `site-${id}`),
      clock: systemClock,
      log,
      device: {
        kind: 'ptburn',
        hotFolder: sandbox.hotFolder,
        devicePrefix: robotShare,
        clientId: `kill-${id}`,
        encoding: 'latin1',
      },
      pollMs: 200,
      // A call that stood still when the store died is given up soon, as it is where the connection is reset.
      timeoutMs: 5_000,
    })
    agent.start()
    return agent
  }
  let store: StoreProcess | null = null

  return {
    url: inbound.url,
    portal,
    sandbox,
    sql,
    ways,
    rows,
    soap: { user: secrets.soapUser, password: secrets.soapPassword },
    cardKey: secrets.cardKey,
    storeSite: {
      hotFolder: join(storeDir, 'sandbox/ptburn-jobs'),
      discs: join(storeDir, 'sandbox/discs'),
    },
    start: async () => {
      store = await startStoreProcess(env)
    },
    kill: async () => {
      await store?.kill()
      if (process.env['TEST_LOG_LEVEL']) process.stderr.write(store?.output() ?? '')
      store = null
      for (const gate of Object.values(ways)) gate.release()
      await rows.release()
    },
    close: async () => {
      await store?.kill()
      if (process.env['TEST_LOG_LEVEL']) process.stderr.write(store?.output() ?? '')
      for (const gate of Object.values(ways)) await gate.close()
      await Promise.all(agents.map((agent) => agent.stop()))
      await sandbox.close()
      await rows.close()
      await sql.end({ timeout: 1 })
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
