import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { createLog } from '../../../src/platform/log/log.ts'
import { type Portal, type PortalOptions, startPortal } from '../../../src/sandbox/portal/index.ts'

export const soapUser = 'integration@paintworks.example'
export const soapPassword = 'soap-password'
export const handoffSecret = 'a secret that only tests know, of some length'
export const testNow = new Date('2026-06-15T10:00:00.000Z')

export const eos = {
  path: '/flexnet/services/v4/EntitlementOrderService',
  ns: 'urn:v4.webservices.operations.flexnet.com',
}
export const pps = {
  path: '/flexnet/services/v2/ProductPackagingService',
  ns: 'urn:v2.webservices.operations.flexnet.com',
}
export const uahs = {
  path: '/flexnet/services/v3/UserAcctHierarchyService',
  ns: 'urn:v3.webservices.operations.flexnet.com',
}
export const auth = {
  path: '/flexnet/services/v1/FlexnetAuthentication',
  ns: 'urn:v1.webservices.platform.flexnet.com',
}
export const esdNamespace = 'http://esdservice.esd.flexerasoftware.com'

export interface TestPortal extends Portal {
  readonly clock: { now(): Date; advance(ms: number): void }
  /** Closes, and opens the same data directory again. */
  reopen(): Promise<TestPortal>
  /** Closes and removes the data directory. */
  end(): Promise<void>
}

export async function openPortal(more: Partial<PortalOptions> = {}): Promise<TestPortal> {
  const dataDir = more.dataDir ?? mkdtempSync(join(tmpdir(), 'portal-'))
  let now = testNow.getTime()
  const clock = {
    now: () => new Date(now),
    advance(ms: number) {
      now += ms
    },
  }
  const portal = await startPortal({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    clock,
    log: createLog({ level: 'silent' }),
    storeUrl: () => 'http://store.test',
    handoffSecret,
    soapUser,
    soapPassword,
    ...more,
  })
  return {
    ...portal,
    clock,
    async reopen() {
      await portal.close()
      return openPortal({ ...more, dataDir })
    },
    async end() {
      await portal.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const parser = new XMLParser({ parseTagValue: false, removeNSPrefix: true })

export interface SoapReply {
  readonly status: number
  readonly xml: string
  /** The element inside the body. */
  readonly body: string
  readonly statusText: string | undefined
  /** The texts of every element of the name, wherever it stands. */
  all(name: string): string[]
  readonly fault: string | undefined
}

/** Posts a body element as a SOAP 1.1 request. */
export async function soap(
  portal: { readonly url: string },
  service: { readonly path: string },
  body: string,
  more: { readonly header?: string; readonly authorization?: string | null } = {},
): Promise<SoapReply> {
  const basic = `Basic ${Buffer.from(`${soapUser}:${soapPassword}`).toString('base64')}`
  const authorization = more.authorization === undefined ? basic : more.authorization
  const response = await fetch(portal.url + service.path, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '""',
      ...(authorization === null ? {} : { authorization }),
    },
    body:
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
      `<soapenv:Header>${more.header ?? ''}</soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  })
  const xml = await response.text()
  const all = (name: string) => collect(xml === '' ? {} : parser.parse(xml), name)
  return {
    status: response.status,
    xml,
    body: /<soapenv:Body>(.*)<\/soapenv:Body>/s.exec(xml)?.[1] ?? '',
    statusText: all('status')[0],
    all,
    fault: all('faultstring')[0],
  }
}

function collect(node: unknown, name: string): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => collect(one, name))
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    const own = key === name ? [value].flat().filter((one) => typeof one === 'string') : []
    return [...own, ...collect(value, name)]
  })
}

/** A create request with one line and, if wanted, one maintenance line. */
export function createRequest(
  id: string,
  more: { part?: string; account?: string; withMaintenance?: boolean } = {},
): string {
  const { part = 'PAINT-PRO-2-LIC', account = 'ACME', withMaintenance = false } = more
  const maintenance = `<maintenanceLineItems>
      <activationId><id>${id}-M1</id><autoGenerate>false</autoGenerate></activationId>
      <maintenanceProduct><primaryKeys><name>Paint Maintenance</name><version>1.0</version></primaryKeys></maintenanceProduct>
      <orderId>${id}</orderId><orderLineNumber>2</orderLineNumber>
      <startDate>2026-06-15</startDate><expirationDate>2027-06-14</expirationDate><isPermanent>false</isPermanent>
      <associatedLineItems><primaryKeys><activationId>${id}-L1</activationId></primaryKeys></associatedLineItems>
    </maintenanceLineItems>`
  return `<createSimpleEntitlementRequest xmlns="${eos.ns}">
  <simpleEntitlement>
    <entitlementId><id>${id}</id><autoGenerate>false</autoGenerate></entitlementId>
    <description>Web store order ${id}</description>
    <shipToEmail>alice@acme.example</shipToEmail>
    <lineItems>
      <activationId><id>${id}-L1</id><autoGenerate>false</autoGenerate></activationId>
      <partNumber><primaryKeys><partId>${part}</partId></primaryKeys></partNumber>
      <orderId>${id}</orderId><orderLineNumber>1</orderLineNumber>
      <numberOfCopies>5</numberOfCopies><startDate>2026-06-15</startDate><isPermanent>true</isPermanent>
    </lineItems>${withMaintenance ? maintenance : ''}
    <autoDeploy>true</autoDeploy>
    <channelPartners><channelPartner>
      <tierName>bo.constants.partnertiernames.endcustomer</tierName>
      <accountUnit><primaryKeys><id>${account}</id></primaryKeys></accountUnit>
      <contact><userName>alice@acme.example</userName></contact>
      <currentOwner>true</currentOwner>
    </channelPartner></channelPartners>
  </simpleEntitlement>
</createSimpleEntitlementRequest>`
}

/** The lines of an order, by the properties query. */
export function linesOfOrder(orderId: string): string {
  return `<searchEntitlementLineItemPropertiesRequest xmlns="${eos.ns}">
    <queryParams><orderId><value>${orderId}</value><searchType>EQUALS</searchType></orderId></queryParams>
    <entitlementLineItemResponseConfig><activationId>true</activationId><state>true</state></entitlementLineItemResponseConfig>
    <batchSize>50</batchSize></searchEntitlementLineItemPropertiesRequest>`
}

export async function esdHeader(portal: TestPortal, userName: string): Promise<string> {
  const reply = await soap(
    portal,
    auth,
    `<secureTokenRequest xmlns="${auth.ns}"><userId>${userName}</userId></secureTokenRequest>`,
  )
  return `<esd:AuthHeader xmlns:esd="${esdNamespace}"><esd:id>${userName}</esd:id><esd:token>${reply.all('token')[0]}</esd:token></esd:AuthHeader>`
}

/** Signs on by the page and gives the session cookie. */
export async function signIn(portal: TestPortal, userName: string): Promise<string> {
  const response = await fetch(`${portal.url}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ userName }),
    redirect: 'manual',
  })
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
