import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import type { EntitlementPlatform } from '../../../src/domains/entitlements/rights/port.ts'
import { localDate } from '../../../src/kernel/local-date.ts'
import { startScriptedPlatform } from './scripted-platform.ts'

// The golden files were read against the platform's reference, element by element. `GOLDEN=write` rewrites them after a
// change that is meant; the difference is then reviewed like code.
const directory = new URL('../../fixtures/soap/requests/', import.meta.url)

const modifiedAfter = new Date('2026-03-02T00:10:30.500Z')

const line = {
  activationId: 'SO-2026-000042-L1',
  partNumber: 'PAINT-PRO-1Y',
  orderId: 'SO-2026-000042',
  orderLineNumber: '1',
  quantity: 5,
  startDate: localDate('2026-03-10'),
  expirationDate: localDate('2027-03-09'),
}

const permanentLine = { ...line, activationId: 'SO-2026-000042-L3', orderLineNumber: '3', expirationDate: null }

const maintenanceLine = {
  activationId: 'SO-2026-000042-L2',
  product: { name: 'Paint Support', version: '1.0' },
  partNumber: 'PAINT-SUP-1Y',
  orderId: 'SO-2026-000042',
  orderLineNumber: '2',
  startDate: localDate('2026-03-10'),
  expirationDate: localDate('2027-03-09'),
  coversActivationIds: ['SO-2026-000042-L1', 'SO-2026-000042-L3'],
}

const direct = {
  entitlementId: 'SO-2026-000042',
  description: 'Order SO-2026-000042 for "Müller & Söhne" <west>',
  endCustomerAccountId: 'CUST-000123',
  partnerAccountId: null,
  contactUserName: 'joe@example.com',
  shipToEmail: 'joe@example.com',
  lines: [line, permanentLine],
  maintenanceLines: [maintenanceLine],
}

type Ask = (platform: EntitlementPlatform) => Promise<unknown>

/** Per golden file prefix: the call, and the paths that it goes to in turn. */
const cases: Record<string, { readonly ask: Ask; readonly paths: readonly string[] }> = {
  'products-full': { ask: (p) => p.products({ kind: 'product', page: 1 }), paths: ['v2/ProductPackagingService'] },
  'products-modified': {
    ask: (p) => p.products({ kind: 'product', page: 3, modifiedAfter }),
    paths: ['v2/ProductPackagingService'],
  },
  'suites-modified': {
    ask: (p) => p.products({ kind: 'suite', page: 1, modifiedAfter }),
    paths: ['v2/ProductPackagingService'],
  },
  'maintenance-modified': {
    ask: (p) => p.products({ kind: 'maintenance', page: 1, modifiedAfter }),
    paths: ['v2/ProductPackagingService'],
  },
  'part-numbers-modified': {
    ask: (p) => p.partNumbers({ page: 2, modifiedAfter }),
    paths: ['v2/ProductPackagingService'],
  },
  relations: {
    ask: (p) => p.relationsOf([{ name: 'Basic Paint', version: '1.0' }]),
    paths: ['v2/ProductPackagingService'],
  },
  'accounts-full': { ask: (p) => p.accounts({ page: 1 }), paths: ['v3/UserAcctHierarchyService'] },
  'accounts-roots-modified': {
    ask: (p) => p.accounts({ page: 1, onlyRoots: true, modifiedAfter }),
    paths: ['v3/UserAcctHierarchyService'],
  },
  parents: { ask: (p) => p.parentsOf(['CUST-000124']), paths: ['v3/UserAcctHierarchyService'] },
  'members-full': { ask: (p) => p.members({ page: 1 }), paths: ['v3/UserAcctHierarchyService'] },
  'members-modified': { ask: (p) => p.members({ page: 1, modifiedAfter }), paths: ['v3/UserAcctHierarchyService'] },
  member: { ask: (p) => p.member('joe@example.com'), paths: ['v3/UserAcctHierarchyService'] },
  'list-member': {
    ask: (p) =>
      p.listMember({ userName: 'joe@example.com', firstName: 'Joe', lastName: 'Example', accountId: 'CUST-000123' }),
    paths: ['v3/UserAcctHierarchyService', 'v3/UserAcctHierarchyService'],
  },
  'lines-full': { ask: (p) => p.entitlementLines({ page: 1 }), paths: ['v4/EntitlementOrderService'] },
  'lines-modified': {
    ask: (p) => p.entitlementLines({ page: 1, modifiedAfter }),
    paths: ['v4/EntitlementOrderService'],
  },
  'maintenance-lines-full': { ask: (p) => p.maintenanceLines({ page: 1 }), paths: ['v4/EntitlementOrderService'] },
  'maintenance-lines-modified': {
    ask: (p) => p.maintenanceLines({ page: 1, modifiedAfter }),
    paths: ['v4/EntitlementOrderService'],
  },
  'lines-of-order': {
    ask: (p) => p.linesOfOrder('SO-2026-000042'),
    paths: ['v4/EntitlementOrderService', 'v4/EntitlementOrderService'],
  },
  'create-entitlement-direct': { ask: (p) => p.createEntitlement(direct), paths: ['v4/EntitlementOrderService'] },
  'create-entitlement-partner': {
    ask: (p) =>
      p.createEntitlement({
        ...direct,
        description: '',
        partnerAccountId: 'RES-000007',
        contactUserName: null,
        shipToEmail: null,
        lines: [line],
        maintenanceLines: [],
      }),
    paths: ['v4/EntitlementOrderService'],
  },
  'add-lines': {
    ask: (p) => p.addLines('SO-2026-000007', [line], [maintenanceLine]),
    paths: ['v4/EntitlementOrderService', 'v4/EntitlementOrderService', 'v4/EntitlementOrderService'],
  },
  'create-entitlement-demanded': {
    ask: (p) =>
      p.createEntitlement({
        ...direct,
        attributes: { costCentre: 'Web', checked: true },
        lines: [
          {
            ...line,
            licenseModel: 'Floating',
            licenseModelAttributes: { GRACE_DAYS: 14, VENDOR_STRING: 'web & store' },
            lineAttributes: { region: 'EMEA', contractEnd: { date: '2027-01-31' } },
          },
        ],
        maintenanceLines: [{ ...maintenanceLine, lineAttributes: { region: 'EMEA' } }],
      }),
    paths: ['v4/EntitlementOrderService'],
  },
  'set-parent-line': {
    ask: (p) =>
      p.setParentLine({
        entitlementId: 'SO-2026-000042',
        activationId: 'SO-2026-000042-L1',
        parentActivationId: 'ACT-2',
      }),
    paths: ['v4/EntitlementOrderService'],
  },
  'email-entitlement': {
    ask: (p) => p.emailEntitlement({ entitlementId: 'SO-2026-000042', to: 'joe@example.com', locale: 'en-US' }),
    paths: ['v4/EntitlementOrderService'],
  },
  'validate-token': {
    ask: (p) => p.validateToken({ userName: 'joe@example.com', token: 'vZ1Vak' }),
    paths: ['v1/FlexnetAuthentication'],
  },
  ping: { ask: (p) => p.ping(), paths: ['v2/ProductPackagingService'] },
  'download-packages': {
    ask: (p) => p.downloadPackages({ userName: 'joe@example.com', activationIds: ['SO-2026-000042-L1', 'ACT-2'] }),
    paths: ['v1/FlexnetAuthentication', 'esd'],
  },
  'download-files': {
    ask: (p) => p.downloadFiles({ userName: 'joe@example.com', accountId: 'CUST-000123', packageId: 'PAINT_PRO_2_1' }),
    paths: ['v1/FlexnetAuthentication', 'esd'],
  },
}

describe('requests to FlexNet Operations', () => {
  let server: Awaited<ReturnType<typeof startScriptedPlatform>>
  let platform: EntitlementPlatform
  beforeAll(async () => {
    server = await startScriptedPlatform()
    platform = createFlexnetPlatform({
      baseUrl: server.url,
      credentials: { user: 'store', password: 'secret' },
      maxConcurrency: 1,
      log: pino({ level: 'silent' }),
    })
  })
  afterAll(() => server.close())

  for (const [name, { ask, paths }] of Object.entries(cases))
    it(`${name} are the golden bytes, at the right service`, async () => {
      server.received.length = 0
      await ask(platform)
      expect(server.received.map(({ path }) => path)).toEqual(
        paths.map((path) => (path === 'esd' ? '/esd-service/svc' : `/flexnet/services/${path}`)),
      )
      for (const [index, { body }] of server.received.entries())
        expect(body).toBe(golden(goldenName(name, index), body))
    })

  it('every request carries an empty SOAPAction, the XML content type and the credentials', async () => {
    server.received.length = 0
    await platform.ping()
    expect(server.received[0]?.headers).toMatchObject({
      soapaction: '""',
      'content-type': 'text/xml; charset=utf-8',
      authorization: `Basic ${Buffer.from('store:secret').toString('base64')}`,
    })
  })

  it('an access token goes as a bearer token, and a service can have its own address and namespace', async () => {
    server.received.length = 0
    const other = createFlexnetPlatform({
      baseUrl: `${server.url}/flexnet/services/`,
      services: { accountHierarchy: { url: `${server.url}/old/UAHS`, namespace: 'urn:v2.webservices.example' } },
      esdUrl: `${server.url}/esd`,
      deliveryHeader: { wrapper: 'Credentials' },
      credentials: { token: 'rna_0123' },
      log: pino({ level: 'silent' }),
    })
    await other.members({ page: 1 })
    await other.ping()
    await other.downloadFiles({ userName: 'joe@example.com', accountId: 'CUST-000123', packageId: 'system:7001' })
    expect(server.received.map(({ path }) => path)).toEqual([
      '/old/UAHS',
      '/flexnet/services/v2/ProductPackagingService',
      '/flexnet/services/v1/FlexnetAuthentication',
      '/esd',
    ])
    expect(server.received[0]?.headers.authorization).toBe('Bearer rna_0123')
    expect(server.received[0]?.body).toContain('<getUsersQueryRequest xmlns="urn:v2.webservices.example">')
    expect(server.received[3]?.body).toContain('<Credentials xmlns="http://esdservice.esd.flexerasoftware.com">')
    expect(server.received[3]?.body).toContain('<SystemId>7001</SystemId>')
  })

  it.each([
    [
      { prefix: 'nsAuth', namespace: 'urn:auth.example', wrapper: 'authentication' },
      '<nsAuth:authentication xmlns:nsAuth="urn:auth.example">\n      <nsAuth:id>joe@example.com</nsAuth:id>\n      <nsAuth:token>tkn-1</nsAuth:token>\n    </nsAuth:authentication>',
    ],
    [
      { prefix: 'nsAuth', wrapper: null, id: 'userId', token: 'secureToken' },
      '<nsAuth:userId xmlns:nsAuth="http://esdservice.esd.flexerasoftware.com">joe@example.com</nsAuth:userId>\n    <nsAuth:secureToken xmlns:nsAuth="http://esdservice.esd.flexerasoftware.com">tkn-1</nsAuth:secureToken>',
    ],
  ])(
    'the sign-in header of the delivery service is written as the tenant has it: %j',
    async (deliveryHeader, written) => {
      server.received.length = 0
      const other = createFlexnetPlatform({
        baseUrl: server.url,
        credentials: { token: 'rna_0123' },
        log: pino({ level: 'silent' }),
        deliveryHeader,
      })
      await other.downloadPackages({ userName: 'joe@example.com', activationIds: ['ACT-1'] })
      expect(server.received[1]?.body).toContain(`<soapenv:Header>\n    ${written}\n  </soapenv:Header>`)
    },
  )

  it('no golden file lies there unused', () => {
    const names = Object.entries(cases).flatMap(([name, { paths }]) => paths.map((_, index) => goldenName(name, index)))
    expect(
      readdirSync(directory)
        .filter((name) => name.endsWith('.xml'))
        .sort(),
    ).toEqual(names.sort())
  })
})

function goldenName(name: string, index: number): string {
  return index === 0 ? `${name}.xml` : `${name}-${index + 1}.xml`
}

function golden(name: string, body: string): string {
  const file = new URL(name, directory)
  if (process.env['GOLDEN'] === 'write') writeFileSync(file, body)
  return readFileSync(file, 'utf8')
}
