import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import fastify from 'fastify'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../platform/log/log.ts'
import { openJournal } from '../journal.ts'
import { type Control, controlOf, controlRoutes } from './control-routes.ts'
import { loadDebianIndex } from './debian/load.ts'
import { fileRoutes } from './file-routes.ts'
import { checksumReader } from './files.ts'
import { mailSender } from './mail.ts'
import { misbehaviourBook } from './misbehaviour.ts'
import type { OpenIdClient } from './openid.ts'
import { pageRoutes, type Session } from './pages/routes.ts'
import { accountService } from './services/accounts.ts'
import { authenticationService } from './services/authentication.ts'
import { downloadService, type SignInHeader } from './services/downloads.ts'
import { entitlementMail } from './services/entitlement-mail.ts'
import { entitlementReads } from './services/entitlement-reads.ts'
import { entitlementUpdates } from './services/entitlement-updates.ts'
import { entitlementWrites } from './services/entitlement-writes.ts'
import { packagingService } from './services/packaging.ts'
import { soapRoutes } from './soap-routes.ts'
import { downloadLinks, secureTokens } from './tokens.ts'
import { seedWorld } from './world/seed.ts'
import { openWorld } from './world/world.ts'

export type { SignInHeader } from './services/downloads.ts'

export interface PortalOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
  /** Asked at each click, because the store may start after the portal. */
  readonly storeUrl: () => string
  readonly handoffSecret: string
  /** The one client that may have its people signed on here; without one the portal is no OpenID provider. */
  readonly openIdClient?: Omit<OpenIdClient, 'redirectUri'>
  readonly soapUser: string
  readonly soapPassword: string
  /** How the download service wants id and token; as the stand-in's own example unless told. */
  readonly signInHeader?: SignInHeader
  /** By which a token is said to be good. */
  readonly goodTokenCode?: string
  /** Where Welcome mails go out; without it they are only recorded. */
  readonly smtpUrl?: string
  readonly debian?: { readonly packagesFile: string; readonly mirrorDir?: string }
}

export interface Portal extends Control {
  /** Base address without a trailing slash. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts a stand-in for FlexNet Operations: its SOAP services, its download portal, and the ways to make it misbehave.
 * The first start in a data directory makes the world; later ones find it as it was left.
 */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { clock, log } = options
  const journal = openJournal(join(options.dataDir, 'sandbox'), 'portal')
  const world = openWorld(journal, clock)
  if (world.isNew) seedWorld(world)
  if (options.debian) await loadDebianIndex(world, options.debian)

  const calls = new Map<string, number>()
  const misbehaviours = misbehaviourBook(journal.collection('misbehaviours'), () => world.nextUniqueId())
  const control = controlOf(world, misbehaviours, calls)
  const tokens = secureTokens(clock)
  const links = downloadLinks(options.handoffSecret, clock)
  const checksums = checksumReader()
  const services = [
    packagingService(world),
    accountService(world),
    {
      path: '/flexnet/services/v4/EntitlementOrderService',
      namespace: 'urn:v4.webservices.operations.flexnet.com',
      prefix: '',
      operations: [
        ...entitlementReads(world),
        ...entitlementWrites(world),
        ...entitlementUpdates(world),
        entitlementMail(world, mailSender(options.smtpUrl, log)),
      ],
    },
    authenticationService(world, { tokens, ...options }),
    downloadService(world, { tokens, links, checksums, ...options }),
  ]

  const app = fastify({ forceCloseConnections: true })
  const countCall = (operation: string) => calls.set(operation, (calls.get(operation) ?? 0) + 1)
  await app.register(fastifyCookie)
  await app.register(fastifyFormbody)
  await app.register(soapRoutes, { ...options, services, misbehaviours, countCall })
  await app.register(controlRoutes, { control, world, misbehaviours })
  await app.register(fileRoutes, { world, links, misbehaviours, countCall })
  await app.register(pageRoutes, {
    ...options,
    world,
    tokens,
    links,
    checksums,
    sessions: journal.collection<Session>('sessions'),
  })
  app.addHook('onError', async (request, _reply, error) => {
    if ((error.statusCode ?? 500) >= 500)
      log.error({ path: request.routeOptions.url, err: error }, 'portal request failed')
  })
  const url = await app.listen({ host: options.host, port: options.port })
  log.info({ url }, 'portal listening')
  return {
    ...control,
    url,
    async close() {
      await app.close()
      journal.close()
    },
  }
}
