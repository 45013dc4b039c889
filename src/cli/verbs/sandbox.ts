import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { boxSecrets } from '../../box-secrets.ts'
import { deliveryHeaderOf, readConfig } from '../../config.ts'
import { sellerOfBox } from '../../config-seller.ts'
import { boxOpenIdClient, boxSoapUser } from '../../endpoints.ts'
import { systemClock } from '../../kernel/clock.ts'
import { createLog } from '../../platform/log/log.ts'
import { startSandbox } from '../../sandbox/index.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** Runs the outside world alone until Ctrl-C, and says with which environment a store meets it. */
export async function sandbox(
  terminal: Terminal,
  options: { readonly storeUrl: string },
  interruption: AbortSignal,
): Promise<number> {
  const config = readConfig()
  const secrets = boxSecrets(config.DATA_DIR)
  const storeUrl = options.storeUrl.replace(/\/$/, '')
  const openIdClient = boxOpenIdClient(secrets)
  const world = await startSandbox({
    host: config.HOST,
    dataDir: config.DATA_DIR,
    clock: systemClock,
    log: createLog({ level: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, name: 'sandbox' }),
    storeUrl: () => storeUrl,
    partners: { portal: true, cards: true, mail: true, robot: true },
    discSeconds: config.BOX_DISC_SECONDS,
    signInHeader: deliveryHeaderOf(config),
    goodTokenCode: config.FLEXNET_TOKEN_GOOD_CODES[0],
    secrets: {
      handoff: config.HANDOFF_SECRET ?? secrets.handoff,
      openIdClient,
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
  try {
    const port = new URL(storeUrl).port
    const environment: Record<string, string> = {
      PUBLIC_URL: storeUrl,
      // Behind a proxy at a usual port the store listens where it likes.
      ...(port === '' ? {} : { PORT: port }),
      // Beside the world's own, so that the store meets nothing that an earlier box left.
      DATA_DIR: join(resolve(config.DATA_DIR), 'store'),
      FLEXNET_URL: world.portal?.url ?? '',
      FLEXNET_USER: boxSoapUser,
      FLEXNET_PASSWORD: secrets.soapPassword,
      HANDOFF_SECRET: config.HANDOFF_SECRET ?? secrets.handoff,
      STRIPE_API_URL: world.cards?.url ?? '',
      STRIPE_SECRET_KEY: secrets.cardKey,
      STRIPE_WEBHOOK_SECRET: secrets.cardWebhook,
      SMTP_URL: world.mailbox?.smtpUrl ?? '',
      SSO_OIDC_ISSUER: world.portal?.url ?? '',
      SSO_OIDC_CLIENT_ID: openIdClient.clientId,
      SSO_OIDC_CLIENT_SECRET: openIdClient.clientSecret,
      MEDIA_SITE_ID: 'box',
      MEDIA_SITE_TOKEN: secrets.siteToken,
      SESSION_SECRET: secrets.session,
      ...sellerOfBox,
    }
    for (const [name, value] of Object.entries(environment)) terminal.line(`${name}=${value}`)
    terminal.line(
      `# The portal hands over to ${storeUrl}; its page: ${world.portal?.url ?? ''}, mails: ${world.mailbox?.url ?? ''}`,
    )
    terminal.line(
      '# With this environment start the store, and beside it enter the example prices and kits, and make the discs:',
    )
    terminal.line('# npm start')
    terminal.line('# npx store seed')
    terminal.line(`# npx store site --store-url ${storeUrl} --hot-folder ${quoted(world.hotFolder)}`)
    terminal.line('# Ctrl-C ends it.')
    await once(interruption, 'abort')
  } finally {
    await world.close()
  }
  return exitCodes.ok
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
