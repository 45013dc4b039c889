import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FlexnetOptions } from '../../../src/adapters/entitlement-platform/flexnet/options.ts'
import { createFlexnetPlatform } from '../../../src/adapters/entitlement-platform/flexnet/platform.ts'
import { createHandoffVerifier } from '../../../src/adapters/sso/handoff/handoff-verifier.ts'
import type { EntitlementPlatform } from '../../../src/domains/entitlements/rights/port.ts'
import { localDate } from '../../../src/kernel/local-date.ts'
import { mintHandOff } from '../../../src/sandbox/portal/hand-off.ts'
import { type Portal, startPortal } from '../../../src/sandbox/portal/index.ts'
import { entitlementPlatformContract, failureOf } from './contract.ts'

const log = pino({ level: 'silent' })
const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
const today = localDate('2026-11-21')
const soapPassword = 'the-password-of-the-box'
const handoffSecret = 'a secret for hand-offs in tests only'

async function startWorld() {
  const dataDir = mkdtempSync(join(tmpdir(), 'portal-'))
  const portal = await startPortal({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    clock,
    log,
    storeUrl: () => 'http://127.0.0.1:9',
    handoffSecret,
    soapUser: 'store',
    soapPassword,
  })
  return {
    portal,
    close: async () => {
      await portal.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

function connect(portal: Portal, password = soapPassword, more: Partial<FlexnetOptions> = {}): EntitlementPlatform {
  return createFlexnetPlatform({
    baseUrl: portal.url,
    credentials: { user: 'store', password },
    // Small, so that the little world has many pages.
    pageSize: 3,
    retryPauseMs: 1,
    readTimeoutMs: 5000,
    writeTimeoutMs: 500,
    log,
    ...more,
  })
}

// Tests run from sources, which a thread can only load with help.
const thread = { entry: new URL('./bulk-thread-of-sources.mjs', import.meta.url) }

describe.each([
  ['', {}],
  [' with reads in a thread of their own', { thread }],
])('FlexNet, as the portal of the box plays it,%s keeps the contract', (_, more) => {
  entitlementPlatformContract(async () => {
    const world = await startWorld()
    const platform = connect(world.portal, soapPassword, more)
    return {
      platform,
      listedAtLast: async (userName) =>
        ((await platform.member(userName))?.accounts ?? []).map(({ accountId }) => accountId),
      now: clock.now,
      today,
      product: { name: 'Paint Pro', version: '2.1' },
      partNumber: 'PAINT-PRO-2-LIC',
      maintenance: { product: { name: 'Paint Maintenance', version: '1.0' }, partNumber: 'PAINT-MNT-1Y' },
      rootAccountId: 'ACME',
      childAccountId: 'ACME-DE',
      partnerAccountId: 'PIXEL',
      userName: 'alice@acme.example',
      activationIdWithDownloads: 'ACT-ACME-PAINT',
      tellsDownloads: true,
      licenseModel: 'Perpetual',
      close: world.close,
    }
  })
})

describe('FlexNet, misbehaving', () => {
  let world: Awaited<ReturnType<typeof startWorld>>
  let platform: EntitlementPlatform
  beforeAll(async () => {
    world = await startWorld()
    platform = connect(world.portal)
  })
  afterAll(() => world.close())

  let minted = 0
  const newSale = () => {
    minted += 1
    const orderId = `SO-M-${minted}`
    const line = { partNumber: 'PAINT-PRO-2-LIC', orderId, quantity: 1, startDate: today, expirationDate: null }
    return {
      entitlementId: orderId,
      description: orderId,
      endCustomerAccountId: 'ACME',
      partnerAccountId: null,
      contactUserName: null,
      shipToEmail: null,
      lines: [
        { ...line, activationId: `${orderId}-L1`, orderLineNumber: '1' },
        { ...line, activationId: `${orderId}-L2`, orderLineNumber: '2' },
      ],
      maintenanceLines: [],
    }
  }
  const found = async (orderId: string) => (await platform.linesOfOrder(orderId)).lines.length

  it('a write whose answer is lost is unclear, and the look-up shows that it took place', async () => {
    const sale = newSale()
    world.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'lose-answer' })
    expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('unclear')
    expect(await found(sale.entitlementId)).toBe(2)
  })

  it('a write that was away is unclear, and the look-up shows that it did not take place', async () => {
    const sale = newSale()
    world.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'away' })
    expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('unclear')
    expect(await found(sale.entitlementId)).toBe(0)
    await platform.createEntitlement(sale)
    expect(await found(sale.entitlementId)).toBe(2)
  })

  it('a write delivered twice by a proxy ends as a refusal, and the look-up shows one of each line', async () => {
    const sale = newSale()
    world.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'answer-twice' })
    expect((await failureOf(platform.createEntitlement(sale))).judgement).toBe('final')
    expect(await found(sale.entitlementId)).toBe(2)
  })

  it('a write done in part is unclear', async () => {
    world.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'partial-failure' })
    expect((await failureOf(platform.createEntitlement(newSale()))).judgement).toBe('unclear')
  })

  it('a write that is slow beyond its time is unclear', async () => {
    world.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'slow', delayMs: 2000 })
    expect((await failureOf(platform.createEntitlement(newSale()))).judgement).toBe('unclear')
  })

  it('a server fault on a write is unclear, a refusal is final', async () => {
    world.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'server-fault' })
    expect((await failureOf(platform.createEntitlement(newSale()))).judgement).toBe('unclear')
    world.portal.misbehave({ operation: 'createSimpleEntitlement', fault: 'failure' })
    expect((await failureOf(platform.createEntitlement(newSale()))).judgement).toBe('final')
  })

  it('reads go on after the platform was away, dropped the line or had a fault', async () => {
    for (const fault of ['away', 'lose-answer', 'server-fault'] as const) {
      world.portal.misbehave({ operation: 'getAccountsQuery', fault })
      expect((await platform.accounts({ page: 1 })).items).toHaveLength(3)
    }
  })

  it('an empty page looks like the end of the feed, which only the sync can doubt', async () => {
    world.portal.misbehave({ operation: 'getAccountsQuery', fault: 'empty-page' })
    expect(await platform.accounts({ page: 1 })).toMatchObject({ items: [], hasMore: false })
  })

  it('a page of lines is known by its mark until something on it changes', async () => {
    const before = await platform.entitlementLines({ page: 1 })
    const again = await platform.entitlementLines({ page: 1, ifNoneMatch: before.etag ?? '' })
    expect(again).toMatchObject({ items: [], notModified: true })
    const [first] = before.items
    await platform.setParentLine({
      entitlementId: first?.entitlementId ?? '',
      activationId: first?.activationId ?? '',
      parentActivationId: before.items[1]?.activationId ?? '',
    })
    const changed = await platform.entitlementLines({ page: 1, ifNoneMatch: before.etag ?? '' })
    expect(changed.items[0]?.parentActivationId).toBe(before.items[1]?.activationId)
    expect(changed.etag).not.toBe(before.etag)
  })

  it('wrong credentials are final, and the text does not hold them', async () => {
    const failure = await failureOf(connect(world.portal, 'guessed-password').ping())
    expect(failure.judgement).toBe('final')
    expect(failure.message).not.toContain('guessed-password')
  })

  it('the hand-off of the portal passes the verifier of the store [S30]', async () => {
    const token = await mintHandOff(clock, handoffSecret, {
      member: {
        uniqueId: '1',
        userName: 'alice@acme.example',
        firstName: 'Alice',
        lastName: 'Arden',
        phone: '',
        locale: 'en_IE',
        active: true,
        accounts: [],
        createdAt: '',
        modifiedAt: '',
      },
      account: {
        id: 'ACME',
        uniqueId: '2',
        name: 'Acme',
        description: '',
        type: 'CUSTOMER',
        address: { line1: '1 Canal Walk', line2: '', city: 'Dublin', region: 'D', postalCode: 'D02', country: 'IE' },
        parents: [],
        attributes: {},
        createdAt: '',
        modifiedAt: '',
      },
      entry: 'kit',
      partnerProductId: 'PAINT_PRO_2_1',
    })
    const verifier = createHandoffVerifier({
      keys: { secret: handoffSecret },
      audience: 'entitlement-store',
      issuer: 'portal',
      clock,
    })
    expect(await verifier.verify(token)).toMatchObject({
      userName: 'alice@acme.example',
      accountId: 'ACME',
      partnerProductId: 'PAINT_PRO_2_1',
      profile: { address: { city: 'Dublin', country: 'IE' } },
    })
  })
})
