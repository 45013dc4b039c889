import type { Limiter } from '../../../kernel/limiter.ts'
import { type DeliveryHeader, usualDeliveryHeader } from './protocol/delivery-header.ts'

export type ServiceName =
  | 'entitlementOrder'
  | 'productPackaging'
  | 'accountHierarchy'
  | 'authentication'
  | 'electronicDelivery'

export interface Service {
  readonly url: string
  readonly namespace: string
}

export interface FlexnetOptions {
  /** Origin of the platform, such as `https://acme.flexnetoperations.com`; the service paths are added to it. */
  readonly baseUrl: string
  /** Replaces address or namespace of single services, for tenants that run other versions or hosts. */
  readonly services?: Partial<Record<ServiceName, Partial<Service>>>
  /** Address of the electronic software delivery service; hosted tenants have it on a host of its own. */
  readonly esdUrl?: string
  /** The header that carries id and token to the delivery service, as far as it is not the usual one. */
  readonly deliveryHeader?: Partial<DeliveryHeader>
  readonly credentials: { readonly user: string; readonly password: string } | { readonly token: string }
  /** Items a read asks for at a time; the platform refuses more than 2,000. Default 200, its recommendation. */
  readonly pageSize?: number
  readonly readTimeoutMs?: number
  readonly writeTimeoutMs?: number
  /** Calls under way at once; more wait their turn. */
  readonly maxConcurrency?: number
  /** Shared with another client of the same platform; its own unless given. */
  readonly limiter?: Limiter
  /** For one call as a whole, its turn and all its tries, where a person waits. No limit of its own unless given. */
  readonly patienceMs?: number
  /** How often a failed read is tried again; a write never is. */
  readonly readRetries?: number
  /** The first pause before a read is tried again; doubles each time, with jitter, up to ten seconds. */
  readonly retryPauseMs?: number
  /** Status codes of `validateToken` that mean "valid"; the platform does not document them. */
  readonly validTokenStatusCodes?: readonly string[]
  /** The role that a new member gets on the platform; its name is tenant knowledge. Default `Portal User Role`. */
  readonly memberRole?: string
  /** The platform's name for the domain whose passwords it checks; tenant knowledge. */
  readonly signInDomain?: string
  /** Reads what a sync reads in a thread of its own. The entry is for those who run sources, which Node 20 does not. */
  readonly thread?: { readonly entry?: URL }
  readonly log: Warnings
}

/** Where oddities of the platform are told. */
export interface Warnings {
  warn(about: object, text: string): void
}

export interface Settings {
  readonly services: Readonly<Record<ServiceName, Service>>
  readonly deliveryHeader: DeliveryHeader
  readonly authorization: string
  /** The integration user, who asks the delivery service in the store's own name; null with an access token. */
  readonly storeUser: string | null
  /** Texts that must never reach a log or an error. */
  readonly secrets: readonly string[]
  readonly pageSize: number
  readonly readTimeoutMs: number
  readonly writeTimeoutMs: number
  readonly maxConcurrency: number
  readonly limiter: Limiter | undefined
  readonly patienceMs: number
  readonly readRetries: number
  readonly retryPauseMs: number
  readonly validTokenStatusCodes: ReadonlySet<string>
  readonly signInDomain: string
  readonly memberRole: string
  readonly log: Warnings
}

export function settingsOf(options: FlexnetOptions): Settings {
  const { credentials } = options
  const authorization =
    'token' in credentials
      ? `Bearer ${credentials.token}`
      : `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8').toString('base64')}`
  const secrets = 'token' in credentials ? [credentials.token] : [credentials.password, authorization.slice(6)]
  return {
    services: servicesOf(options),
    deliveryHeader: { ...usualDeliveryHeader, ...options.deliveryHeader },
    authorization,
    storeUser: 'token' in credentials ? null : credentials.user,
    secrets,
    pageSize: Math.min(options.pageSize ?? 200, 2000),
    readTimeoutMs: options.readTimeoutMs ?? 120_000,
    writeTimeoutMs: options.writeTimeoutMs ?? 60_000,
    maxConcurrency: options.maxConcurrency ?? 2,
    limiter: options.limiter,
    patienceMs: options.patienceMs ?? Number.POSITIVE_INFINITY,
    readRetries: options.readRetries ?? 3,
    retryPauseMs: options.retryPauseMs ?? 500,
    validTokenStatusCodes: new Set((options.validTokenStatusCodes ?? ['0', '200', 'SUCCESS', 'VALID']).map(upper)),
    memberRole: options.memberRole ?? 'Portal User Role',
    signInDomain: options.signInDomain ?? 'FLEXnet',
    log: options.log,
  }
}

function servicesOf(options: FlexnetOptions): Record<ServiceName, Service> {
  const origin = options.baseUrl.replace(/\/+$/, '').replace(/\/flexnet(\/services)?$/, '')
  const at = (version: string, name: string) => `${origin}/flexnet/services/${version}/${name}`
  const operations = (version: string) => `urn:${version}.webservices.operations.flexnet.com`
  const usual: Record<ServiceName, Service> = {
    entitlementOrder: { url: at('v4', 'EntitlementOrderService'), namespace: operations('v4') },
    productPackaging: { url: at('v2', 'ProductPackagingService'), namespace: operations('v2') },
    accountHierarchy: { url: at('v3', 'UserAcctHierarchyService'), namespace: operations('v3') },
    authentication: { url: at('v1', 'FlexnetAuthentication'), namespace: 'urn:v1.webservices.platform.flexnet.com' },
    electronicDelivery: {
      url: options.esdUrl ?? `${origin}/esd-service/svc`,
      namespace: 'http://esdservice.esd.flexerasoftware.com',
    },
  }
  const replaced = options.services ?? {}
  return {
    entitlementOrder: { ...usual.entitlementOrder, ...replaced.entitlementOrder },
    productPackaging: { ...usual.productPackaging, ...replaced.productPackaging },
    accountHierarchy: { ...usual.accountHierarchy, ...replaced.accountHierarchy },
    authentication: { ...usual.authentication, ...replaced.authentication },
    electronicDelivery: { ...usual.electronicDelivery, ...replaced.electronicDelivery },
  }
}

function upper(text: string): string {
  return text.toUpperCase()
}
