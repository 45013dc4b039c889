import { createHmac } from 'node:crypto'
import type { BoxSecrets } from './box-secrets.ts'
import { type Config, hasOwnPlatform } from './config.ts'
import type { Sandbox } from './sandbox/index.ts'

export interface FlexnetEndpoint {
  readonly baseUrl: string
  readonly esdUrl: string | undefined
  readonly credentials: { readonly user: string; readonly password: string } | { readonly token: string }
  readonly pageSize: number
  readonly maxConcurrency: number
  readonly memberRole: string
  /** What replaces the usual address and namespace of single services. */
  readonly services: Readonly<Record<FlexnetService, { readonly url?: string; readonly namespace?: string }>>
}
type FlexnetService = 'entitlementOrder' | 'productPackaging' | 'accountHierarchy' | 'authentication'

/** Where the partners are and how we prove ourselves to them, real or out of the box. */
export interface Endpoints {
  readonly platform: FlexnetEndpoint | { readonly feedDirectory: string; readonly portalUrl: string }
  /** What the portal signs its hand-offs with; its own keys count alone where they are given. */
  readonly handoffKeys: { readonly secret: string } | { readonly jwksUrl: string }
  /** Null when nobody provides OpenID Connect. */
  readonly openId: {
    readonly issuer: string
    readonly clientId: string
    readonly clientSecret: string
    readonly label: string
  } | null
  readonly sessionSecret: string
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string; readonly apiUrl: string | undefined }
  readonly smtpUrl: string
  /** Who gets alarms by mail; null when nobody does. */
  readonly alarmMail: string | null
  /** Where "go to the portal" leads. */
  readonly portalUrl: string
}

/** Setting a partner's variables switches that partner from the box to the real one; mixing is allowed. */
export function endpointsOf(config: Config, sandbox: Sandbox | null, secrets: BoxSecrets | null): Endpoints {
  const platform = platformOf(config, sandbox, secrets)
  return {
    platform,
    handoffKeys:
      config.HANDOFF_JWKS_URL === undefined
        ? { secret: config.HANDOFF_SECRET ?? needed(secrets, 'HANDOFF_SECRET').handoff }
        : { jwksUrl: config.HANDOFF_JWKS_URL },
    openId: openIdOf(config, sandbox, secrets),
    sessionSecret: config.SESSION_SECRET ?? needed(secrets, 'SESSION_SECRET').session,
    stripe:
      config.STRIPE_SECRET_KEY !== undefined && config.STRIPE_WEBHOOK_SECRET !== undefined
        ? {
            secretKey: config.STRIPE_SECRET_KEY,
            webhookSecret: config.STRIPE_WEBHOOK_SECRET,
            apiUrl: config.STRIPE_API_URL,
          }
        : {
            secretKey: needed(secrets, 'STRIPE_SECRET_KEY').cardKey,
            webhookSecret: needed(secrets, 'STRIPE_WEBHOOK_SECRET').cardWebhook,
            apiUrl: needed(sandbox?.cards, 'STRIPE_API_URL').url,
          },
    smtpUrl: config.SMTP_URL ?? needed(sandbox?.mailbox, 'SMTP_URL').smtpUrl,
    alarmMail: config.ALARM_MAIL ?? (sandbox?.mailbox ? boxAlarmMail : null),
    portalUrl: 'baseUrl' in platform ? (config.PORTAL_URL ?? platform.baseUrl) : platform.portalUrl,
  }
}

/** Which partners the box has to bring. */
export function partnersOfBox(config: Config): { portal: boolean; cards: boolean; mail: boolean; robot: boolean } {
  return {
    portal: !hasOwnPlatform(config),
    cards: config.STRIPE_SECRET_KEY === undefined,
    mail: config.SMTP_URL === undefined,
    robot: config.MEDIA_SITE_TOKEN === undefined,
  }
}

export const boxSoapUser = 'store'

/** The store as a client of the box's portal. From another secret, so that boxes that exist already have one too. */
export function boxOpenIdClient({ handoff }: BoxSecrets): { clientId: string; clientSecret: string } {
  const clientSecret = createHmac('sha256', handoff).update('openid client').digest('base64url')
  return { clientId: 'entitlement-store', clientSecret }
}

export const boxAlarmMail = 'operators@paintworks.example'

function boxCredentials(secrets: BoxSecrets | null): { user: string; password: string } {
  return { user: boxSoapUser, password: needed(secrets, 'FLEXNET_PASSWORD').soapPassword }
}

function platformOf(config: Config, sandbox: Sandbox | null, secrets: BoxSecrets | null): Endpoints['platform'] {
  if (config.FEED_DIR !== undefined) {
    return { feedDirectory: config.FEED_DIR, portalUrl: needed(config.PORTAL_URL, 'PORTAL_URL') }
  }
  return {
    baseUrl: config.FLEXNET_URL ?? needed(sandbox?.portal, 'FLEXNET_URL').url,
    esdUrl: config.FLEXNET_ESD_URL,
    credentials: config.FLEXNET_URL === undefined ? boxCredentials(secrets) : ownCredentials(config),
    pageSize: config.FLEXNET_PAGE_SIZE,
    maxConcurrency: config.FLEXNET_CONCURRENCY,
    memberRole: config.FLEXNET_MEMBER_ROLE,
    services: {
      entitlementOrder: replaced(config.FLEXNET_ENTITLEMENT_ORDER_URL, config.FLEXNET_ENTITLEMENT_ORDER_NAMESPACE),
      productPackaging: replaced(config.FLEXNET_PRODUCT_PACKAGING_URL, config.FLEXNET_PRODUCT_PACKAGING_NAMESPACE),
      accountHierarchy: replaced(config.FLEXNET_ACCOUNT_HIERARCHY_URL, config.FLEXNET_ACCOUNT_HIERARCHY_NAMESPACE),
      authentication: replaced(config.FLEXNET_AUTHENTICATION_URL, config.FLEXNET_AUTHENTICATION_NAMESPACE),
    },
  }
}

function openIdOf(config: Config, sandbox: Sandbox | null, secrets: BoxSecrets | null): Endpoints['openId'] {
  const { SSO_OIDC_ISSUER: issuer, SSO_OIDC_CLIENT_ID: clientId, SSO_OIDC_CLIENT_SECRET: clientSecret } = config
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    return sandbox?.portal && secrets
      ? { issuer: sandbox.portal.url, ...boxOpenIdClient(secrets), label: 'Sign on with the portal’s account' }
      : null
  return { issuer, clientId, clientSecret, label: config.SSO_OIDC_LABEL }
}

function replaced(url: string | undefined, namespace: string | undefined) {
  return { ...(url === undefined ? {} : { url }), ...(namespace === undefined ? {} : { namespace }) }
}

function ownCredentials(config: Config): FlexnetEndpoint['credentials'] {
  if (config.FLEXNET_TOKEN !== undefined) return { token: config.FLEXNET_TOKEN }
  return { user: config.FLEXNET_USER ?? '', password: config.FLEXNET_PASSWORD ?? '' }
}

function needed<Value>(value: Value | null | undefined, variable: string): Value {
  if (value === null || value === undefined) throw new Error(`${variable} is not set, and there is no box to bring it`)
  return value
}
