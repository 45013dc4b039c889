import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { csvRows } from '../../../src/adapters/entitlement-platform/file-feed/csv-rows.ts'
import { FeedRefused } from '../../../src/adapters/entitlement-platform/file-feed/mistakes.ts'
import { createFileFeedPlatform } from '../../../src/adapters/entitlement-platform/file-feed/platform.ts'
import { failureOf } from './contract.ts'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
let directory: string
const platform = () => createFileFeedPlatform({ directory, clock })
const write = (file: string, text: string | Buffer) => writeFileSync(join(directory, file), text)

/** The feed that the README shows. */
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'feed-csv-'))
  cpSync(new URL('../../fixtures/feeds/csv', import.meta.url), directory, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

async function mistakes() {
  const failure = await failureOf(platform().accounts({ page: 1 }))
  if (!(failure instanceof FeedRefused)) throw new Error('not refused', { cause: failure })
  expect(failure.message).not.toContain('secret')
  return failure.mistakes.map(({ file, row, column, code }) => [file, row, column, code])
}

it('the example that a vendor copies is read: quotes, line ends in cells, lists, nested columns and empty cells', async () => {
  const { items: accounts } = await platform().accounts({ page: 1 })
  expect(accounts).toMatchObject([
    { accountId: 'ACME', name: 'Acme "Holdings" Ltd', attributes: { storeAccountType: 'customer' } },
    { accountId: 'ACME-DE', address: { line1: 'Hauptstraße 1\nHinterhaus', region: '', country: 'DE' } },
    { accountId: 'PIXEL', type: 'CHANNEL_PARTNER' },
  ])
  expect(await platform().parentsOf(['ACME-DE'])).toEqual([{ accountId: 'ACME-DE', parentAccountId: 'ACME' }])
  expect(await platform().member('alice@acme.example')).toMatchObject({
    active: true,
    accounts: [
      { accountId: 'ACME', roles: ['Buyer', 'Account Administrator'] },
      { accountId: 'ACME-DE', roles: ['Viewer'] },
    ],
  })
  expect((await platform().entitlementLines({ page: 1 })).items).toMatchObject([
    { activationId: 'A-1001', quantity: 25, permanent: true, partnerAccountIds: [] },
    { activationId: 'A-1002', expirationDate: '2026-12-31', permanent: false, partnerAccountIds: ['PIXEL'] },
  ])
  expect((await platform().entitlementLines({ page: 1 })).items.map(({ lastModifiedAt }) => lastModifiedAt)).toEqual([
    new Date('2026-11-01T08:00:00Z'),
    null,
  ])
  expect((await platform().maintenanceLines({ page: 1 })).items).toMatchObject([
    { coveredActivationIds: ['A-1001', 'A-1002'] },
  ])
  const [file] = await platform().downloadFiles({
    userName: 'alice@acme.example',
    accountId: 'ACME',
    packageId: 'PAINT_PRO_2_1',
  })
  expect(file).toMatchObject({ sizeBytes: 2_097_153, md5: null })
})

it('pages of a CSV file begin where a row begins, also after line ends in cells, empty lines and a byte order mark', async () => {
  const rows = [
    'A,"Acme\r\n""Holdings""",CUSTOMER',
    '',
    '€,"Ü,ber",CUSTOMER',
    'C,"three\nlong\nlines",CUSTOMER',
    'D,D,CUSTOMER',
  ]
  write('accounts.csv', `\ufeff${['accountId,name,type', '', ...rows].join('\r\n')}`)
  for (const file of ['members', 'entitlement_lines', 'maintenance_lines']) write(`${file}.csv`, '')
  const small = createFileFeedPlatform({ directory, clock, pageSize: 1 })
  const names: string[] = []
  for (const page of [1, 2, 3, 4]) names.push(...(await small.accounts({ page })).items.map(({ name }) => name))
  expect(names).toEqual(['Acme\r\n"Holdings"', 'Ü,ber', 'three\nlong\nlines', 'D'])
  expect((await small.accounts({ page: 4 })).hasMore).toBe(false)
})

const header = 'accountId,name,type'
it.each([
  ['a column of ours', `${header},adress\nA,A,CUSTOMER,x`, [1, 'adress', 'unknown-column']],
  ['one column of a name', `${header},name\nA,A,CUSTOMER,A`, [1, 'name', 'duplicate-column']],
  ['all cells', `${header}\nA,A,CUSTOMER\nsecret,B`, [3, null, 'wrong-cell-count']],
  ['a quote that ends', `${header}\nA,"secret,CUSTOMER`, [2, null, 'not-csv']],
  ['a quote that is doubled', `${header}\nA,"se"cret",CUSTOMER`, [2, null, 'not-csv']],
] as const)(
  'a file without %s is refused whole, and named with row, column and code',
  async (_, text, [row, column, code]) => {
    for (const file of ['members', 'entitlement_lines', 'maintenance_lines']) write(`${file}.csv`, '')
    write('accounts.csv', text)
    expect(await mistakes()).toEqual([['accounts.csv', row, column, code]])
  },
)

it.each([
  ['all cells', `${header}\nA,A,CUSTOMER\nsecret,B\nC,C,CUSTOMER`, [3, null, 'wrong-cell-count']],
  ['a cell that every row has', `${header}\r\nA,A,CUSTOMER\r\n\r\nB,secret,`, [4, 'type', 'missing-column']],
  ['a value that the column may have', `${header}\nA,"two\nlines",secret`, [3, 'type', 'invalid-value']],
  ['a key of its own', `\ufeff${header}\nA,A,CUSTOMER\nA,A,CUSTOMER`, [3, 'accountId', 'duplicate-key']],
] as const)(
  'a row without %s is left out, and named by file, row, column and code',
  async (_, text, [row, column, code]) => {
    for (const file of ['members', 'entitlement_lines', 'maintenance_lines']) write(`${file}.csv`, '')
    write('accounts.csv', text)
    const { odd = [] } = await platform().accounts({ page: 1 })
    expect(odd.map(({ place }) => place)).toContain(
      `accounts.csv row ${row}${column === null ? '' : `, column ${column}`}`,
    )
    expect(odd.every(({ reason }) => reason.includes(`(${code})`))).toBe(true)
    expect(JSON.stringify(odd.map(({ place, reason }) => [place, reason]))).not.toContain('secret')
  },
)

it('a partner of a line that no account is, is named by file, row and column', async () => {
  write(
    'entitlement_lines.csv',
    `activationId,entitlementId,entitlementState,state,accountId,quantity,remainingQuantity,partnerAccountIds
A-1001,E,DEPLOYED,DEPLOYED,ACME,1,1,PIXEL;secret`,
  )
  const { odd } = await platform().entitlementLines({ page: 1 })
  expect(odd).toMatchObject([{ key: ['A-1001'], place: 'entitlement_lines.csv row 2, column partnerAccountIds' }])
  expect(JSON.stringify(odd)).not.toContain('secret')
})

it('a count, a flag and a list in CSV are held to the same layout as in NDJSON', async () => {
  write(
    'entitlement_lines.csv',
    `activationId,entitlementId,entitlementState,state,accountId,quantity,remainingQuantity
A-1001,E,DEPLOYED,DEPLOYED,ACME,1.5,1
A-1002,E,DEPLOYED,DEPLOYED,ACME,1,-1`,
  )
  write('members.csv', 'userName,email,active,accounts\na,a@x.example,yes,ACME=Buyer')
  const [members, lines] = [await platform().members({ page: 1 }), await platform().entitlementLines({ page: 1 })]
  expect([...(members.odd ?? []), ...(lines.odd ?? [])].map(({ place }) => place)).toEqual([
    'members.csv row 2, column active',
    'entitlement_lines.csv row 2, column quantity',
    'entitlement_lines.csv row 3, column remainingQuantity',
  ])
})

it('a file may be NDJSON beside others in CSV, and not both at once; bytes that are no text are refused', async () => {
  const row = { accountId: 'ONLY', name: 'Only', type: 'CUSTOMER' }
  for (const file of ['members', 'entitlement_lines', 'maintenance_lines']) write(`${file}.csv`, '')
  write('accounts.ndjson', `${JSON.stringify(row)}\n`)
  expect(await mistakes()).toEqual([['accounts.ndjson', 0, null, 'two-encodings']])
  renameSync(join(directory, 'accounts.csv'), join(directory, 'kept.txt'))
  expect((await platform().accounts({ page: 1 })).items).toMatchObject([row])
  rmSync(join(directory, 'accounts.ndjson'))
  write('accounts.csv', Buffer.from([0x61, 0xff, 0xfe]))
  expect(await mistakes()).toEqual([['accounts.csv', 1, null, 'not-utf8']])
})

it('a million lines are read one after the other: the reader holds no more of the file than a piece', async () => {
  let produced = 0
  async function* endless() {
    yield 'accountId,name,type\r\n'
    for (; produced < 1_000_000; produced += 1000) yield 'A,"Acme, Ltd",CUSTOMER\r\n'.repeat(1000)
  }
  let rows = 0
  let ahead = 0
  for await (const found of csvRows(endless(), 'accounts')) {
    if (!('raw' in found)) throw new Error('a row was refused')
    rows += 1
    ahead = Math.max(ahead, produced - rows)
  }
  expect(rows).toBe(1_000_000)
  expect(ahead).toBeLessThan(20_000)
}, 60_000)

it('a file that is separated by semicolons is one mistake that says so, and empty rows are passed over [C45]', async () => {
  write('accounts.csv', 'accountId;name;type\nACME;Acme;CUSTOMER\n')
  expect(await mistakes()).toEqual([['accounts.csv', 1, null, 'wrong-separator']])
  for (const file of ['members', 'entitlement_lines', 'maintenance_lines']) write(`${file}.csv`, '')
  write('accounts.csv', 'sep=,\naccountId,name,type\n,,\nONLY,Only,CUSTOMER\n,,\n')
  expect((await platform().accounts({ page: 1 })).items).toMatchObject([{ accountId: 'ONLY' }])
})
