import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { downloadsAnswer } from '../../src/cli/demo/answers.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { importChains } from '../../src/domains/entitlements/rights/index.ts'
import { type Box, startBox } from '../support/box.ts'
import { installBaseAnswer, syncNow } from '../support/install-base.ts'

const listAnswer = z.object({
  items: z.array(
    z.object({ activationId: z.string(), accountId: z.string(), productVersion: z.string(), chainId: z.string() }),
  ),
})

let box: Box
let beth: Visitor
let alice: Visitor
beforeAll(async () => {
  box = await startBox()
  beth = await box.member('beth@bright.example')
  alice = await box.member('alice@acme.example')
  await box.database.db.transaction((tx) =>
    importChains(tx, [
      {
        id: 'early-paint-3',
        from: { name: 'Paint Pro', version: null },
        to: { name: 'Paint Pro', version: '3.0' },
        grants: 'update',
        validator: 'subscription',
        cohort: ['BRIGHT'],
      },
    ]),
  )
})
afterAll(() => box.close())

const linesOf = async (visitor: Visitor) =>
  (await visitor.ask(installBaseAnswer, 'GET', `${box.url}/api/products`)).lines
const listed = async () =>
  (await (await box.staff('reid')).ask(listAnswer, 'GET', `${box.url}/api/admin/drift/undelivered-grants`)).items

it('what the platform delivers of a chain is ready, and the list of its line holds it', async () => {
  const update = (await linesOf(alice)).find(({ under, productVersion }) => under && productVersion === '2.1')
  expect(update?.can.download).toEqual({ state: 'ready', packages: 1 })
  const { packages } = await alice.ask(downloadsAnswer, 'GET', `${box.url}/api/products/ACT-ACME-PAINT/downloads`)
  expect(packages.map(({ packageId }) => packageId)).toContain('PAINT_PRO_2_1')
})

it('what a cohort grants and the platform does not deliver says so, and stands on the list for operators', async () => {
  const lines = await linesOf(beth)
  const early = lines.find(({ productVersion }) => productVersion === '3.0')
  expect(early?.under).toBe('ACT-BRIGHT-PAINT')
  expect(early?.can.download).toEqual({ state: 'undelivered', packages: 0 })
  expect(lines.find(({ activationId, under }) => activationId === 'ACT-BRIGHT-PAINT' && !under)?.can.download).toEqual({
    state: 'ready',
    packages: 1,
  })
  expect((await beth.open(`${box.url}/products`)).body.toString()).toContain('Granted, but the portal has no download')
  const entry = {
    activationId: 'ACT-BRIGHT-PAINT',
    accountId: 'BRIGHT',
    productVersion: '3.0',
    chainId: 'early-paint-3',
  }
  expect(await listed()).toEqual([entry])
  const page = await (await box.staff('reid')).open(`${box.url}/admin/finance/drift`)
  expect(page.body.toString()).toMatch(/Granted and not delivered[\s\S]*ACT-BRIGHT-PAINT[\s\S]*early-paint-3/)
})

it('once the platform delivers it, it is ready, it is downloaded, and the list is empty', async () => {
  box.portal.plant({
    kind: 'package',
    action: 'upsert',
    row: { id: 'PAINT_PRO_3_0', onlyAccounts: ['ACME-US', 'BRIGHT'], effectiveDate: '2020-01-01' },
  })
  box.portal.plant({
    kind: 'product',
    action: 'upsert',
    row: { name: 'Paint Pro', version: '2.0', packageIds: ['PAINT_PRO_2_0', 'PAINT_PRO_2_1', 'PAINT_PRO_3_0'] },
  })
  await syncNow(box)
  const early = (await linesOf(beth)).find(({ productVersion }) => productVersion === '3.0')
  expect(early?.can.download).toEqual({ state: 'ready', packages: 1 })
  const { packages } = await beth.ask(downloadsAnswer, 'GET', `${box.url}/api/products/ACT-BRIGHT-PAINT/downloads`)
  const [file] = packages.find(({ packageId }) => packageId === 'PAINT_PRO_3_0')?.files ?? []
  const got = await beth.open(`${box.url}${file?.href}`)
  expect([got.status, got.body.length]).toEqual([200, file?.sizeBytes])
  expect(await listed()).toEqual([])
})
