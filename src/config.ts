import { resolve } from 'node:path'
import { z } from 'zod'
import { addressWithPort } from './address-with-port.ts'
import { certificatesOf, isCertificate } from './config-certificates.ts'
import { mistakesOfSeller, sellerSettings } from './config-seller.ts'
import { isTimeZone } from './kernel/time-zone.ts'
import { counted } from './kernel/words.ts'
import { mistakeOfAddress } from './platform/db/database-url.ts'
import { projectRoot } from './platform/project-root.ts'
import { trustedProxies } from './trusted-proxies.ts'

/** Which partners are real and which come out of the box, where data lives, and what this process does. Frozen. */
export type Config = Readonly<z.infer<typeof configSchema>>

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const xmlName = z.string().regex(/^[A-Za-z_][\w.-]*$/, 'not a name of an XML element without its prefix')
const optional = z.string().min(1).optional()
// Whoever can change such an answer on the way decides who comes in.
const partnerUrl = z
  .url()
  .refine((url) => isSafeAddress(url), 'give an https address; plain http is only for this machine itself')
  .optional()

const configSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(projectRoot, path)),
  DATABASE_URL: optional,
  /** Whether statements that come again are prepared; unless set, when DATABASE_URL does not speak of PgBouncer. */
  DATABASE_PREPARE: flag.optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SESSION_SECRET: optional,
  WORKER_LOST_AFTER_SECONDS: z.coerce.number().positive().default(15),
  /** Where `/metrics` and `/docs` are, when not where the store is: a port of this machine, or an address with its port. */
  OPERATIONS_ADDRESS: addressWithPort.optional(),
  /** How long a person waits for one partner, all tries together. */
  PARTNER_WAIT_SECONDS: z.coerce.number().positive().max(60).default(8),
  /** How long a request may take to arrive. */
  REQUEST_WITHIN_SECONDS: z.coerce.number().positive().max(3600).default(60),

  ...sellerSettings,

  FLEXNET_URL: z.url().optional(),
  FLEXNET_ESD_URL: z.url().optional(),
  FLEXNET_USER: optional,
  FLEXNET_PASSWORD: optional,
  FLEXNET_TOKEN: optional,
  // The delivery service's sign-in header is tenant knowledge: the vendor's pages show only parts of it.
  /** The element around id and token; `none` where they stand in the SOAP header themselves. */
  FLEXNET_ESD_HEADER: xmlName.default('AuthHeader'),
  FLEXNET_ESD_HEADER_PREFIX: xmlName.optional(),
  FLEXNET_ESD_HEADER_NAMESPACE: optional,
  FLEXNET_ESD_HEADER_ID: xmlName.default('id'),
  FLEXNET_ESD_HEADER_TOKEN: xmlName.default('token'),
  /** Status codes of `validateToken` that mean that the token is good; the vendor does not say which. */
  FLEXNET_TOKEN_GOOD_CODES: z
    .string()
    .default('0,200,SUCCESS,VALID')
    .transform((text) => text.split(',').flatMap((code) => (code.trim() === '' ? [] : [code.trim()])))
    .refine((codes) => codes.length > 0, 'give at least one code'),
  FLEXNET_PAGE_SIZE: z.coerce.number().int().min(1).max(2000).default(200),
  FLEXNET_CONCURRENCY: z.coerce.number().int().min(1).max(16).default(2),
  /** The role that an invited member gets on the platform; its name is tenant knowledge. */
  FLEXNET_MEMBER_ROLE: z.string().min(1).default('Portal User Role'),
  // A tenant may run other versions of single services, or have them on other hosts.
  FLEXNET_ENTITLEMENT_ORDER_URL: z.url().optional(),
  FLEXNET_ENTITLEMENT_ORDER_NAMESPACE: optional,
  FLEXNET_PRODUCT_PACKAGING_URL: z.url().optional(),
  FLEXNET_PRODUCT_PACKAGING_NAMESPACE: optional,
  FLEXNET_ACCOUNT_HIERARCHY_URL: z.url().optional(),
  FLEXNET_ACCOUNT_HIERARCHY_NAMESPACE: optional,
  FLEXNET_AUTHENTICATION_URL: z.url().optional(),
  FLEXNET_AUTHENTICATION_NAMESPACE: optional,

  /** A folder of files instead of FlexNet. */
  /** Fonts for letters that the program's own do not have, on papers and labels. */
  FONT_DIR: optional.transform((path) => (path === undefined ? undefined : resolve(projectRoot, path))),
  FEED_DIR: optional.transform((path) => (path === undefined ? undefined : resolve(projectRoot, path))),
  /** Where "go to the portal" leads when there is no FlexNet. */
  PORTAL_URL: z.url().optional(),

  HANDOFF_SECRET: optional,
  /** The portal's own keys, instead of a secret that both sides know. */
  HANDOFF_JWKS_URL: partnerUrl,
  /** Sites that accounts may be sent to by their type, such as https://partners.example, separated by commas. */
  REDIRECT_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((origin) => (origin.trim() === '' ? [] : [origin.trim()])))
    .refine((origins) => origins.every((origin) => URL.parse(origin)?.origin === origin), {
      message: 'give origins such as https://partners.example, separated by commas, without a path',
    }),

  SSO_OIDC_ISSUER: partnerUrl,
  SSO_OIDC_CLIENT_ID: optional,
  SSO_OIDC_CLIENT_SECRET: optional,
  /** The claim that holds the platform's sign-in name. */
  SSO_OIDC_USER_NAME_CLAIM: optional,
  SSO_OIDC_LABEL: z.string().min(1).max(60).default('Sign on with your account'),

  SSO_SAML_ENTRY_POINT: partnerUrl,
  /** The store's entity ID. */
  SSO_SAML_ISSUER: optional,
  SSO_SAML_AUDIENCE: optional,
  /** PEM or base 64; several one after the other, or separated by commas, while the provider changes its key. */
  SSO_SAML_IDP_CERT: optional.transform((text) => (text === undefined ? undefined : certificatesOf(text))),
  SSO_SAML_IDP_ISSUER: optional,
  SSO_SAML_USER_NAME_ATTRIBUTE: optional,
  SSO_SAML_EMAIL_ATTRIBUTE: optional,
  SSO_SAML_LABEL: z.string().min(1).max(60).default('Sign on through your company'),

  /** Whether the store's own page may ask for the platform's password. */
  SSO_PASSWORD: flag.default(false),
  /** The platform's name for the domain whose passwords it checks. */
  FLEXNET_SIGN_IN_DOMAIN: z.string().min(1).default('FLEXnet'),

  STRIPE_SECRET_KEY: optional,
  STRIPE_WEBHOOK_SECRET: optional,
  STRIPE_API_URL: z.url().optional(),
  /** Where the card processor's page is, when it is on a domain of the vendor's own. */
  STRIPE_CHECKOUT_ORIGIN: z
    .url()
    .refine((origin) => URL.parse(origin)?.origin === origin, {
      message: 'give an origin such as https://pay.example.com, without a path',
    })
    .optional(),

  SMTP_URL: z.url().optional(),
  /** Who gets alarms by mail; outside the box nobody unless it is set. */
  ALARM_MAIL: z.email().optional(),
  /** The sender; unless set it is the seller's help address, and in the box an example's. */
  MAIL_FROM: optional,

  MEDIA_SITE_TOKEN: optional,
  /** The site that a store makes for this token when it has none with it. */
  MEDIA_SITE_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'give small letters, digits and hyphens')
    .optional(),

  /** Orders for a country without a tax rate: stopped unless this says `sell`; in the box they are sold. */
  TAX_NO_RATE: z.enum(['stop', 'sell']).optional(),
  /** Parcels that cost something, for a country without a freight rate, likewise. */
  FREIGHT_NO_RATE: z.enum(['stop', 'sell']).optional(),

  /** What order numbers begin with; each store beside one platform needs one of its own. */
  ORDER_NUMBER_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9]{1,8}$/, 'give 1 to 8 letters and digits')
    .default('SO'),

  /** What becomes of a release whose date the platform does not say, where maintenance or a warranty turns on it. */
  RELEASE_DATE_UNKNOWN: z.enum(['hide', 'offer']).default('hide'),

  /** How much staff may take off a price by hand in a quote; 2000 is a fifth. */
  HAND_DISCOUNT_LIMIT_BASIS_POINTS: z.coerce.number().int().min(0).max(10_000).default(2000),

  /** After so many days a webhook that was not understood is deleted, whether a person has looked or not. */
  KEPT_MESSAGES_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  /** In which pages show times to people whose profile names no zone. */
  TIME_ZONE: z.string().refine(isTimeZone, 'not a time zone, such as Europe/Berlin').default('UTC'),

  SYNC_CRON: z.string().default('15 2 * * *'),
  SYNC_TIME_ZONE: z.string().default('UTC'),
  DEBIAN_PACKAGES: optional,
  DEBIAN_MIRROR: optional,
  BOX_PORTAL_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  BOX_CARD_PORT: z.coerce.number().int().min(0).max(65_535).default(8082),
  BOX_MAILBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(8083),
  BOX_SMTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8025),
  BOX_DISC_SECONDS: z.coerce.number().min(0).default(2),
  PRODUCTION: flag.default(false),
  /** How many proxies stand before the store, or in which networks they are; false for none. */
  TRUST_PROXY: z.string().default('false').transform(trustedProxies),
})

export class InvalidConfiguration extends Error {
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(
      `The configuration has ${counted(mistakes.length, 'mistake')}:\n${mistakes.map((line) => `  ${line}`).join('\n')}`,
    )
    this.name = 'InvalidConfiguration'
    this.mistakes = mistakes
  }
}

/**
 * Reads the environment once. Partners whose variables are absent come out of the box.
 * @throws {InvalidConfiguration} with every mistake at once, naming variables but never their values
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = configSchema.safeParse(given)
  if (!parsed.success)
    throw new InvalidConfiguration(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const mistakes = mistakesOf(parsed.data)
  if (mistakes.length > 0) throw new InvalidConfiguration(mistakes)
  return Object.freeze(parsed.data)
}

function mistakesOf(config: Config): string[] {
  const mistakes: string[] = []
  const address = config.DATABASE_URL === undefined ? null : mistakeOfAddress(config.DATABASE_URL)
  if (address !== null) mistakes.push(`DATABASE_URL: ${address}`)
  const together = (names: readonly (keyof Config)[], why: string) => {
    const set = names.filter((name) => config[name] !== undefined)
    if (set.length > 0 && set.length < names.length)
      mistakes.push(`${names.filter((name) => config[name] === undefined).join(', ')}: missing, because ${why}`)
  }
  if (config.FLEXNET_URL && !config.FLEXNET_TOKEN)
    together(
      ['FLEXNET_URL', 'FLEXNET_USER', 'FLEXNET_PASSWORD'],
      'FLEXNET_URL needs a user and password, or FLEXNET_TOKEN',
    )
  together(['SSO_OIDC_ISSUER', 'SSO_OIDC_CLIENT_ID', 'SSO_OIDC_CLIENT_SECRET'], 'OpenID Connect needs all three')
  together(['SSO_SAML_ENTRY_POINT', 'SSO_SAML_ISSUER', 'SSO_SAML_IDP_CERT'], 'SAML needs all three')
  for (const certificate of config.SSO_SAML_IDP_CERT ?? [])
    if (!isCertificate(certificate)) mistakes.push('SSO_SAML_IDP_CERT: not a certificate in PEM or base 64')
  if (config.SSO_PASSWORD && config.FEED_DIR !== undefined)
    mistakes.push('SSO_PASSWORD: set together with FEED_DIR, and a folder of files checks no passwords')
  if (config.FEED_DIR !== undefined && config.FLEXNET_URL !== undefined)
    mistakes.push('FEED_DIR: set together with FLEXNET_URL, and a store has one entitlement platform')
  if (config.FEED_DIR !== undefined && config.PORTAL_URL === undefined)
    mistakes.push('PORTAL_URL: missing, because a folder of files does not say where the portal is')
  if (hasOwnPlatform(config) && !config.HANDOFF_SECRET && !config.HANDOFF_JWKS_URL)
    mistakes.push('HANDOFF_SECRET: missing, because a portal outside the box signs its hand-offs with it')
  if (config.HANDOFF_SECRET !== undefined && config.HANDOFF_JWKS_URL !== undefined)
    mistakes.push('HANDOFF_JWKS_URL: set together with HANDOFF_SECRET, and hand-offs are signed in one way only')
  if (config.ROLE !== 'all')
    for (const name of ['DATABASE_URL', 'FLEXNET_URL', 'STRIPE_SECRET_KEY', 'SMTP_URL', 'MEDIA_SITE_TOKEN'] as const)
      if (config[name] === undefined && !(name === 'FLEXNET_URL' && hasOwnPlatform(config)))
        mistakes.push(
          `${name}: missing, because the box lives in one process and ROLE=${config.ROLE} is part of a store`,
        )
  together(['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'], 'the card processor signs its webhooks')
  mistakes.push(...mistakesOfSeller(config, outsideTheBox(config)))
  if (outsideTheBox(config)) {
    if (!config.SESSION_SECRET)
      mistakes.push('SESSION_SECRET: missing; there is no default outside the box. Make one: openssl rand -hex 32')
    else if (config.SESSION_SECRET.length < 32) mistakes.push('SESSION_SECRET: shorter than 32 characters')
    if (config.HANDOFF_SECRET && config.HANDOFF_SECRET.length < 32)
      mistakes.push('HANDOFF_SECRET: shorter than 32 characters')
  }
  return mistakes
}

/** True as soon as one partner is real: then no secret has a default. */
export function outsideTheBox(config: Config): boolean {
  return config.PRODUCTION || hasOwnPlatform(config) || config.STRIPE_SECRET_KEY !== undefined
}

/** Whether an order for a country without a tax rate is stopped, or sold and listed for finance. */
export function taxNoRateOf(config: Config): 'stop' | 'sell' {
  return config.TAX_NO_RATE ?? (outsideTheBox(config) ? 'stop' : 'sell')
}

/** Whether a parcel that costs something, for a country without a freight rate, is stopped, or sold and listed. */
export function freightNoRateOf(config: Config): 'stop' | 'sell' {
  return config.FREIGHT_NO_RATE ?? (outsideTheBox(config) ? 'stop' : 'sell')
}

/** True when the entitlement platform is not the one of the box. */
export function hasOwnPlatform(config: Config): boolean {
  return config.FLEXNET_URL !== undefined || config.FEED_DIR !== undefined
}

function isSafeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}

/** The form of the delivery service's sign-in header. */
export function deliveryHeaderOf(config: Config) {
  return {
    wrapper: config.FLEXNET_ESD_HEADER === 'none' ? null : config.FLEXNET_ESD_HEADER,
    prefix: config.FLEXNET_ESD_HEADER_PREFIX ?? null,
    namespace: config.FLEXNET_ESD_HEADER_NAMESPACE ?? null,
    id: config.FLEXNET_ESD_HEADER_ID,
    token: config.FLEXNET_ESD_HEADER_TOKEN,
  }
}
