import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, it } from 'vitest'
import { FeedRefused } from '../../../src/adapters/entitlement-platform/file-feed/mistakes.ts'
import { createFileFeedPlatform } from '../../../src/adapters/entitlement-platform/file-feed/platform.ts'
import { failureOf } from './contract.ts'
import { type FeedFiles, type FeedFolder, makeFeedFolder } from './feed-folder.ts'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
const folders: FeedFolder[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) folder.close()
})

const pro = { name: 'Paint Pro', version: '2.1' }
const product = { ...pro, kind: 'product', state: 'DEPLOYED' }
const account = { accountId: 'ACME', name: 'Acme', type: 'CUSTOMER' }
const line = {
  activationId: 'A-1',
  entitlementId: 'E-1',
  entitlementState: 'DEPLOYED',
  state: 'DEPLOYED',
  accountId: 'ACME',
  product: pro,
  quantity: 2,
  remainingQuantity: 2,
}

function open(files: FeedFiles, pageSize = 2) {
  const folder = makeFeedFolder(files)
  folders.push(folder)
  return { folder, platform: createFileFeedPlatform({ directory: folder.directory, clock, pageSize }) }
}

async function mistakesOf(platform: ReturnType<typeof open>['platform']) {
  const failure = await failureOf(platform.accounts({ page: 1 }))
  if (!(failure instanceof FeedRefused)) throw new Error('not refused', { cause: failure })
  return failure.mistakes.map(({ file, row, column, code }) => [file, row, column, code])
}

/** What a full reading is told of rows that were left out. */
async function oddOf(platform: ReturnType<typeof open>['platform']) {
  const pages = await Promise.all([
    ...(['product', 'suite', 'maintenance'] as const).map((kind) => platform.products({ kind, page: 1 })),
    platform.partNumbers({ page: 1 }),
    platform.accounts({ page: 1 }),
    platform.members({ page: 1 }),
    platform.entitlementLines({ page: 1 }),
    platform.maintenanceLines({ page: 1 }),
  ])
  return pages
    .flatMap(({ odd = [] }) => odd)
    .map(({ place, reason }) => ({ place, code: /\(([a-z-]+)\)/.exec(reason)?.[1] }))
}

it.each([
  ['JSON', 'accounts', ['{"accountId":'], [1, null, 'not-json']],
  ['one object', 'accounts', ['[1]'], [1, null, 'not-an-object']],
  ['without a column', 'accounts', ['{"accountId":"A","name":"A"}'], [1, 'type', 'missing-column']],
  ['of our columns', 'accounts', ['', JSON.stringify({ ...account, adress: {} })], [2, 'adress', 'unknown-column']],
  ['a state', 'products', [JSON.stringify({ ...product, state: 'LIVE' })], [1, 'state', 'invalid-value']],
  [
    'a day',
    'entitlement_lines',
    [JSON.stringify({ ...line, startDate: '2026-02-30' })],
    [1, 'startDate', 'invalid-value'],
  ],
  ['whole', 'entitlement_lines', [JSON.stringify({ ...line, quantity: 1.5 })], [1, 'quantity', 'invalid-value']],
  [
    'nested',
    'accounts',
    [JSON.stringify({ ...account, address: { line1: 'x', city: 'y' } })],
    [1, 'address.country', 'missing-column'],
  ],
  ['once', 'accounts', [JSON.stringify(account), JSON.stringify(account)], [2, 'accountId', 'duplicate-key']],
  [
    'of an account',
    'entitlement_lines',
    [JSON.stringify({ ...line, product: null })],
    [1, 'accountId', 'unknown-reference'],
  ],
  [
    'https',
    'download_files',
    ['{"fileId":"f","packageId":"p","name":"f","url":"file:///etc/passwd"}'],
    [1, 'url', 'invalid-value'],
  ],
] as const)(
  'a row that is not %s is left out, and named by file, row, column and code',
  async (_, file, lines, [row, column, code]) => {
    const { folder, platform } = open({})
    folder.write(file, lines)
    const named = (await oddOf(platform)).filter(({ place }) => place.startsWith(`${file}.ndjson row ${row}`))
    expect(named).toEqual([{ place: `${file}.ndjson row ${row}${column === null ? '' : `, column ${column}`}`, code }])
  },
)

it('a bad row is told without a value of it, and the rows around it are read', async () => {
  const { folder, platform } = open({ products: [product], accounts: [account] })
  folder.write('members', [
    '{"userName":"ida@secret.example","accounts":[]}',
    '{"userName":"ann@x.example","email":"ann@x.example","accounts":[]}',
    'nonsense of ida',
    '{"userName":"bea@x.example","email":"bea@x.example","accounts":[]}',
  ])
  const { items, odd } = await platform.members({ page: 1 })
  expect(items.map(({ userName }) => userName)).toEqual(['ann@x.example', 'bea@x.example'])
  expect(odd).toEqual([
    {
      key: ['ida@secret.example', 'ida@secret.example'],
      place: 'members.ndjson row 1, column email',
      reason: 'The column is missing (missing-column)',
    },
    { key: null, place: 'members.ndjson row 3', reason: 'The line is not JSON (not-json)' },
  ])
  expect((await platform.accounts({ page: 1 })).odd).toBeUndefined()
})

it('of two rows with one key neither is read, and what names an odd row is no odd row itself', async () => {
  const twice = [account, { ...account, name: 'Acme again' }, { ...account, accountId: 'B' }]
  const { folder, platform } = open({ products: [product], accounts: twice })
  folder.write('entitlement_lines', [
    JSON.stringify(line),
    JSON.stringify({ ...line, activationId: 'A-2', accountId: 'NONE' }),
  ])
  const accounts = await platform.accounts({ page: 1 })
  expect(accounts.items.map(({ accountId }) => accountId)).toEqual(['B'])
  expect(accounts.odd).toMatchObject([{ key: ['ACME'] }, { key: ['ACME'] }])
  const lines = await platform.entitlementLines({ page: 1 })
  expect(lines.items.map(({ activationId }) => activationId)).toEqual(['A-1'])
  expect(lines.odd).toMatchObject([{ key: ['A-2'], place: 'entitlement_lines.ndjson row 2, column accountId' }])
  expect(await platform.linesOfOrder('NONE')).toEqual({ lines: [], maintenanceLines: [] })
})

it.each([
  ['NDJSON', 'accounts.ndjson', `${JSON.stringify(account)}\n{"accountId":"B","na`, 'not-json'],
  ['CSV', 'accounts.csv', 'accountId,name,type\nA,Acme,CUSTOMER\nB,Ac', 'wrong-cell-count'],
  ['CSV in a quote', 'accounts.csv', 'accountId,name,type\nA,"Acme', 'not-csv'],
  ['CSV without its header', 'accounts.csv', 'A,Acme,CUSTOMER\n', 'unknown-column'],
])('a file that was cut short is refused whole, for good: %s', async (_, file, text, code) => {
  const { folder, platform } = open({})
  rmSync(join(folder.directory, 'accounts.ndjson'))
  writeFileSync(join(folder.directory, file), text)
  const mistakes = await mistakesOf(platform)
  expect(mistakes.map(([name, , , found]) => [name, found])).toContainEqual([file, code])
  expect((await failureOf(platform.linesOfOrder('SO-1'))).judgement).toBe('final')
})

it('a feed that was mended is read again', async () => {
  const { folder, platform } = open({})
  folder.write('accounts', ['nonsense'])
  expect(await platform.accounts({ page: 1 })).toMatchObject({ items: [], odd: [{ place: 'accounts.ndjson row 1' }] })
  folder.write('accounts', [JSON.stringify(account)])
  expect(await platform.accounts({ page: 1 })).toEqual({ items: [expect.objectContaining(account)], hasMore: false })
})

it('a file that is missing is not an empty one, a folder that is away comes back, and bytes that are no text are refused', async () => {
  const { folder, platform } = open({ accounts: [account] })
  writeFileSync(join(folder.directory, 'accounts.ndjson'), Buffer.from([0x7b, 0xff, 0xfe]))
  expect(await mistakesOf(platform)).toEqual([['accounts.ndjson', 1, null, 'not-utf8']])
  rmSync(join(folder.directory, 'accounts.ndjson'))
  expect(await mistakesOf(platform)).toEqual([['accounts.ndjson', 0, null, 'missing-file']])
  expect((await failureOf(platform.ping())).judgement).toBe('final')
  folder.close()
  expect((await failureOf(platform.ping())).judgement).toBe('retryable')
})

const named = (accountId: string) => ({ ...account, accountId })

it('pages have the rows in the order of the file, whatever empty lines and letters of several bytes are between them', async () => {
  const { folder, platform } = open({})
  folder.write('accounts', ['', ...['D', 'Ü', '', '', 'A€', 'C'].map((id) => id && JSON.stringify(named(id))), ''])
  const pages = await Promise.all([1, 2, 3].map((page) => platform.accounts({ page })))
  expect(pages.map(({ items }) => items.map(({ accountId }) => accountId))).toEqual([['D', 'Ü'], ['A€', 'C'], []])
  expect(pages.map(({ hasMore }) => hasMore)).toEqual([true, false, false])
  expect((await platform.parentsOf(['Ü'])).length).toBe(0)
})

it.each([
  ['replaced', (path: string, text: string) => renameSync(written(`${path}.new`, text), path)],
  ['written over', (path: string, text: string) => void written(path, text)],
])(
  'pages of a file that was %s meanwhile are refused for good, and never mixed; page 1 has the new one',
  async (_, put) => {
    const { folder, platform } = open({ accounts: ['D', 'B', 'A', 'C'].map(named) })
    expect(idsOf(await platform.accounts({ page: 1 }))).toEqual(['D', 'B'])
    put(
      join(folder.directory, 'accounts.ndjson'),
      ['1', '2', '3', '4'].map((id) => `${JSON.stringify(named(id))}\n`).join(''),
    )
    const failure = await failureOf(platform.accounts({ page: 2 }))
    expect([failure.judgement, failure.message]).toEqual(['final', expect.stringContaining('(file-changed)')])
    const later = createFileFeedPlatform({ directory: folder.directory, clock, pageSize: 2 })
    expect((await failureOf(later.accounts({ page: 2 }))).message).toContain('(file-changed)')
    expect(idsOf(await platform.accounts({ page: 1 }))).toEqual(['1', '2'])
    expect(idsOf(await later.accounts({ page: 2 }))).toEqual(['3', '4'])
  },
)

function written(path: string, text: string): string {
  writeFileSync(path, text)
  return path
}

function idsOf({ items }: { readonly items: readonly { readonly accountId: string }[] }): string[] {
  return items.map(({ accountId }) => accountId)
}

it('of a hundred thousand lines less than twelve megabytes are held, and each is found by its id, order and page', async () => {
  const count = 100_000
  const numbered = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ ...line, activationId: `A-${index}`, entitlementId: `E-${index}`, orderId: `SO-${index}` }),
  )
  const { folder, platform } = open({ products: [product], accounts: [account] }, 500)
  folder.write('entitlement_lines', numbered)
  numbered.length = 0
  const before = held()
  const last = await platform.entitlementLines({ page: count / 500 })
  expect(held() - before).toBeLessThan(12_000_000)
  expect(last.items.map(({ activationId }) => activationId).slice(-2)).toEqual(['A-99998', 'A-99999'])
  expect((await platform.linesOfOrder('SO-77777')).lines).toMatchObject([{ activationId: 'A-77777' }])
}, 60_000)

/** What garbage collection leaves, in bytes. */
function held(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

it('a row without the instant of its change is read at every sync', async () => {
  const lastModifiedAt = '2026-11-01T00:00:00+01:00'
  const { platform } = open({ accounts: [account, { ...account, accountId: 'OLD', lastModifiedAt }] })
  const { items } = await platform.accounts({ page: 1, modifiedAfter: clock.now() })
  expect(items.map(({ accountId }) => accountId)).toEqual(['ACME'])
})

it('letters are never guessed: a wrong byte is named with its row, UTF-16 as such, and a letter that was lost is a bad row [C45]', async () => {
  const { folder, platform } = open({ accounts: [account] })
  const line = (name: string) => `${JSON.stringify({ ...account, name })}\n`
  const refused = async (bytes: Buffer) => {
    writeFileSync(join(folder.directory, 'accounts.ndjson'), bytes)
    return (await failureOf(platform.accounts({ page: 1 }))).message
  }
  expect(await refused(Buffer.from(`${line('A')}${line('Größe')}`, 'latin1'))).toContain('row 2: The file is not UTF-8')
  expect(await refused(Buffer.from(line('A'), 'utf16le'))).toContain('UTF-16')
  writeFileSync(join(folder.directory, 'accounts.ndjson'), line('Gr\ufffd'))
  const { items, odd = [] } = await platform.accounts({ page: 1 })
  expect(items).toEqual([])
  expect(odd.map(({ reason }) => reason)).toEqual([expect.stringContaining('replacement-character')])
})
