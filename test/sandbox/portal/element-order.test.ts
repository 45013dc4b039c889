import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseXml, type XmlElement } from '../../../src/sandbox/portal/soap/xml.ts'
import { publishedSequences } from './published-sequences.ts'
import { createRequest, eos, esdHeader, esdNamespace, openPortal, pps, soap, type TestPortal, uahs } from './support.ts'

// A client that checks answers against the WSDL drops or refuses elements that stand at a wrong place.

let portal: TestPortal
beforeAll(async () => {
  portal = await openPortal()
  portal.demand({ licenseModels: [{ name: 'Floating', attributes: [{ name: 'HOST_TYPE' }] }] })
  await soap(portal, eos, createRequest('ORDER-1', { withMaintenance: true }))
  portal.move({ move: 'splitLine', activationId: 'ORDER-1-L1', newActivationId: 'ORDER-1-L2', quantity: 2 })
  portal.move({
    move: 'transferLine',
    activationId: 'ORDER-1-L1',
    newActivationId: 'ORDER-2-L1',
    newEntitlementId: 'ORDER-2',
    accountId: 'BRIGHT',
    quantity: 1,
  })
})
afterAll(() => portal.end())

const paging = '<pageNumber>1</pageNumber><batchSize>500</batchSize>'
const all = (names: string) =>
  names
    .split(' ')
    .map((name) => `<${name}>true</${name}>`)
    .join('')
const lineConfig = all(
  'activationId description state activatableItemType orderId orderLineNumber entitlementId allowPortalLogin soldTo ' +
    'soldToDisplayName entitlementState entitlementDescription shipToEmail shipToAddress product productDescription ' +
    'partNumber partNumberDescription licenseModel lineItemSupportAction parentLineItem startDate isPermanent ' +
    'expirationDate numberOfCopies fulfilledAmount numberOfRemainingCopies maintenance maintenancePartNumber ' +
    'createdOnDateTime lastModifiedDateTime transferredFromLineItem splitFromLineItem',
)
const maintenanceConfig = all(
  'activationId state orderId orderLineNumber entitlementId maintenanceProduct maintenancePartNumber ' +
    'maintenancePartNumberDescription startDate isPermanent expirationDate createdOnDateTime lastModifiedDateTime ' +
    'linkedEntitlementLineItem',
)
const ask = (service: { ns: string }, name: string, body: string) => `<${name} xmlns="${service.ns}">${body}</${name}>`
const products = `${paging}<returnContainedObjects>true</returnContainedObjects>`
const lineQuery = `<queryParams/><entitlementLineItemResponseConfig>${lineConfig}</entitlementLineItemResponseConfig>`
const maintenanceQuery = `<queryParams/><entitlementMaintenanceLineItemResponseConfig>${maintenanceConfig}</entitlementMaintenanceLineItemResponseConfig>`
const batch = '<batchSize>500</batchSize>'

/** Every kind of answer, with an element that it must hold, so that no case passes on an empty answer. */
const questions: readonly (readonly [string, { path: string; ns: string }, string, string])[] = [
  ['searchEntitlementRequest', eos, `<entitlementSearchCriteria/>${batch}`, 'associatedLineItems'],
  ['searchEntitlementLineItemPropertiesRequest', eos, `${lineQuery}${batch}`, 'maintenanceLineItems'],
  ['searchEntitlementMaintenanceLineItemPropertiesRequest', eos, `${maintenanceQuery}${batch}`, 'maintenanceProduct'],
  ['getProductsQueryRequest', pps, products, 'partNumbers'],
  ['getUniformSuitesQueryRequest', pps, products, 'products'],
  ['getMaintenanceQueryRequest', pps, products, 'allowRenewals'],
  ['getPartNumbersQueryRequest', pps, paging, 'mappedProduct'],
  ['getProductCategoriesRequest', pps, products, 'productCategory'],
  [
    'getProductRelationshipsRequest',
    pps,
    '<productIdentifier><primaryKeys><name>Paint Pro</name><version>2.0</version></primaryKeys></productIdentifier>',
    'relation',
  ],
  ['getModelIdentifiersRequest', pps, '<queryParams/>', 'licenseModelIdentifier'],
  [
    'getEntitlementAttributesRequest',
    eos,
    '<licenseModelIdentifier><primaryKeys><name>Floating</name></primaryKeys></licenseModelIdentifier>',
    'attributeDataType',
  ],
  ['getAccountsQueryRequest', uahs, paging, 'accountType'],
  ['getUsersQueryRequest', uahs, paging, 'acctRoles'],
  ['getUserPermissionsRequest', uahs, '<userName>alice@acme.example</userName>', 'permission'],
  [
    'createUserRequest',
    uahs,
    '<user><firstName>New</firstName><lastName>Person</lastName><emailAddress>new@acme.example</emailAddress>' +
      '<canLogin>false</canLogin><acctRolesList><acctRoles><account><primaryKeys><id>ACME</id></primaryKeys></account>' +
      '</acctRoles></acctRolesList></user>',
    'emailAddress',
  ],
  [
    'createEntitlementLineItemRequest',
    eos,
    '<lineItem><entitlementIdentifier><primaryKeys><entitlementId>ORDER-1</entitlementId></primaryKeys></entitlementIdentifier>' +
      '<lineItems><activationId><id>ORDER-1-L9</id><autoGenerate>false</autoGenerate></activationId><partNumber>' +
      '<primaryKeys><partId>PAINT-PRO-2-LIC</partId></primaryKeys></partNumber><numberOfCopies>1</numberOfCopies>' +
      '<startDate>2026-06-15</startDate><isPermanent>true</isPermanent></lineItems></lineItem>',
    'addedLineItems',
  ],
]

describe('the order of elements in the answers of the stand-in portal', () => {
  it.each(questions)('is the published one: %s', async (name, service, body, mustHold) => {
    const reply = await soap(portal, service, ask(service, name, body))
    expect(reply.statusText).toBe('SUCCESS')
    expect(misplaced(reply.body, mustHold)).toEqual([])
  })

  it('is the published one when an entitlement is created, and when it is refused', async () => {
    const created = await soap(portal, eos, createRequest('ORDER-3', { withMaintenance: true }))
    expect(misplaced(created.body, 'maintenanceLineItemIdentifiers')).toEqual([])
    const refused = await soap(portal, eos, createRequest('ORDER-3', { withMaintenance: true }))
    expect(refused.statusText).toBe('FAILURE')
    expect(misplaced(refused.body, 'failedSimpleEntitlement')).toEqual([])
  })

  it('is the published one for packages and files', async () => {
    const header = await esdHeader(portal, 'alice@acme.example')
    const esd = (name: string, body: string) =>
      soap(portal, { path: '/esd-service/svc' }, `<${name} xmlns="${esdNamespace}">${body}</${name}>`, { header })
    const packages = await esd(
      'getDownloadPackagesByActivationIdsRequest',
      '<ActivationId>ACT-ACME-PAINT</ActivationId>',
    )
    expect(misplaced(packages.body, 'DownloadableFileReferences')).toEqual([])
    const files = await esd(
      'getDownloadableFilesRequest',
      '<Member>alice@acme.example</Member><DownloadPackageReference><Id>PAINT_PRO_2_1</Id></DownloadPackageReference><OrganizationId>ACME</OrganizationId>',
    )
    expect(misplaced(files.body, 'SHA256CheckSum')).toEqual([])
    const [url = ''] = files.all('DownloadURL')
    await (await fetch(url)).arrayBuffer()
    const downloads = await esd(
      'getFileDownloadsRequest',
      `<Member>alice@acme.example</Member><FileReference><SystemFileId>${/files\/(\d+)/.exec(url)?.[1]}</SystemFileId>` +
        '</FileReference><OrganizationId>ACME</OrganizationId><StartOffset>0</StartOffset><ResultSetSize>200</ResultSetSize>',
    )
    expect(misplaced(downloads.body, 'FileDownloadLogId')).toEqual([])
  })

  it('names the line that a part was split from, and the line that one was transferred from, by activation id', async () => {
    const reply = await soap(
      portal,
      eos,
      ask(eos, 'searchEntitlementLineItemPropertiesRequest', `${lineQuery}${batch}`),
    )
    expect(reply.all('splitFromLineItem')).toEqual(['ORDER-1-L1'])
    expect(reply.all('transferredFromLineItem')).toEqual(['ORDER-1-L1'])
  })
})

/** Each element that the published sequence of its holder does not have at this place. */
function misplaced(body: string, mustHold: string): string[] {
  const seen = new Set<string>()
  const wrong = new Set<string>()
  const check = (holder: XmlElement, path: readonly string[]): void => {
    const place = path.slice(-2).join('/')
    const known = sequenceOf(path)
    let last = -1
    for (const child of holder.children) {
      const index = known?.indexOf(child.name) ?? -1
      if (index < 0 && !isEnvelope(holder.name)) wrong.add(`${place} has no ${child.name}`)
      if (index >= 0 && index < last) wrong.add(`${place}: ${child.name} is late`)
      last = Math.max(last, index)
      seen.add(child.name)
      check(child, [...path, child.name])
    }
  }
  const root = parseXml(body)
  check(root, [root.name])
  if (!seen.has(mustHold)) wrong.add(`the answer holds no ${mustHold}`)
  return [...wrong]
}

/** The sequence that is named by the most of the path. */
function sequenceOf(path: readonly string[]): readonly string[] | undefined {
  const [key] = [3, 2, 1].map((parts) => path.slice(-parts).join('/')).filter((one) => one in publishedSequences)
  return publishedSequences[key ?? '']
}

/** Holders of one kind of item, whose name differs by operation. */
function isEnvelope(name: string): boolean {
  return name === 'responseData' || name === 'failedData' || /Response$|Return$/.test(name)
}
