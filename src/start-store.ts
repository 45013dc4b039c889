import { join } from 'node:path'
import { buildApp } from './app.ts'
import { type BoxSecrets, boxSecrets } from './box-secrets.ts'
import { type Config, deliveryHeaderOf } from './config.ts'
import { createDeps, type Deps } from './deps.ts'
import { chooseUnknownRelease } from './domains/entitlements/rights/index.ts'
import { lastPublished, requestSync } from './domains/entitlements/sync/index.ts'
import { chooseOrderNumberPrefix, requestLookAbove } from './domains/fulfilment/orders/index.ts'
import { defineSite, siteOfToken } from './domains/fulfilment/production/index.ts'
import { fillPurchaseOrderKeys } from './domains/selling/approvals/index.ts'
import { boxOpenIdClient, boxSoapUser, endpointsOf, partnersOfBox } from './endpoints.ts'
import type { Clock } from './kernel/clock.ts'
import { type ConnectionTarget, connect, serverTarget } from './platform/db/db.ts'
import { migrate, oneReplicaAtATime } from './platform/db/migrate.ts'
import type { Log } from './platform/log/log.ts'
import { startBoss } from './platform/queue/boss.ts'
import type { Worker } from './platform/queue/worker.ts'
import type { Sandbox } from './sandbox/index.ts'
import type { SiteAgent } from './site/index.ts'
import { createStoreWorker } from './worker.ts'

export interface RunningStore {
  readonly url: string
  readonly app: Awaited<ReturnType<typeof buildApp>>
  readonly deps: Deps
  /** Null in a process that only answers requests. */
  readonly worker: Worker | null
  readonly sandbox: Sandbox | null
  readonly site: SiteAgent | null
  close(): Promise<void>
}

export interface StartOptions {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Puts the vendor's own data into a new box: prices, kits, sites. */
  readonly seed?: (deps: Deps, secrets: { readonly siteToken: string }) => Promise<void>
  /** Starts the schedules; not for a process that is driven by hand. */
  readonly startSchedules?: (deps: Deps) => Promise<{ stop(): Promise<void> }>
  /** Told when the embedded database has ended by itself; nothing works from then on. */
  readonly onDatabaseBroken?: (error: Error) => void
  /** False leaves the queue to whoever drains it by hand. */
  readonly work?: boolean
}

/**
 * The whole process from a configuration: database, the partners that are not real, web, worker, schedules and one
 * production site. What was started is closed again when a later part cannot start.
 */
export async function startStore(options: StartOptions): Promise<RunningStore> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    return { ...(await assemble(options, closers)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function assemble(
  { config, clock, log, seed, startSchedules, onDatabaseBroken, work = true }: StartOptions,
  closers: (() => Promise<unknown>)[],
): Promise<Omit<RunningStore, 'close'>> {
  const target = await openTarget(
    config,
    closers,
    onDatabaseBroken ?? ((err) => log.fatal({ err }, 'the database has ended')),
  )
  await migrate(target)
  const connection = connect(target)
  closers.push(() => connection.close())
  await fillPurchaseOrderKeys(connection.db)
  const boss = await startBoss(connection.queueClient, log)
  closers.push(() => boss.stop({ graceful: false }))

  let url = config.PUBLIC_URL ?? ''
  const publicUrl = () => url
  const secrets = boxSecrets(config.DATA_DIR)
  const sandbox = await openSandbox({ config, clock, log, secrets, publicUrl })
  if (sandbox) closers.push(() => sandbox.close())
  const endpoints = endpointsOf(config, sandbox, secrets)
  const deps = await createDeps({ config, endpoints, db: connection.db, boss, clock, log, publicUrl })
  await deps.db.transaction(async (tx) => {
    await chooseOrderNumberPrefix(tx, config.ORDER_NUMBER_PREFIX)
    await chooseUnknownRelease(tx, config.RELEASE_DATE_UNKNOWN)
  })
  // A real platform has a real vendor behind it, who enters prices and kits.
  await oneReplicaAtATime(target, () => enterFirstRows(deps, { sandbox, secrets, seed }))

  // The document of the API and the cookies need the address, and the address may need the port that is given at listen.
  if (url === '' && config.PORT !== 0) url = localUrl(config.HOST, config.PORT)
  const app = await buildApp({ ...deps, ...deps.forPeople })
  // They stop together: the last answers are given while work lets go, and neither begins anything new.
  const stops = [() => closeWeb(app)]
  closers.push(() => Promise.all(stops.map((stop) => stop())))
  const bound = await app.listen({ host: config.HOST, port: config.PORT })
  if (url === '') url = localUrl(config.HOST, Number(new URL(bound).port))

  const worker = config.ROLE === 'web' ? null : createStoreWorker(deps)
  if (worker && work) {
    worker.start()
    stops.push(() => worker.stop())
  }
  if (startSchedules && config.ROLE !== 'web') {
    const schedules = await startSchedules(deps)
    stops.push(() => schedules.stop())
  }
  if (worker) await deps.db.transaction((tx) => requestLookAbove(tx))
  if (worker && (await lastPublished(deps.db)) === null)
    await requestSync(deps, { mode: 'full', trigger: 'first start' }).catch((error) =>
      log.warn({ err: error }, 'the first sync was not started'),
    )
  const site = sandbox?.robot ? await openSite({ config, clock, log, sandbox, secrets, url }) : null
  if (site && work) {
    site.start()
    closers.push(() => site.stop())
  }
  return { url, app, deps, worker, sandbox, site }
}

const lastAnswersWithinMs = 5_000

/** Takes no new connection, answers what was asked, and cuts what takes longer. */
async function closeWeb(app: RunningStore['app']): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), lastAnswersWithinMs)
  await app.close().finally(() => clearTimeout(cut))
}

/** What the store needs to be tried at all: the example vendor's rows, or the one site whose token is known. May run again. */
async function enterFirstRows(
  deps: Deps,
  given: {
    readonly sandbox: Sandbox | null
    readonly secrets: BoxSecrets
    readonly seed: StartOptions['seed'] | undefined
  },
): Promise<void> {
  const { MEDIA_SITE_ID: id, MEDIA_SITE_TOKEN: token } = deps.config
  if (given.sandbox?.portal) await given.seed?.(deps, { siteToken: token ?? given.secrets.siteToken })
  else if (given.sandbox?.robot) await registerSite(deps.db, { id: 'box', name: 'Box', token: given.secrets.siteToken })
  else if (id !== undefined && token !== undefined) await registerSite(deps.db, { id, name: id, token })
}

/** A site whose token is known from outside, as of the box's robot, which would wait in vain without it. */
async function registerSite(
  db: Deps['db'],
  site: { readonly id: string; readonly name: string; readonly token: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    if ((await siteOfToken(tx, site.token)) !== null) return
    await defineSite(tx, { ...site, media: ['CD', 'DVD', 'DVD-DL'] })
  })
}

async function openTarget(
  config: Config,
  closers: (() => Promise<unknown>)[],
  onDatabaseBroken: (error: Error) => void,
): Promise<ConnectionTarget> {
  if (config.DATABASE_URL !== undefined)
    return serverTarget(config.DATABASE_URL, { pool: config.DATABASE_POOL, prepare: config.DATABASE_PREPARE })
  const { startEmbedded } = await import('./platform/db/embedded.ts')
  const embedded = await startEmbedded(config.DATA_DIR, onDatabaseBroken)
  closers.push(() => embedded.close())
  return { socketFolder: embedded.socketFolder, pool: config.DATABASE_POOL }
}

async function openSandbox(given: {
  config: Config
  clock: Clock
  log: Log
  secrets: BoxSecrets
  publicUrl: () => string
}): Promise<Sandbox | null> {
  const { config, clock, log, secrets, publicUrl } = given
  const partners = partnersOfBox(config)
  if (!Object.values(partners).some(Boolean)) return null
  // A store with partners of its own never needs the box, and has the memory for itself.
  const { startSandbox } = await import('./sandbox/index.ts')
  return startSandbox({
    host: config.HOST,
    dataDir: config.DATA_DIR,
    clock,
    log: log.child({ part: 'sandbox' }),
    storeUrl: publicUrl,
    partners,
    smtpUrl: config.SMTP_URL,
    discSeconds: config.BOX_DISC_SECONDS,
    signInHeader: deliveryHeaderOf(config),
    goodTokenCode: config.FLEXNET_TOKEN_GOOD_CODES[0],
    secrets: {
      handoff: config.HANDOFF_SECRET ?? secrets.handoff,
      openIdClient: boxOpenIdClient(secrets),
      soapUser: boxSoapUser,
      soapPassword: secrets.soapPassword,
      cardKey: secrets.cardKey,
      cardWebhook: secrets.cardWebhook,
    },
    ports: {
      portal: config.BOX_PORTAL_PORT,
      cards: config.BOX_CARD_PORT,
      mailbox: config.BOX_MAILBOX_PORT,
      smtp: config.BOX_SMTP_PORT,
    },
    ...(config.DEBIAN_PACKAGES === undefined
      ? {}
      : {
          debian: {
            packagesFile: config.DEBIAN_PACKAGES,
            ...(config.DEBIAN_MIRROR === undefined ? {} : { mirrorDir: config.DEBIAN_MIRROR }),
          },
        }),
  })
}

async function openSite(given: {
  config: Config
  clock: Clock
  log: Log
  sandbox: Sandbox
  secrets: BoxSecrets
  url: string
}): Promise<SiteAgent> {
  const { config, clock, log, sandbox, secrets, url } = given
  const [{ createSiteAgent }, { robotShare }] = await Promise.all([
    import('./site/index.ts'),
    import('./sandbox/index.ts'),
  ])
  return createSiteAgent({
    storeUrl: url,
    token: config.MEDIA_SITE_TOKEN ?? secrets.siteToken,
    workDir: join(config.DATA_DIR, 'site'),
    fontDir: config.FONT_DIR ?? null,
    device: {
      kind: 'ptburn',
      hotFolder: sandbox.hotFolder,
      devicePrefix: robotShare,
      clientId: 'entitlement-store',
      encoding: 'latin1',
    },
    clock,
    log: log.child({ part: 'site' }),
  })
}

function localUrl(host: string, port: number): string {
  return `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`
}
