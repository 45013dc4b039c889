import { join } from 'node:path'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../platform/log/log.ts'
import { type CardProcessorBox, startCardProcessor } from './card-processor/index.ts'
import { type DiscRobot, startDiscRobot } from './disc-robot/index.ts'
import { type Mailbox, startMailbox } from './mailbox/index.ts'
import { type Portal, type SignInHeader, startPortal } from './portal/index.ts'

export { robotShare } from './disc-robot/index.ts'

export interface SandboxOptions {
  readonly host: string
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
  /** Where the buttons of the portal lead and the card processor calls back. */
  readonly storeUrl: () => string
  readonly secrets: {
    readonly handoff: string
    /** Of the store as a client of the portal's OpenID provider. */
    readonly openIdClient?: { readonly clientId: string; readonly clientSecret: string }
    readonly soapUser: string
    readonly soapPassword: string
    readonly cardKey: string
    readonly cardWebhook: string
  }
  /** Which partners come out of the box; the others are real. */
  readonly partners: {
    readonly portal: boolean
    readonly cards: boolean
    readonly mail: boolean
    readonly robot: boolean
  }
  readonly ports: { readonly portal: number; readonly cards: number; readonly mailbox: number; readonly smtp: number }
  /** Mail server of the portal's welcome mails, when the mailbox is not of the box. */
  readonly smtpUrl?: string | undefined
  readonly discSeconds: number
  readonly signInHeader?: SignInHeader
  readonly goodTokenCode?: string | undefined
  readonly debian?: { readonly packagesFile: string; readonly mirrorDir?: string } | undefined
}

export interface Sandbox {
  readonly portal: Portal | null
  readonly cards: CardProcessorBox | null
  readonly mailbox: Mailbox | null
  readonly robot: DiscRobot | null
  /** The hot folder on which the robot plays. */
  readonly hotFolder: string
  readonly discFolder: string
  close(): Promise<void>
}

/** Starts the outside world, or the part of it that is asked for; it finds itself as it was left. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { host, dataDir, clock, log, partners, ports, secrets } = options
  const hotFolder = join(dataDir, 'sandbox', 'ptburn-jobs')
  const discFolder = join(dataDir, 'sandbox', 'discs')
  const mailbox = partners.mail
    ? await startMailbox({ host, httpPort: ports.mailbox, smtpPort: ports.smtp, dataDir, log, clock })
    : null
  const smtpUrl = mailbox?.smtpUrl ?? options.smtpUrl
  const portal = partners.portal
    ? await startPortal({
        host,
        port: ports.portal,
        dataDir,
        clock,
        log,
        storeUrl: options.storeUrl,
        handoffSecret: secrets.handoff,
        ...(secrets.openIdClient === undefined ? {} : { openIdClient: secrets.openIdClient }),
        soapUser: secrets.soapUser,
        soapPassword: secrets.soapPassword,
        ...(smtpUrl === undefined ? {} : { smtpUrl }),
        ...(options.signInHeader === undefined ? {} : { signInHeader: options.signInHeader }),
        ...(options.goodTokenCode === undefined ? {} : { goodTokenCode: options.goodTokenCode }),
        ...(options.debian === undefined ? {} : { debian: options.debian }),
      })
    : null
  const cards = partners.cards
    ? await startCardProcessor({
        host,
        port: ports.cards,
        dataDir,
        clock,
        log,
        secretKey: secrets.cardKey,
        webhookSecret: secrets.cardWebhook,
        webhookUrl: () => `${options.storeUrl()}/webhooks/stripe`,
      })
    : null
  const robot = partners.robot
    ? await startDiscRobot({
        hotFolder,
        clock,
        log,
        speed: { discSeconds: options.discSeconds },
        outputDir: discFolder,
      })
    : null
  return {
    portal,
    cards,
    mailbox,
    robot,
    hotFolder,
    discFolder,
    close: async () => {
      await Promise.all([portal?.close(), cards?.close(), robot?.close()])
      await mailbox?.close()
    },
  }
}
