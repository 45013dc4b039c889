import { existsSync } from 'node:fs'
import { boxSecrets } from '../box-secrets.ts'
import { type Config, hasOwnPlatform, readConfig } from '../config.ts'
import { createDeps, type Deps } from '../deps.ts'
import { boxAlarmMail, boxSoapUser, endpointsOf } from '../endpoints.ts'
import { systemClock } from '../kernel/clock.ts'
import { DomainError } from '../kernel/domain-error.ts'
import { holderOf } from '../platform/db/data-lock.ts'
import { type ConnectionTarget, connect, serverTarget } from '../platform/db/db.ts'
import { migrate } from '../platform/db/migrate.ts'
import { shortWay } from '../platform/db/short-way.ts'
import { createLog } from '../platform/log/log.ts'
import { startBoss } from '../platform/queue/boss.ts'

/** Opens the store's database and adapters for one command and closes them again, whatever happens. */
export async function withStore<Result>(work: (deps: Deps) => Promise<Result>): Promise<Result> {
  const config = readConfig()
  const { target, ended, close: closeDatabase } = await openTarget(config)
  try {
    // Without its database the work would never end, and a connection that was cut says less than why.
    return await Promise.race([ended, withTarget(config, target, work)])
  } finally {
    await closeDatabase()
  }
}

async function withTarget<Result>(
  config: Config,
  target: ConnectionTarget,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result> {
  await migrate(target)
  const connection = connect(target)
  try {
    return await withDeps(config, connection, work)
  } finally {
    await connection.close()
  }
}

async function withDeps<Result>(
  config: Config,
  connection: ReturnType<typeof connect>,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result> {
  const log = createLog({ level: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, name: 'cli' })
  const boss = await startBoss(connection.queueClient, log)
  try {
    const box = withBoxPartners(config)
    return await work(
      await createDeps({
        config,
        endpoints: endpointsOf(box, null, null),
        db: connection.db,
        boss,
        clock: systemClock,
        log,
        publicUrl: () => config.PUBLIC_URL ?? localUrl(config.HOST, config.PORT),
      }),
    )
  } finally {
    await boss.stop({ graceful: false })
  }
}

interface Target {
  readonly target: ConnectionTarget
  /** Refused with the reason when the database has ended by itself; never answers otherwise. */
  readonly ended: Promise<never>
  close(): Promise<void>
}

/** The database that the store uses: the one of the environment, or the box's own, which a running store shares with us. */
async function openTarget(config: Config): Promise<Target> {
  const ended = new Promise<never>(() => {})
  if (config.DATABASE_URL !== undefined)
    return {
      target: serverTarget(config.DATABASE_URL, { pool: 4, prepare: config.DATABASE_PREPARE }),
      ended,
      close: async () => {},
    }
  const holder = await holderOf(config.DATA_DIR)
  if (holder !== null) {
    const way = shortWay(holder)
    return { target: { socketFolder: way.path, pool: 4 }, ended, close: async () => way.leave() }
  }
  if (!existsSync(config.DATA_DIR)) throw new NoStore(config.DATA_DIR)
  const { startEmbedded } = await import('../platform/db/embedded.ts')
  let end: (error: Error) => void = () => {}
  const broken = new Promise<never>((_resolve, reject) => {
    end = reject
  })
  const embedded = await startEmbedded(config.DATA_DIR, (error) => end(error))
  return {
    target: { socketFolder: embedded.socketFolder, pool: 4 },
    ended: broken,
    close: () => embedded.close(),
  }
}

/** The environment that a store outside would need to use the partners of this box at their usual ports. */
export function withBoxPartners(config: Config): Config {
  const secrets = boxSecrets(config.DATA_DIR)
  const portal = !hasOwnPlatform(config) && {
    FLEXNET_URL: localUrl(config.HOST, config.BOX_PORTAL_PORT),
    FLEXNET_USER: boxSoapUser,
    FLEXNET_PASSWORD: secrets.soapPassword,
  }
  const cards = config.STRIPE_SECRET_KEY === undefined && {
    STRIPE_API_URL: localUrl(config.HOST, config.BOX_CARD_PORT),
    STRIPE_SECRET_KEY: secrets.cardKey,
    STRIPE_WEBHOOK_SECRET: secrets.cardWebhook,
  }
  return {
    ...config,
    ...portal,
    ...cards,
    HANDOFF_SECRET: config.HANDOFF_SECRET ?? secrets.handoff,
    SESSION_SECRET: config.SESSION_SECRET ?? secrets.session,
    ALARM_MAIL: config.ALARM_MAIL ?? (config.SMTP_URL === undefined ? boxAlarmMail : undefined),
    SMTP_URL: config.SMTP_URL ?? `smtp://${hostOf(config.HOST)}:${config.BOX_SMTP_PORT}`,
  }
}

export function localUrl(host: string, port: number): string {
  return `http://${hostOf(host)}:${port}`
}

function hostOf(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host
}

export class NoStore extends DomainError {
  constructor(directory: string) {
    super(
      'no-store',
      `There is no store in ${directory} yet. Start one with npm start, or set DATA_DIR or DATABASE_URL.`,
    )
  }
}
