import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createFileFeedPlatform } from '../../../src/adapters/entitlement-platform/file-feed/platform.ts'
import type { NewEntitlement } from '../../../src/domains/entitlements/rights/port.ts'
import { localDate } from '../../../src/kernel/local-date.ts'
import { failureOf } from './contract.ts'
import { type FeedFolder, makeFeedFolder } from './feed-folder.ts'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
const pro = { name: 'Paint Pro', version: '2.1' }
const account = { accountId: 'ACME', name: 'Acme', type: 'CUSTOMER' }
let folder: FeedFolder
afterEach(() => folder.close())

function open() {
  folder = makeFeedFolder({
    products: [{ ...pro, kind: 'product', state: 'DEPLOYED' }],
    part_numbers: [{ partNumber: 'PRO-LIC', product: pro }],
    accounts: [account],
  })
  return createFileFeedPlatform({ directory: folder.directory, clock })
}
const sale = (entitlementId: string, activationId = `${entitlementId}-L1`): NewEntitlement => ({
  entitlementId,
  description: entitlementId,
  endCustomerAccountId: 'ACME',
  partnerAccountId: null,
  contactUserName: null,
  shipToEmail: null,
  maintenanceLines: [],
  lines: [
    {
      activationId,
      partNumber: 'PRO-LIC',
      orderId: 'SO-1',
      orderLineNumber: '1',
      quantity: 3,
      startDate: localDate('2026-11-21'),
      expirationDate: null,
    },
  ],
})
const outbox = () => join(folder.directory, 'outbox')

it('a sale is one whole file that names everything, and no draft stays behind', async () => {
  await open().createEntitlement(sale('SO-1/A'))
  expect(readdirSync(outbox())).toEqual(['entitlement~SO-1%2FA.ndjson'])
  const rows = readFileSync(join(outbox(), 'entitlement~SO-1%2FA.ndjson'), 'utf8').trimEnd().split('\n')
  expect(rows.map((row): unknown => JSON.parse(row))).toEqual([
    expect.objectContaining({ record: 'entitlement', entitlementId: 'SO-1/A', endCustomerAccountId: 'ACME' }),
    expect.objectContaining({ record: 'entitlement_line', activationId: 'SO-1/A-L1', accountId: 'ACME', quantity: 3 }),
  ])
})

it('of ten processes that write one entitlement at once, one does and nine are refused', async () => {
  const first = open()
  const others = Array.from({ length: 9 }, () => createFileFeedPlatform({ directory: folder.directory, clock }))
  const outcomes = await Promise.allSettled([first, ...others].map((each) => each.createEntitlement(sale('SO-1'))))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await first.linesOfOrder('SO-1')).lines).toHaveLength(1)
})

it('once the feed has a line, its row counts and not the one of the outbox; then the file may go', async () => {
  const platform = open()
  await platform.createEntitlement(sale('SO-1'))
  const row = { activationId: 'SO-1-L1', entitlementId: 'SO-1', entitlementState: 'DEPLOYED', state: 'INACTIVE' }
  const rights = { accountId: 'ACME', product: pro, quantity: 2, remainingQuantity: 2, orderId: 'SO-1' }
  folder.write('entitlement_lines', [JSON.stringify({ ...row, ...rights })])
  const expected = { lines: [expect.objectContaining({ state: 'INACTIVE', quantity: 2 })], maintenanceLines: [] }
  expect(await platform.linesOfOrder('SO-1')).toEqual(expected)
  renameSync(join(outbox(), 'entitlement~SO-1.ndjson'), join(folder.directory, 'taken'))
  expect(await platform.linesOfOrder('SO-1')).toEqual(expected)
  expect((await failureOf(platform.createEntitlement(sale('SO-1')))).judgement).toBe('final')
})

it('every wish for a mail is a file of its own', async () => {
  const platform = open()
  await platform.createEntitlement(sale('SO-1'))
  const mail = { entitlementId: 'SO-1', to: 'alice@acme.example', locale: 'en' }
  await platform.emailEntitlement(mail)
  await platform.emailEntitlement(mail)
  expect(readdirSync(outbox()).filter((name) => name.startsWith('mail~SO-1~'))).toHaveLength(2)
})

it('an outbox that cannot be written is tried again later, and one that was tampered with is said to be', async () => {
  const platform = open()
  writeFileSync(outbox(), 'a file where the folder should be')
  expect((await failureOf(platform.ping())).judgement).toBe('retryable')
  expect((await failureOf(platform.createEntitlement(sale('SO-1')))).judgement).toBe('retryable')
  renameSync(outbox(), join(folder.directory, 'away'))
  await platform.createEntitlement(sale('SO-1'))
  writeFileSync(join(outbox(), 'mail~x.ndjson'), '{"record":"nonsense"}\n')
  expect((await failureOf(platform.linesOfOrder('SO-1'))).message).toContain('outbox/mail~x.ndjson, row 1')
})
