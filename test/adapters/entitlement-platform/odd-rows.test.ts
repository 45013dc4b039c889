import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { refuse, soap, startScriptedPlatform, succeed } from './scripted-platform.ts'

let server: Awaited<ReturnType<typeof startScriptedPlatform>>
let platform: ReturnType<typeof createFlexnetPlatform>
beforeEach(async () => {
  server = await startScriptedPlatform()
  platform = createFlexnetPlatform({
    baseUrl: server.url,
    credentials: { token: 'rna_1' },
    retryPauseMs: 1,
    log: { warn: () => {} },
  })
})
afterEach(() => server.close())

const account = (id: string, more: string) =>
  `<acctData><account><primaryKeys><id>${id}</id></primaryKeys></account><name>${id}</name>${more}</acctData>`
const line = (id: string, more: string) =>
  `<entitlementLineItem><activationId><primaryKeys><activationId>${id}</activationId></primaryKeys></activationId>
  <entitlementId><primaryKeys><entitlementId>E-1</entitlementId></primaryKeys></entitlementId>
  <entitlementState>DEPLOYED</entitlementState><soldTo>ACME</soldTo>${more}</entitlementLineItem>`
const good = '<state>DEPLOYED</state><numberOfCopies>5</numberOfCopies>'

describe('rows that cannot be read', () => {
  it('are told with place, key and reason, never with their values, beside those that can', async () => {
    server.script(
      succeed(
        `<responseData>${account('A', '<accountType>CUSTOMER</accountType>')}${account('B', '<accountType>PROSPECT</accountType>')}
        <acctData><name>Without an id</name></acctData></responseData>`,
      ),
    )
    const page = await platform.accounts({ page: 1 })
    expect(page.items.map(({ accountId }) => accountId)).toEqual(['A'])
    expect(page.odd).toEqual([
      { key: ['B'], place: 'row 2: accountType', reason: expect.stringContaining('CHANNEL_PARTNER') },
      { key: null, place: 'row 3: account', reason: 'no identifier' },
    ])
    expect(JSON.stringify(page.odd)).not.toMatch(/PROSPECT|Without/)
    // Its bytes may be what they were, and the page is looked at again.
    expect(page).not.toHaveProperty('etag')
  })

  it.each([
    ['an unknown state', '<state>SUSPENDED</state><numberOfCopies>5</numberOfCopies>', 'state'],
    ['no quantity', '<state>DEPLOYED</state>', 'numberOfCopies'],
    [
      'more copies than the mirror keeps',
      '<state>DEPLOYED</state><numberOfCopies>3000000000</numberOfCopies>',
      'numberOfCopies',
    ],
    ['a day that no calendar has', `${good}<startDate>2026-02-30</startDate>`, 'startDate'],
    ['a day without dashes', `${good}<expirationDate>20130401</expirationDate>`, 'expirationDate'],
  ])('a line with %s does not take the others with it', async (_, content, place) => {
    server.script(succeed(`${line('L-1', good)}${line('L-2', content)}${line('L-3', good)}`))
    const page = await platform.entitlementLines({ page: 1 })
    expect(page.items.map(({ activationId }) => activationId)).toEqual(['L-1', 'L-3'])
    expect(page.odd).toMatchObject([{ key: ['L-2'], place: `row 2: ${place}` }])
  })

  it('count as rows of the page, so that the next one is asked for', async () => {
    const small = createFlexnetPlatform({
      baseUrl: server.url,
      credentials: { token: 'rna_1' },
      pageSize: 2,
      log: { warn: () => {} },
    })
    server.script(succeed(`${line('L-1', good)}${line('L-2', '<state>SUSPENDED</state>')}`))
    expect((await small.entitlementLines({ page: 1 })).hasMore).toBe(true)
  })

  it('are told of products, part numbers, members and maintenance lines too', async () => {
    const of = (items: string) => succeed(`<responseData>${items}</responseData>`)
    server.script(
      of(
        '<product><uniqueId>1</uniqueId><productName>Paint</productName><version>2</version><state>RETIRED</state></product>',
      ),
      of('<partNumber><description>No number</description></partNumber>'),
      of(
        '<user><userIdentifier><userName>Joe@acme.example</userName></userIdentifier><dateLastModified>soon</dateLastModified></user>',
      ),
      succeed(
        '<entitlementMaintenanceLineItem><activationId><primaryKeys><activationId>M-1</activationId></primaryKeys></activationId><state>DEPLOYED</state></entitlementMaintenanceLineItem>',
      ),
    )
    expect((await platform.products({ page: 1, kind: 'product' })).odd).toMatchObject([{ key: ['Paint', '2'] }])
    expect((await platform.partNumbers({ page: 1 })).odd).toMatchObject([{ key: null }])
    expect((await platform.members({ page: 1 })).odd).toMatchObject([{ key: ['joe@acme.example'] }])
    expect((await platform.maintenanceLines({ page: 1 })).odd).toMatchObject([
      { key: ['M-1'], place: 'row 1: entitlementId' },
    ])
  })

  it('a refusal of one product’s relations, or one account’s parents, is about that one', async () => {
    server.script(refuse('Product cannot be loaded'))
    const relations = await platform.relationsOf([{ name: 'Paint', version: '1' }])
    expect([...relations]).toEqual([])
    expect(relations.odd).toMatchObject([
      { key: ['Paint', '1'], reason: expect.stringContaining('Product cannot be loaded') },
    ])
    server.script(refuse('No such account'))
    expect((await platform.parentsOf(['ACME'])).odd).toMatchObject([{ key: ['ACME'] }])
  })

  it('who was not let in is told so, and no row is blamed', async () => {
    server.script(soap('', 401))
    await expect(platform.relationsOf([{ name: 'Paint', version: '1' }])).rejects.toMatchObject({ judgement: 'final' })
  })

  it('a parent is a parent, whatever type it has', async () => {
    server.script(succeed(`<responseData>${account('P', '<accountType>HOLDING</accountType>')}</responseData>`))
    expect([...(await platform.parentsOf(['ACME']))]).toEqual([{ accountId: 'ACME', parentAccountId: 'P' }])
  })

  it('a line of an order that cannot be read is not taken for one that is not there', async () => {
    server.script(succeed(line('L-1', '<state>SUSPENDED</state>')), succeed())
    await expect(platform.linesOfOrder('SO-1')).rejects.toMatchObject({ judgement: 'final' })
  })
})
