import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import type { EntitlementPlatform } from '../../../src/domains/entitlements/rights/port.ts'
import { soap, startScriptedPlatform, succeed, succeedInPieces } from './scripted-platform.ts'

describe('answers of FlexNet Operations', () => {
  let server: Awaited<ReturnType<typeof startScriptedPlatform>>
  let platform: EntitlementPlatform
  beforeAll(async () => {
    server = await startScriptedPlatform()
    platform = createFlexnetPlatform({
      baseUrl: server.url,
      credentials: { token: 'rna_0123' },
      pageSize: 2,
      readRetries: 0,
      log: pino({ level: 'silent' }),
    })
  })
  afterAll(() => server.close())

  it('one item and many items both parse, and a full page says that there may be more', async () => {
    const product = (id: string) =>
      `<product><uniqueId>${id}</uniqueId><productName>Paint</productName><version>2.1</version><state>DEPLOYED</state></product>`
    server.script(
      succeed(`<responseData>${product('90071992547409931')}</responseData>`),
      succeed(`<responseData>${product('1')}${product('2')}</responseData>`),
    )
    const one = await platform.products({ kind: 'product', page: 1 })
    expect(one).toMatchObject({ hasMore: false, items: [{ platformId: '90071992547409931', name: 'Paint' }] })
    expect(await platform.products({ kind: 'product', page: 2 })).toMatchObject({ hasMore: true, items: [{}, {}] })
  })

  it('an answer without responseData is an empty page', async () => {
    server.script(succeed(), succeed('<responseData/>'))
    expect(await platform.accounts({ page: 9 })).toMatchObject({ items: [], hasMore: false })
    expect(await platform.members({ page: 9 })).toEqual({ items: [], hasMore: false })
  })

  it('a product keeps its part numbers, its line, its attributes and its time, and unknown elements are passed over', async () => {
    server.script(
      succeed(`<ns2:responseData><ns2:product>
        <ns2:uniqueId>007</ns2:uniqueId><ns2:productName>M&#252;ller &amp; S&#xF6;hne</ns2:productName><ns2:version>1.0</ns2:version>
        <ns2:description xsi:nil="true"/><ns2:state>OBSOLETE</ns2:state><ns2:features/>
        <ns2:partNumbers><ns2:partNumber><ns2:uniqueId>5</ns2:uniqueId><ns2:primaryKeys><ns2:partId>0815</ns2:partId></ns2:primaryKeys></ns2:partNumber></ns2:partNumbers>
        <ns2:productCategory>Paint</ns2:productCategory><ns2:somethingNew><ns2:x>1</ns2:x></ns2:somethingNew>
        <ns2:lastModifiedDate>2026-01-05T10:00:00-07:00</ns2:lastModifiedDate>
        <ns2:productAttributes>
          <ns2:attribute><ns2:attributeName>tier</ns2:attributeName><ns2:stringValue>gold</ns2:stringValue></ns2:attribute>
          <ns2:attribute><ns2:attributeName>media</ns2:attributeName><ns2:booleanValue>1</ns2:booleanValue></ns2:attribute>
          <ns2:attribute><ns2:attributeName>regions</ns2:attributeName><ns2:arrayValue>EU</ns2:arrayValue><ns2:arrayValue>US</ns2:arrayValue></ns2:attribute>
        </ns2:productAttributes></ns2:product></ns2:responseData>`),
    )
    const { items } = await platform.products({ kind: 'product', page: 1 })
    expect(items).toEqual([
      {
        kind: 'product',
        platformId: '007',
        name: 'Müller & Söhne',
        version: '1.0',
        description: '',
        state: 'OBSOLETE',
        productLine: 'Paint',
        partNumbers: ['0815'],
        attributes: { tier: 'gold', media: 'true', regions: 'EU,US' },
        lastModifiedAt: new Date('2026-01-05T17:00:00Z'),
      },
    ])
  })

  const relation = (
    to: string,
  ) => `<relationship><productToRelate><primaryKeys><name>Paint</name><version>1</version></primaryKeys></productToRelate>
        <relatedProduct><primaryKeys><name>${to}</name><version>1</version></primaryKeys></relatedProduct>
        <relation>UPGRADE_TO</relation></relationship>`

  it('each answer is read by what it says, whatever was answered to the same question before', async () => {
    const leads = (to: string) => succeed(relation(to))
    server.script(succeed(), leads('Varnish'), succeed(), leads('Lacquer'), leads('Varnish'))
    const found: string[][] = []
    for (let n = 0; n < 5; n += 1)
      found.push((await platform.relationsOf([{ name: 'Paint', version: '1' }])).map(({ to }) => to.name))
    expect(found).toEqual([[], ['Varnish'], [], ['Lacquer'], ['Varnish']])
  })

  it('a large answer is read as it arrives, piece by piece', async () => {
    const names = Array.from({ length: 100 }, (_, n) => `Größe ${n}`)
    const before = Array.from({ length: 99 }, (_, n) => `Maß ${n}`)
    for (const expected of [names, before, names]) {
      server.script(succeedInPieces(expected.map(relation).join(''), 'ß'))
      const found = await platform.relationsOf([{ name: 'Paint', version: '1' }])
      expect(found.map(({ to }) => to.name)).toEqual(expected)
    }
  })

  it('suites, maintenance products, part numbers and relations come in the same words', async () => {
    server.script(
      succeed(
        '<responseData><uniformSuite><uniqueId>1</uniqueId><suiteName>Studio</suiteName><version>3</version><state>DRAFT</state></uniformSuite></responseData>',
      ),
      succeed(
        '<responseData><maintenance><uniqueId>2</uniqueId><maintenanceName>Gold</maintenanceName><state>DEPLOYED</state></maintenance></responseData>',
      ),
      succeed(
        '<responseData><partNumber><partNumberIdentifier><primaryKeys><partId>P-1</partId></primaryKeys></partNumberIdentifier><description xsi:nil="1"/><mappedProduct><primaryKeys><name>Paint</name><version>2.1</version></primaryKeys></mappedProduct></partNumber></responseData>',
      ),
      succeed(
        '<relationship><productToRelate><primaryKeys><name>Paint</name><version>1</version></primaryKeys></productToRelate><relatedProduct><primaryKeys><name>Paint</name><version>2</version></primaryKeys></relatedProduct><relation>UPGRADE_TO</relation></relationship><relationship/>',
      ),
    )
    expect((await platform.products({ kind: 'suite', page: 1 })).items).toMatchObject([
      { kind: 'suite', name: 'Studio' },
    ])
    expect((await platform.products({ kind: 'maintenance', page: 1 })).items).toMatchObject([
      { name: 'Gold', version: '' },
    ])
    expect((await platform.partNumbers({ page: 1 })).items).toEqual([
      { partNumber: 'P-1', description: '', product: { name: 'Paint', version: '2.1' } },
    ])
    expect(await platform.relationsOf([{ name: 'Paint', version: '1' }])).toEqual([
      { from: { name: 'Paint', version: '1' }, to: { name: 'Paint', version: '2' }, relation: 'UPGRADE_TO' },
    ])
  })

  it('an account keeps its id, type, address and attributes; a member keeps every account with its roles', async () => {
    server.script(
      succeed(
        '<responseData><acctData><account><uniqueId>9</uniqueId><primaryKeys><id>RES-7</id></primaryKeys></account><name>Widgets</name><address><address1>1 High St</address1><city>Leeds</city><zipcode>LS1 1AA</zipcode><country>gb</country></address><accountType>CHANNEL_PARTNER</accountType><customAttributes><attribute><attributeName>tax</attributeName><integerValue>7</integerValue></attribute></customAttributes><dateLastModified>2026-01-01T00:00:00Z</dateLastModified></acctData></responseData>',
      ),
      succeed(
        '<responseData><user><userIdentifier><uniqueId>3</uniqueId><userName>Joe@Example.com</userName><primaryKeys><firstName>Joe</firstName><lastName>E</lastName><emailAddress>joe@example.com</emailAddress></primaryKeys></userIdentifier><status>Inactive</status><accountRolesList><acctRoles><account><primaryKeys><id>A</id></primaryKeys></account><roles><roleName>Buyer</roleName><roleName>Admin</roleName></roles></acctRoles><acctRoles><account><primaryKeys><id>B</id></primaryKeys></account></acctRoles></accountRolesList></user></responseData>',
      ),
    )
    expect((await platform.accounts({ page: 1 })).items).toEqual([
      {
        accountId: 'RES-7',
        platformId: '9',
        name: 'Widgets',
        type: 'CHANNEL_PARTNER',
        address: { line1: '1 High St', line2: '', city: 'Leeds', region: '', postalCode: 'LS1 1AA', country: 'GB' },
        attributes: { tax: '7' },
        lastModifiedAt: new Date('2026-01-01T00:00:00Z'),
      },
    ])
    expect(await platform.member('joe@example.com')).toMatchObject({
      platformId: '3',
      active: false,
      accounts: [
        { accountId: 'A', roles: ['Buyer', 'Admin'] },
        { accountId: 'B', roles: [] },
      ],
    })
    expect(await platform.member('nobody@example.com')).toBeNull()
  })

  it('a line keeps id, owner, quantities, states and dates, whichever form the platform chose', async () => {
    const identifiers =
      '<activationId><uniqueId>1</uniqueId><primaryKeys><activationId>L1</activationId></primaryKeys></activationId><entitlementId><primaryKeys><entitlementId>E1</entitlementId></primaryKeys></entitlementId><entitlementState>DEPLOYED</entitlementState><state>INACTIVE</state>'
    server.script(
      succeed(
        `<entitlementLineItem>${identifiers}<soldTo><primaryKeys><id>ACME</id></primaryKeys></soldTo><partNumber><primaryKeys><partId>P</partId></primaryKeys></partNumber><numberOfCopies>5</numberOfCopies><numberOfRemainingCopies>2</numberOfRemainingCopies><startDate>2013-04-01-07:00</startDate><isPermanent>0</isPermanent><expirationDate>2014-03-31Z</expirationDate><entitledProducts><entitledProduct><product><primaryKeys><name>Paint</name><version>2</version></primaryKeys></product><quantity>1</quantity></entitledProduct></entitledProducts><parentLineItem><primaryKeys><activationId>L0</activationId></primaryKeys></parentLineItem><lineItemSupportAction>RENEWAL</lineItemSupportAction><splitFromLineItem><uniqueId>9</uniqueId><primaryKeys><activationId>L9</activationId></primaryKeys></splitFromLineItem><lastModifiedDateTime>2026-01-01T00:00:00</lastModifiedDateTime></entitlementLineItem>
        <entitlementLineItem>${identifiers.replace('L1', 'L2')}<numberOfCopies>1</numberOfCopies><isPermanent>1</isPermanent></entitlementLineItem>`,
      ),
    )
    const page = await platform.entitlementLines({ page: 1 })
    // The second line belongs to nobody, so it is nobody's right; it still counts for the length of the page.
    expect(page).toEqual({
      hasMore: true,
      etag: expect.any(String),
      items: [
        {
          activationId: 'L1',
          platformId: '1',
          entitlementId: 'E1',
          entitlementState: 'DEPLOYED',
          state: 'INACTIVE',
          accountId: 'ACME',
          product: { name: 'Paint', version: '2' },
          partNumber: 'P',
          quantity: 5,
          remainingQuantity: 2,
          startDate: '2013-04-01',
          expirationDate: '2014-03-31',
          permanent: false,
          orderId: null,
          orderLineNumber: null,
          parentActivationId: 'L0',
          originActivationId: 'L9',
          partnerAccountIds: [],
          supportAction: 'RENEWAL',
          lastModifiedAt: new Date('2026-01-01T00:00:00Z'),
        },
      ],
    })
  })

  it('the channel partners of a line are the accounts of every tier but its own, in each form of the service', async () => {
    const partner = (tier: string, unit: string) =>
      `<channelPartner><tierName>bo.constants.partnertiernames.${tier}</tierName>${unit}<currentOwner>false</currentOwner></channelPartner>`
    const line = (id: string, partners: string) =>
      `<entitlementLineItem><activationId><primaryKeys><activationId>${id}</activationId></primaryKeys></activationId><entitlementId><primaryKeys><entitlementId>E1</entitlementId></primaryKeys></entitlementId><entitlementState>DEPLOYED</entitlementState><state>DEPLOYED</state><soldTo><primaryKeys><id>ACME</id></primaryKeys></soldTo><numberOfCopies>1</numberOfCopies><isPermanent>1</isPermanent>${partners}</entitlementLineItem>`
    const v4 = (id: string) =>
      `<accountUnit><uniqueId>U-${id}</uniqueId><primaryKeys><id>${id}</id></primaryKeys></accountUnit>`
    const v3 = (id: string) => `<accountUnit><primaryKeys><name>${id}</name></primaryKeys></accountUnit>`
    const v2 = (id: string) => `<organizationUnit><primaryKeys><name>${id}</name></primaryKeys></organizationUnit>`
    server.script(
      succeed(
        [
          line(
            'L1',
            `<channelPartners>${partner('tier2', v4('ZEBRA'))}${partner('endcustomer', v4('ACME'))}${partner('tier1', v4('PIXEL'))}${partner('tier3', v4('PIXEL'))}</channelPartners>`,
          ),
          line('L2', `<channelPartners>${partner('tier1', v3('PIXEL'))}</channelPartners>`),
          line('L3', `<channelPartners>${partner('tier1', v2('PIXEL'))}</channelPartners>`),
          line('L4', '<channelPartners/>'),
          line('L5', `<channelPartners>${partner('tier1', v4('ACME'))}</channelPartners>`),
        ].join(''),
      ),
    )
    const { items } = await platform.entitlementLines({ page: 1 })
    expect(items.map(({ activationId, partnerAccountIds }) => [activationId, partnerAccountIds])).toEqual([
      ['L1', ['PIXEL', 'ZEBRA']],
      ['L2', ['PIXEL']],
      ['L3', ['PIXEL']],
      ['L4', []],
      ['L5', []],
    ])
  })

  it('a maintenance line names the lines it covers', async () => {
    server.script(
      succeed(
        '<entitlementMaintenanceLineItem><activationId>M1</activationId><state>DEPLOYED</state><entitlementId><id>E1</id></entitlementId><maintenanceProduct><primaryKeys><name>Gold</name><version>1</version></primaryKeys></maintenanceProduct><startDate>2026-01-01</startDate><expirationDate>2026-12-31</expirationDate><linkedLineItemActivationId>L1</linkedLineItemActivationId><linkedLineItemActivationId>L2</linkedLineItemActivationId></entitlementMaintenanceLineItem>',
      ),
    )
    expect((await platform.maintenanceLines({ page: 1 })).items).toMatchObject([
      { activationId: 'M1', entitlementId: 'E1', expirationDate: '2026-12-31', coveredActivationIds: ['L1', 'L2'] },
    ])
  })

  it('lines of an order are read to the last page, and pages that only repeat end the reading', async () => {
    const line = (id: string) =>
      `<entitlementLineItem><activationId>${id}</activationId><entitlementId>E</entitlementId><entitlementState>DEPLOYED</entitlementState><state>DEPLOYED</state><soldTo>A</soldTo><numberOfCopies>1</numberOfCopies></entitlementLineItem>`
    const pages = [line('1') + line('2'), line('2') + line('3'), line('2') + line('3')]
    let next = 0
    const bothKinds = (
      response: Parameters<ReturnType<typeof succeed>>[0],
      request: Parameters<ReturnType<typeof succeed>>[1],
    ) => succeed(request.root.includes('Maintenance') ? '' : (pages[next++] ?? ''))(response, request)
    server.script(bothKinds, bothKinds, bothKinds, bothKinds)
    const { lines, maintenanceLines } = await platform.linesOfOrder('SO-1')
    expect(lines.map(({ activationId }) => activationId)).toEqual(['1', '2', '3'])
    expect(maintenanceLines).toEqual([])
  })

  it('packages and files carry what may be fetched, and a file without a usable checksum has none', async () => {
    const token = soap('<token>t</token>')
    server.script(
      token,
      soap(
        '<ns2:CurrentDownloadPackage><ns2:Id>P1</ns2:Id><ns2:SystemId>1</ns2:SystemId><ns2:Version>2.1</ns2:Version><ns2:EffectiveDate>2026-04-01-07:00</ns2:EffectiveDate></ns2:CurrentDownloadPackage><ns2:ArchivedDownloadPackage><ns2:SystemId>2</ns2:SystemId></ns2:ArchivedDownloadPackage>',
      ),
      token,
      soap(`<DownloadableFileList><FileId>F</FileId><SystemFileId>1</SystemFileId><FileName>a.exe</FileName><Description>A</Description><StatusCode>LOADED</StatusCode><CompressedSize>26724</CompressedSize><DownloadURL>https://d.example/a?authparam=1</DownloadURL><MD5CheckSum>9E107D9D372BB6826BD81D3542A419D6</MD5CheckSum><CompletedDownloadCount>3</CompletedDownloadCount></DownloadableFileList>
        <DownloadableFileList><SystemFileId>2</SystemFileId><FileName>b.exe</FileName><Description/><StatusCode>NOT_LOADED</StatusCode><DownloadURL>https://d.example/b</DownloadURL><MD5CheckSum>none</MD5CheckSum></DownloadableFileList>
        <DownloadableFileList><SystemFileId>3</SystemFileId><FileName>c.exe</FileName><Description/><StatusCode>DELETED</StatusCode></DownloadableFileList>`),
    )
    expect(await platform.downloadPackages({ userName: 'j@example.com', activationIds: ['L1'] })).toEqual([
      { packageId: 'P1', version: '2.1', description: '', effectiveDate: '2026-04-01', current: true },
      { packageId: 'system:2', version: '', description: '', effectiveDate: null, current: false },
    ])
    const query = { userName: 'j@example.com', accountId: 'A', packageId: 'P1' }
    expect(await platform.downloadFiles(query)).toEqual([
      {
        fileId: 'F',
        name: 'a.exe',
        description: 'A',
        sizeBytes: 26_724,
        md5: '9e107d9d372bb6826bd81d3542a419d6',
        sha256: null,
        url: 'https://d.example/a?authparam=1',
        completedDownloads: 3,
      },
      expect.objectContaining({ fileId: '2', sizeBytes: null, md5: null, url: null, completedDownloads: 0 }),
    ])
  })

  it('finished downloads are read to the end of the log; one without an end or without a member is not among them', async () => {
    const token = soap('<token>t</token>')
    const row = (id: number, by: string, end = `<EndDateTime>2026-04-0${id}T09:07:36.000-07:00</EndDateTime>`) =>
      `<ns2:FileDownloadLog><ns2:FileDownloadLogId>${id}</ns2:FileDownloadLogId><ns2:StartDateTime>2026-04-01T09:00:00.000-07:00</ns2:StartDateTime><ns2:Member><ns2:Email>${by}</ns2:Email></ns2:Member>${end.replaceAll(/<(\/?)E/g, '<$1ns2:E')}</ns2:FileDownloadLog>`
    const page = (rows: string) =>
      soap(
        `<ns2:DownloadableFile><ns2:SystemFileId>7</ns2:SystemFileId><ns2:FileName>a.exe</ns2:FileName></ns2:DownloadableFile>${rows}<ns2:TotalResults>4</ns2:TotalResults>`,
      )
    server.script(
      token,
      soap(
        '<DownloadableFileList><FileId>F</FileId><SystemFileId>7</SystemFileId><FileName>a.exe</FileName></DownloadableFileList>',
      ),
      token,
      page(row(1, 'j@example.com') + row(2, 'k@example.com', '')),
      page(row(3, '') + row(4, 'k@example.com')),
    )
    const query = { userName: 'j@example.com', accountId: 'A', packageId: 'P1' }
    const told = { fileId: 'F', fileName: 'a.exe' }
    expect(await platform.completedDownloads(query)).toEqual([
      { ...told, logId: '1', userName: 'j@example.com', at: new Date('2026-04-01T16:07:36Z') },
      { ...told, logId: '4', userName: 'k@example.com', at: new Date('2026-04-04T16:07:36Z') },
    ])
    const offsets = server.received.slice(-2).map(({ body }) => /StartOffset>(\d+)</.exec(body)?.[1])
    expect(offsets).toEqual(['0', '2'])
  })

  it('a token is good only when the platform says so in words that are known to mean it', async () => {
    server.script(soap('<statusCode>SUCCESS</statusCode>'), soap('<statusCode>EXPIRED</statusCode>'), soap(''))
    const token = { userName: 'joe@example.com', token: 't' }
    expect(await platform.validateToken(token)).toBe(true)
    expect(await platform.validateToken(token)).toBe(false)
    expect(await platform.validateToken(token)).toBe(false)
  })

  it('an entitlement without sold-to belongs to its end customer, by the word of either version of the service', async () => {
    const line = (id: string, partner: string) => `<entitlementLineItem>
      <activationId><primaryKeys><activationId>${id}</activationId></primaryKeys></activationId><state>DEPLOYED</state>
      <entitlementId><primaryKeys><entitlementId>ENT-1</entitlementId></primaryKeys></entitlementId>
      <entitlementState>DEPLOYED</entitlementState><numberOfCopies>5</numberOfCopies>
      <channelPartners><channelPartner><tierName>bo.constants.partnertiernames.endcustomer</tierName>${partner}</channelPartner></channelPartners>
      </entitlementLineItem>`
    server.script(
      succeed(
        line('A', '<accountUnit><primaryKeys><id>ACME</id></primaryKeys></accountUnit>') +
          line('B', '<organizationUnit><primaryKeys><name>ACME</name></primaryKeys></organizationUnit>'),
      ),
    )
    const { items } = await platform.entitlementLines({ page: 1 })
    expect(items.map(({ activationId, accountId }) => [activationId, accountId])).toEqual([
      ['A', 'ACME'],
      ['B', 'ACME'],
    ])
  })

  it.each([
    '<soapenv:Envelope xmlns:soapenv="x"><soapenv:Body><a>',
    '<soapenv:Envelope xmlns:soapenv="x"><soapenv:Body></soapenv:Envelope></soapenv:Body>',
    '<!DOCTYPE a [<!ENTITY b "c">]><soapenv:Envelope xmlns:soapenv="x"><soapenv:Body><a>&b;</a></soapenv:Body></soapenv:Envelope>',
    '<soapenv:Envelope xmlns:soapenv="x"><soapenv:Body><a>&unknown;</a></soapenv:Body></soapenv:Envelope>',
    '<soapenv:Envelope xmlns:soapenv="x"/>',
    '',
  ])('%s is no envelope', async (text) => {
    server.script((response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(text))
    await expect(platform.accounts({ page: 1 })).rejects.toMatchObject({ judgement: 'retryable' })
  })
})
