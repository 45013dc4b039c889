import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { carryOutSync, findRun, openSync } from '../../src/domains/entitlements/sync/index.ts'
import { type Box, startBox } from '../support/box.ts'

let box: Box
let alice: Visitor
let oscar: Visitor
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
  oscar = await box.staff('oscar')
})
afterAll(() => box.close())

async function sync(): Promise<string> {
  const { deps } = box.store
  const runId = await openSync(deps, { mode: 'full', trigger: 'test' })
  await carryOutSync(deps, runId)
  expect((await findRun(deps.db, runId))?.state).toBe('published')
  return runId
}

const page = async (visitor: Visitor, path: string) => {
  const { status, body } = await visitor.open(`${box.url}${path}`)
  expect([path, status]).toEqual([path, 200])
  return body.toString('utf8')
}

function plantLine(activationId: string, row: Record<string, unknown>) {
  const entitlementId = `ENT-${activationId}`
  box.portal.plant({ kind: 'entitlement', action: 'upsert', row: { id: entitlementId, soldTo: 'ACME' } })
  const rest = { entitlementId, partNumber: 'PAINT-PRO-2-LIC', ...row }
  box.portal.plant({ kind: 'entitlementLine', action: 'upsert', row: { activationId, ...rest } })
}

describe('rows that the portal answers and nobody can read, over SOAP', () => {
  it('wait with place and reason, while the run is published and the pages of their account have all the rest', async () => {
    const before = await page(alice, '/products')
    plantLine('ODD-MANY', { quantity: 3_000_000_000 })
    plantLine('ODD-DAY', { expirationDate: '2027-02-30' })
    plantLine('GOOD-LINE', { quantity: 2 })
    const runId = await sync()
    for (const path of ['/admin/sync', `/admin/sync/${runId}`]) {
      const seen = await page(oscar, path)
      expect(seen).toContain('Rows that cannot be read')
      for (const [key, place] of [
        ['ODD-MANY', 'numberOfCopies'],
        ['ODD-DAY', 'expirationDate'],
      ])
        expect(seen).toMatch(new RegExp(`${key}</td><td data-label="Place">[^<]*${place}`))
      expect(seen).not.toContain('GOOD-LINE')
      expect(seen).not.toContain('3000000000')
    }
    const after = await page(alice, '/products')
    expect(after).toContain('GOOD-LINE')
    for (const [, id = ''] of before.matchAll(/<code>([A-Z0-9-]+)<\/code>/g)) expect(after).toContain(id)
    for (const path of ['/', '/catalog', '/orders']) await page(alice, path)
  })

  it('leave the list as soon as a run can read them, and the right is there', async () => {
    plantLine('ODD-MANY', { quantity: 3 })
    plantLine('ODD-DAY', { expirationDate: '2027-02-28' })
    await sync()
    expect(await page(oscar, '/admin/sync')).not.toContain('Rows that cannot be read')
    const seen = await page(alice, '/products')
    for (const id of ['ODD-MANY', 'ODD-DAY']) expect(seen).toContain(id)
  })

  it('a right that was there stays as it was while its row is odd, and is not removed', async () => {
    plantLine('GOOD-LINE', { startDate: '2026-13-01' })
    await sync()
    expect(await page(alice, '/products')).toContain('GOOD-LINE')
    expect(await page(oscar, '/admin/sync')).toMatch(/GOOD-LINE<\/td><td data-label="Place">[^<]*startDate/)
    plantLine('GOOD-LINE', { startDate: '2026-01-01' })
    await sync()
    expect(await page(oscar, '/admin/sync')).not.toContain('Rows that cannot be read')
  })
})

it.each(['', ' eur ', 'EURO', 'XYZ', '€'])(
  'an account whose currency the platform writes as "%s" is read, and its people shop',
  async (storeCurrency) => {
    box.portal.plant({ kind: 'account', action: 'upsert', row: { id: 'ACME', attributes: { storeCurrency } } })
    await sync()
    expect(await page(oscar, '/admin/sync')).not.toContain('Rows that cannot be read')
    for (const path of ['/products', '/catalog', '/cart']) await page(alice, path)
  },
)
