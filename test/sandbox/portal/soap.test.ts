import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  auth,
  createRequest,
  eos,
  linesOfOrder,
  openPortal,
  pps,
  soap,
  soapPassword,
  soapUser,
  type TestPortal,
  uahs,
} from './support.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await openPortal()
})
afterAll(() => portal.end())

const productsQuery = (params: string, page = 1, batch = 200) =>
  `<getProductsQueryRequest xmlns="${pps.ns}"><queryParams>${params}</queryParams><pageNumber>${page}</pageNumber>` +
  `<batchSize>${batch}</batchSize><returnContainedObjects>true</returnContainedObjects></getProductsQueryRequest>`
const equals = (name: string, value: string) =>
  `<${name}><value>${value}</value><searchType>EQUALS</searchType></${name}>`

describe('what the SOAP services accept', () => {
  it('wants HTTP basic authentication', async () => {
    const body = productsQuery('')
    expect((await soap(portal, pps, body, { authorization: null })).status).toBe(401)
    const wrong = `Basic ${Buffer.from(`${soapUser}:not ${soapPassword}`).toString('base64')}`
    expect((await soap(portal, pps, body, { authorization: wrong })).status).toBe(401)
    expect((await soap(portal, pps, body)).status).toBe(200)
  })

  it('faults on an element out of order, an unknown element and a foreign namespace', async () => {
    const outOfOrder = productsQuery(equals('version', '2.0') + equals('productName', 'Paint Pro'))
    const unknown = productsQuery(equals('colour', 'blue'))
    const foreign = productsQuery(
      '<state xmlns="urn:other"><value>DEPLOYED</value><searchType>EQUALS</searchType></state>',
    )
    const otherVersion = productsQuery('').replace('urn:v2', 'urn:v3')
    for (const body of [outOfOrder, unknown, foreign, otherVersion]) {
      const reply = await soap(portal, pps, body)
      expect(reply.status).toBe(500)
      expect(reply.all('faultcode')).toEqual(['soapenv:Client'])
    }
  })

  it('faults when autoDeploy stands outside the entitlement', async () => {
    const body = createRequest('STRICT-1').replace(
      '</simpleEntitlement>',
      '</simpleEntitlement><autoDeploy>true</autoDeploy>',
    )
    expect((await soap(portal, eos, body)).fault).toMatch(/autoDeploy/)
  })

  it('refuses a batch over 2000 and a request of more than 25 records', async () => {
    expect((await soap(portal, pps, productsQuery('', 1, 2001))).statusText).toBe('FAILURE')
    const record = /<simpleEntitlement>.*<\/simpleEntitlement>/s.exec(createRequest('MANY'))?.[0] ?? ''
    const many = `<createSimpleEntitlementRequest xmlns="${eos.ns}">${record.repeat(26)}</createSimpleEntitlementRequest>`
    expect((await soap(portal, eos, many)).statusText).toBe('FAILURE')
  })

  it('faults when SOAPAction is missing, when the XML is broken, and when it has a document type', async () => {
    const send = (text: string, headers: Record<string, string>) =>
      fetch(portal.url + pps.path, {
        method: 'POST',
        headers: {
          'content-type': 'text/xml',
          authorization: `Basic ${Buffer.from(`${soapUser}:${soapPassword}`).toString('base64')}`,
          ...headers,
        },
        body: text,
      })
    expect((await send('<a/>', {})).status).toBe(500)
    expect((await send('<a><b></a>', { soapaction: '""' })).status).toBe(500)
    expect((await send('<!DOCTYPE a><a/>', { soapaction: '""' })).status).toBe(500)
  })
})

describe('reading', () => {
  it('answers a page of products, and nothing beyond the last page', async () => {
    const first = await soap(portal, pps, productsQuery('', 1, 10))
    const second = await soap(portal, pps, productsQuery('', 2, 10))
    const third = await soap(portal, pps, productsQuery('', 3, 10))
    const count = await soap(portal, pps, `<getProductCountRequest xmlns="${pps.ns}"/>`)
    expect(first.all('productName')).toHaveLength(10)
    expect(second.all('productName')).toHaveLength(Number(count.all('count')[0]) - 10)
    expect(third.statusText).toBe('SUCCESS')
    expect(third.xml).not.toContain('responseData')
  })

  it('filters products by day and leaves the day itself out of AFTER', async () => {
    const since = (day: string) =>
      productsQuery(`<lastModifiedDate><value>${day}</value><searchType>AFTER</searchType></lastModifiedDate>`)
    expect((await soap(portal, pps, since('2026-05-05'))).all('productName').length).toBeGreaterThan(10)
    expect((await soap(portal, pps, since('2026-05-06'))).all('productName')).toEqual([])
  })

  it('reads chains in both directions', async () => {
    const relations = (version: string) =>
      soap(
        portal,
        pps,
        `<getProductRelationshipsRequest xmlns="${pps.ns}"><productIdentifier><primaryKeys><name>Paint Pro</name>` +
          `<version>${version}</version></primaryKeys></productIdentifier></getProductRelationshipsRequest>`,
      )
    expect((await relations('1.0')).all('relation')).toContain('UPGRADE_TO')
    expect((await relations('2.1')).all('relation')).toContain('UPGRADE_FROM')
    expect((await relations('3.0')).all('relation')).toEqual([])
    expect((await relations('9.9')).statusText).toBe('FAILURE')
  })

  it('reads every kind of the catalog', async () => {
    const paging = '<pageNumber>1</pageNumber><batchSize>50</batchSize>'
    const full = `${paging}<returnContainedObjects>true</returnContainedObjects>`
    const suites = await soap(
      portal,
      pps,
      `<getUniformSuitesQueryRequest xmlns="${pps.ns}">${full}</getUniformSuitesQueryRequest>`,
    )
    expect(suites.body).toMatch(/^<getUniformSuitesQueryResponse /)
    expect(suites.all('suiteName')).toEqual(['Paintworks Suite'])
    const maintenance = await soap(
      portal,
      pps,
      `<getMaintenanceQueryRequest xmlns="${pps.ns}">${full}</getMaintenanceQueryRequest>`,
    )
    expect(maintenance.all('partId')).toContain('PAINT-MNT-1Y')
    const parts = await soap(
      portal,
      pps,
      `<getPartNumbersQueryRequest xmlns="${pps.ns}">${paging}</getPartNumbersQueryRequest>`,
    )
    expect(parts.all('partId')).toContain('PAINT-PRO-2-SEAT')
    const lines = await soap(
      portal,
      pps,
      `<getProductCategoriesRequest xmlns="${pps.ns}">${full}</getProductCategoriesRequest>`,
    )
    expect(lines.all('name')).toContain('Paint')
  })

  it('reads accounts, their tree, and members', async () => {
    const query = (name: string, params: string) =>
      soap(
        portal,
        uahs,
        `<${name} xmlns="${uahs.ns}"><queryParams>${params}</queryParams><pageNumber>1</pageNumber><batchSize>50</batchSize></${name}>`,
      )
    const partners = await query(
      'getAccountsQueryRequest',
      '<accountTypeList><acctType>CHANNEL_PARTNER</acctType></accountTypeList>',
    )
    expect(partners.all('id')).toEqual(['PIXEL', 'CANVAS', 'DISCWORKS'])
    const sites = await soap(
      portal,
      uahs,
      `<getSubAccountsRequest xmlns="${uahs.ns}"><account><primaryKeys><id>ACME</id></primaryKeys></account></getSubAccountsRequest>`,
    )
    expect(sites.all('id')).toEqual(['ACME-DE', 'ACME-US'])
    const dana = await query('getUsersQueryRequest', equals('emailAddress', 'Dana@Freelance.example'))
    expect(dana.all('id')).toEqual(['ACME-DE', 'BRIGHT'])
    const recent = await query(
      'getUsersQueryRequest',
      '<lastModifiedDateTime><value>2026-05-06T08:00:00Z</value><searchType>AFTER</searchType></lastModifiedDateTime>',
    )
    expect(recent.all('userName')).toEqual([])
    const permissions = await soap(
      portal,
      uahs,
      `<getUserPermissionsRequest xmlns="${uahs.ns}"><userName>fiona@paintworks.example</userName></getUserPermissionsRequest>`,
    )
    expect(permissions.all('accountType')).toEqual(['PUBLISHER'])
  })

  it('answers only the line fields that are switched on', async () => {
    const reply = await soap(portal, eos, linesOfOrder('SO-10002'))
    expect(reply.all('activationId')).toEqual(['ACT-ACMEDE-SKETCH'])
    expect(reply.all('orderId')).toEqual([])
    expect(reply.xml).not.toContain('numberOfCopies')
  })

  it('finds maintenance that ends before a day, with what it covers', async () => {
    const reply = await soap(
      portal,
      eos,
      `<searchEntitlementMaintenanceLineItemPropertiesRequest xmlns="${eos.ns}"><queryParams>
       <expirationDate><value>2026-08-01</value><searchType>BEFORE</searchType></expirationDate></queryParams>
       <entitlementMaintenanceLineItemResponseConfig><expirationDate>true</expirationDate>
       <linkedEntitlementLineItem>true</linkedEntitlementLineItem></entitlementMaintenanceLineItemResponseConfig>
       <batchSize>50</batchSize></searchEntitlementMaintenanceLineItemPropertiesRequest>`,
    )
    expect(reply.all('linkedLineItemActivationId')).toEqual(['ACT-ACMEDE-SKETCH', 'ACT-BRIGHT-PAINT'])
    expect(reply.all('expirationDate')).toEqual(['2026-07-15', '2025-05-16'])
  })
})

describe('writing', () => {
  it('answers a create exactly as the reference shows [S61]', async () => {
    const reply = await soap(portal, eos, createRequest('WRITE-1', { withMaintenance: true }))
    expect(reply.status).toBe(200)
    await expect(`${reply.body.replace(/>\d{6}</g, '>900000<')}\n`).toMatchFileSnapshot(
      '../../fixtures/soap/create-simple-entitlement.response.xml',
    )
    const lines = await soap(portal, eos, linesOfOrder('WRITE-1'))
    expect(lines.all('activationId')).toEqual(['WRITE-1-L1'])
    expect(lines.all('state')).toEqual(['DEPLOYED'])
  })

  it('answers a refused create exactly as the reference shows', async () => {
    const reply = await soap(portal, eos, createRequest('WRITE-2', { part: 'NO-SUCH-PART' }))
    expect(reply.status).toBe(200)
    await expect(`${reply.body}\n`).toMatchFileSnapshot('../../fixtures/soap/create-simple-entitlement.refused.xml')
  })

  it('refuses an id that any entitlement or line has', async () => {
    await soap(portal, eos, createRequest('WRITE-3'))
    expect((await soap(portal, eos, createRequest('WRITE-3'))).statusText).toBe('FAILURE')
    expect((await soap(portal, eos, createRequest('WRITE-3-L1'))).statusText).toBe('FAILURE')
    expect((await soap(portal, eos, createRequest('ACT-ACME-PAINT'))).all('reason').join()).toMatch(/already in use/)
  })

  it('refuses drafts, obsolete parts, maintenance as a licence, unknown accounts and bad ids', async () => {
    const refused = [
      createRequest('BAD-1', { part: 'PAINT-PRO-4-LIC' }),
      createRequest('BAD-2', { part: 'PAINT-CLASSIC-LIC' }),
      createRequest('BAD-3', { part: 'PAINT-MNT-1Y' }),
      createRequest('BAD-4', { account: 'NOBODY' }),
      createRequest('BAD#5'),
      createRequest('BAD-6').replace(
        '<isPermanent>true</isPermanent>',
        '<isPermanent>true</isPermanent><expirationDate>2027-01-01</expirationDate>',
      ),
      createRequest('BAD-7').replace('<numberOfCopies>5<', '<numberOfCopies>0<'),
    ]
    const before = portal.state().entitlements
    for (const body of refused) expect((await soap(portal, eos, body)).statusText).toBe('FAILURE')
    expect(portal.state().entitlements).toBe(before)
  })

  it('adds lines, changes states, and mails each time it is asked [S64]', async () => {
    await soap(portal, eos, createRequest('WRITE-4'))
    const line = /<lineItems>.*<\/lineItems>/s.exec(createRequest('WRITE-5'))?.[0] ?? ''
    const identifier =
      '<entitlementIdentifier><primaryKeys><entitlementId>WRITE-4</entitlementId></primaryKeys></entitlementIdentifier>'
    const add = `<createEntitlementLineItemRequest xmlns="${eos.ns}"><lineItem>${identifier}${line}<autoDeploy>true</autoDeploy></lineItem></createEntitlementLineItemRequest>`
    const added = await soap(portal, eos, add)
    expect(added.all('activationId')).toEqual(['WRITE-5-L1'])
    expect((await soap(portal, eos, add)).statusText).toBe('FAILURE')

    const suspend = `<setLineItemStateRequest xmlns="${eos.ns}"><lineItem><lineItemIdentifier><primaryKeys><activationId>WRITE-5-L1</activationId></primaryKeys></lineItemIdentifier><stateToSet>INACTIVE</stateToSet></lineItem></setLineItemStateRequest>`
    expect((await soap(portal, eos, suspend)).statusText).toBe('SUCCESS')
    expect((await soap(portal, eos, linesOfOrder('WRITE-5'))).all('state')).toEqual(['INACTIVE'])

    const mails = portal.state().mails
    const mail = `<emailEntitlementRequest xmlns="${eos.ns}">${identifier}<emailIdList><emailId>alice@acme.example</emailId></emailIdList><locale>en_US</locale></emailEntitlementRequest>`
    await soap(portal, eos, mail)
    await soap(portal, eos, mail)
    expect(portal.state().mails).toBe(mails + 2)
  })

  it('finds an entitlement by its id, with all its lines', async () => {
    await soap(portal, eos, createRequest('WRITE-6', { withMaintenance: true }))
    const reply = await soap(
      portal,
      eos,
      `<searchEntitlementRequest xmlns="${eos.ns}"><entitlementSearchCriteria>${equals('entitlementId', 'WRITE-6')}<isBulk>false</isBulk></entitlementSearchCriteria><batchSize>50</batchSize></searchEntitlementRequest>`,
    )
    expect(reply.body).toMatch(/^<searchEntitlementResponse /)
    expect(reply.all('id')).toEqual(['WRITE-6', 'WRITE-6-L1', 'WRITE-6-M1', 'ACME'])
  })

  it('makes an account once', async () => {
    const create = (opType: string) =>
      soap(
        portal,
        uahs,
        `<createAcctRequest xmlns="${uahs.ns}"><account><id>NEW-1</id><name>New &amp; Sons</name></account>${opType}</createAcctRequest>`,
      )
    expect((await create('')).body).toMatch(/^<createAcctResponse .*<account><uniqueId>/)
    expect((await create('')).statusText).toBe('FAILURE')
    expect((await create('<opType>CREATE_OR_IGNORE</opType>')).statusText).toBe('SUCCESS')
  })
})

describe('authentication', () => {
  it('issues tokens that hold for their user and their time', async () => {
    const issued = await soap(
      portal,
      auth,
      `<secureTokenRequest xmlns="${auth.ns}"><userId>alice@acme.example</userId><tokenTimeoutSeconds>60</tokenTimeoutSeconds></secureTokenRequest>`,
    )
    const check = async (user: string) =>
      (
        await soap(
          portal,
          auth,
          `<validateTokenRequest xmlns="${auth.ns}"><identity><userId>${user}</userId></identity><token>${issued.all('token')[0]}</token></validateTokenRequest>`,
        )
      ).all('statusMessage')[0]
    expect(await check('alice@acme.example')).toBe('VALID')
    expect(await check('bob@acme.example')).toBe('INVALID')
    portal.clock.advance(61_000)
    expect(await check('alice@acme.example')).toBe('INVALID')
  })

  it('checks passwords', async () => {
    const check = async (password: string) =>
      (
        await soap(
          portal,
          auth,
          `<AuthenticateUserInput xmlns="${auth.ns}"><userName>alice@acme.example</userName><password>${password}</password><domainName>FLEXnet</domainName></AuthenticateUserInput>`,
        )
      ).all('Success')
    expect(await check('paintworks')).toEqual(['true'])
    expect(await check('wrong')).toEqual(['false'])
  })
})
