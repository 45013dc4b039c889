import { join } from 'node:path'
import type PgBoss from 'pg-boss'
import { createSmtpMailSender } from './adapters/mail/smtp/smtp-mail-sender.ts'
import { createLocalMediaStore } from './adapters/media-store/local/local-media-store.ts'
import { createStripeProcessor } from './adapters/payment/stripe/index.ts'
import { createHandoffIssuer } from './adapters/sso/handoff/handoff-issuer.ts'
import { createHandoffVerifier } from './adapters/sso/handoff/handoff-verifier.ts'
import { type Config, deliveryHeaderOf, freightNoRateOf, hasOwnPlatform, outsideTheBox, taxNoRateOf } from './config.ts'
import { brandOf } from './config-seller.ts'
import type { EntitlementPlatform } from './domains/entitlements/rights/index.ts'
import type { SyncDeps } from './domains/entitlements/sync/index.ts'
import type { ServesCustomer } from './domains/fulfilment/downloads/index.ts'
import type { CloseOffers } from './domains/fulfilment/orders/index.ts'
import type { MediaStore } from './domains/fulfilment/production/index.ts'
import type { CardProcessor } from './domains/money/payments/index.ts'
import type { HandoffIssuer, HandoffVerifier, WaysToSignOn } from './domains/people/identity/index.ts'
import type { MailSender } from './domains/people/notifications/index.ts'
import { closePair } from './domains/selling/approvals/index.ts'
import { dryRunOffers } from './domains/selling/carts/index.ts'
import type { DealDeps } from './domains/selling/deals/index.ts'
import { nameCustomer, servesCustomer } from './domains/selling/partners/index.ts'
import { dryRunItems, publishCatalog } from './domains/shop/catalog/index.ts'
import type { Endpoints } from './endpoints.ts'
import type { Clock } from './kernel/clock.ts'
import { createLimiter } from './kernel/limiter.ts'
import type { Db } from './platform/db/db.ts'
import { type FontSet, openFonts } from './platform/fonts/font-set.ts'
import type { Brand } from './platform/http/pages/brand.ts'
import type { Log } from './platform/log/log.ts'
import { recordContacts } from './platform/partners/contacts.ts'

/** Everything that use cases draw on; each asks for the part it needs. */
export interface Deps {
  readonly config: Config
  readonly db: Db
  readonly boss: PgBoss
  readonly clock: Clock
  readonly log: Log
  readonly platform: EntitlementPlatform
  readonly cards: CardProcessor
  /** The partners for pages and the API: a person waits, so a call ends in seconds. */
  readonly forPeople: { readonly platform: EntitlementPlatform; readonly cards: CardProcessor }
  readonly mailSender: MailSender
  readonly mediaStore: MediaStore
  readonly handoffs: HandoffVerifier
  /** For sites that take the portal's hand-offs; null where only the portal has the key to sign them. */
  readonly handoffIssuer: HandoffIssuer | null
  readonly ways: WaysToSignOn
  readonly publishCatalog: SyncDeps['publishCatalog']
  readonly dryRunObservers: SyncDeps['dryRunObservers']
  /** Functions of upper rooms that lower rooms call. */
  readonly closeOffers: CloseOffers
  readonly nameCustomer: DealDeps['nameCustomer']
  readonly servesCustomer: ServesCustomer
  readonly publicUrl: () => string
  /** Who sells. */
  readonly brand: Brand
  readonly fonts: FontSet
  /** Who gets alarms by mail; null when nobody does. */
  readonly alarmMail: string | null
  readonly portalUrl: string
  readonly sessionSecret: string
  readonly cardPageOrigins: readonly string[]
  /** What becomes of an order for a country without a tax rate. */
  readonly taxNoRate: 'stop' | 'sell'
  /** Whether an order whose parcel has no freight rate is stopped or sold. */
  readonly freightNoRate: 'stop' | 'sell'
}

/**
 * Chooses one adapter per port from the configuration; the only file that imports adapters. Where there is a choice, only
 * the chosen one is loaded.
 */
export async function createDeps(given: {
  readonly config: Config
  readonly endpoints: Endpoints
  readonly db: Db
  readonly boss: PgBoss
  readonly clock: Clock
  readonly log: Log
  readonly publicUrl: () => string
}): Promise<Deps> {
  const { config, endpoints, db, boss, clock, log, publicUrl } = given
  const { stripe } = endpoints
  const brand = brandOf(config, outsideTheBox(config))
  const cardsWith = (limits: { readonly patienceMs?: number }) =>
    recordContacts(
      createStripeProcessor({
        secretKey: stripe.secretKey,
        webhookSecret: stripe.webhookSecret,
        ...(stripe.apiUrl === undefined ? {} : { apiUrl: stripe.apiUrl }),
        timeoutMs: 20_000,
        ...limits,
        log,
        clock,
      }),
      { name: 'stripe', db, clock, log },
    )
  const patienceMs = config.PARTNER_WAIT_SECONDS * 1000
  const { platform, platformForPeople } = await platformsOf(config, endpoints, { clock, log, patienceMs })
  return {
    config,
    db,
    boss,
    clock,
    log,
    platform,
    cards: cardsWith({}),
    forPeople: { platform: platformForPeople, cards: cardsWith({ patienceMs }) },
    mailSender: createSmtpMailSender({
      url: endpoints.smtpUrl,
      from: mailFromOf(config, brand),
      log,
      senderName: brand.name,
      replyTo: brand.helpAddress,
    }),
    mediaStore: createLocalMediaStore({ directory: join(config.DATA_DIR, 'media') }),
    handoffs: createHandoffVerifier({ keys: endpoints.handoffKeys, ...handoffTerms, clock }),
    handoffIssuer:
      'secret' in endpoints.handoffKeys
        ? createHandoffIssuer({ secret: endpoints.handoffKeys.secret, ...handoffTerms, clock })
        : null,
    ways: await waysOf(config, endpoints, clock),
    publishCatalog,
    closeOffers: closePair,
    nameCustomer,
    servesCustomer,
    dryRunObservers: { items: dryRunItems, offers: dryRunOffers },
    publicUrl,
    brand,
    fonts: openFonts(config.FONT_DIR ?? null),
    alarmMail: endpoints.alarmMail,
    portalUrl: endpoints.portalUrl,
    sessionSecret: endpoints.sessionSecret,
    taxNoRate: taxNoRateOf(config),
    freightNoRate: freightNoRateOf(config),
    cardPageOrigins: [
      stripe.apiUrl === undefined ? 'https://checkout.stripe.com' : new URL(stripe.apiUrl).origin,
      ...(config.STRIPE_CHECKOUT_ORIGIN === undefined ? [] : [config.STRIPE_CHECKOUT_ORIGIN]),
    ],
  }
}

/** Outside the box no mail comes from an address of the example. */
function mailFromOf(config: Config, { helpAddress }: Brand): string {
  return config.MAIL_FROM ?? (outsideTheBox(config) ? helpAddress : 'store@store.example')
}

// Node 20 starts threads from JavaScript alone. The little world of the box is read sooner than a thread is there.
const isBuilt = import.meta.url.endsWith('.js')

const handoffTerms = { audience: 'entitlement-store', issuer: 'portal' } as const

async function platformsOf(
  config: Config,
  { platform }: Endpoints,
  { clock, log, patienceMs }: { readonly clock: Clock; readonly log: Log; readonly patienceMs: number },
): Promise<{ readonly platform: EntitlementPlatform; readonly platformForPeople: EntitlementPlatform }> {
  if ('feedDirectory' in platform) {
    const { createFileFeedPlatform } = await import('./adapters/entitlement-platform/file-feed/platform.ts')
    const feed = createFileFeedPlatform({ directory: platform.feedDirectory, clock })
    return { platform: feed, platformForPeople: feed }
  }
  const { createFlexnetPlatform } = await import('./adapters/entitlement-platform/flexnet/platform.ts')
  const options = {
    baseUrl: platform.baseUrl,
    ...(platform.esdUrl === undefined ? {} : { esdUrl: platform.esdUrl }),
    credentials: platform.credentials,
    pageSize: platform.pageSize,
    maxConcurrency: platform.maxConcurrency,
    memberRole: platform.memberRole,
    services: platform.services,
    deliveryHeader: deliveryHeaderOf(config),
    validTokenStatusCodes: config.FLEXNET_TOKEN_GOOD_CODES,
    signInDomain: config.FLEXNET_SIGN_IN_DOMAIN,
    // The bound on calls under way counts for the platform, whoever waits for them.
    limiter: createLimiter(platform.maxConcurrency),
    log,
  }
  return {
    platform: createFlexnetPlatform({
      ...options,
      ...(isBuilt && hasOwnPlatform(config) ? { thread: {} } : {}),
    }),
    platformForPeople: createFlexnetPlatform({ ...options, patienceMs }),
  }
}

async function waysOf(config: Config, endpoints: Endpoints, clock: Clock): Promise<WaysToSignOn> {
  return {
    openId: await openIdOf(config, endpoints, clock),
    saml: await samlOf(config, clock),
    password: config.SSO_PASSWORD,
  }
}

async function openIdOf(config: Config, { openId }: Endpoints, clock: Clock): Promise<WaysToSignOn['openId']> {
  if (openId === null) return null
  const { createOpenIdProvider } = await import('./adapters/sso/oidc/openid-provider.ts')
  return {
    label: openId.label,
    provider: createOpenIdProvider({
      ...openId,
      userNameClaim: config.SSO_OIDC_USER_NAME_CLAIM,
      patienceMs: config.PARTNER_WAIT_SECONDS * 1000,
      clock,
    }),
  }
}

async function samlOf(config: Config, clock: Clock): Promise<WaysToSignOn['saml']> {
  const { SSO_SAML_ENTRY_POINT: entryPoint, SSO_SAML_ISSUER: issuer, SSO_SAML_IDP_CERT: certificates } = config
  if (entryPoint === undefined || issuer === undefined || certificates === undefined) return null
  const { createSamlProvider } = await import('./adapters/sso/saml/saml-provider.ts')
  return {
    label: config.SSO_SAML_LABEL,
    provider: createSamlProvider({
      entryPoint,
      issuer,
      certificates,
      clock,
      audience: config.SSO_SAML_AUDIENCE,
      providerIssuer: config.SSO_SAML_IDP_ISSUER,
      userNameAttribute: config.SSO_SAML_USER_NAME_ATTRIBUTE,
      emailAttribute: config.SSO_SAML_EMAIL_ATTRIBUTE,
    }),
  }
}
