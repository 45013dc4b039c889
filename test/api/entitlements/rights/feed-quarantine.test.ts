import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isNull } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFileFeedPlatform } from '../../../../src/adapters/entitlement-platform/file-feed/platform.ts'
import { carryOutSync, findRun, openSync } from '../../../../src/domains/entitlements/sync/index.ts'
import { quarantinedRows } from '../../../../src/domains/entitlements/sync/tables.ts'
import { accounts, memberships } from '../../../../src/domains/people/accounts/tables.ts'
import { type FeedFolder, makeFeedFolder } from '../../../adapters/entitlement-platform/feed-folder.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
let folder: FeedFolder
beforeAll(async () => {
  world = await syncWorld()
  folder = makeFeedFolder({})
})
afterAll(async () => {
  folder.close()
  await world.close()
})

const account = (n: number) => ({ accountId: `ACCOUNT-${n}`, name: `Account ${n}`, type: 'CUSTOMER' })
const line = (n: number) => ({
  activationId: `A-${n}`,
  entitlementId: `E-${n}`,
  entitlementState: 'DEPLOYED',
  state: 'DEPLOYED',
  accountId: `ACCOUNT-${n % 3}`,
  quantity: 5,
  remainingQuantity: 5,
})
const member = { userName: 'ann@x.example', email: 'ann@x.example', accounts: [{ accountId: 'ACCOUNT-0', roles: [] }] }
const write = (file: string, rows: readonly object[]) =>
  folder.write(
    file,
    rows.map((row) => JSON.stringify(row)),
  )
const many = <Row>(count: number, of: (n: number) => Row) => Array.from({ length: count }, (_, n) => of(n))

async function sync(mode: 'full' | 'incremental' = 'full') {
  // A process of its own each time, as after a night.
  const platform = createFileFeedPlatform({ directory: folder.directory, clock: world.clock, pageSize: 7 })
  const deps = { ...world.deps, platform }
  const runId = await openSync(deps, { mode, trigger: 'test' })
  const error = await carryOutSync(deps, runId).catch((cause: unknown) => cause)
  return { run: await findRun(world.database.db, runId), error }
}
const waiting = async () =>
  (await world.database.db.select().from(quarantinedRows))
    .map(({ kind, key, place, reason }) => `${kind} ${key}: ${place}: ${reason}`)
    .sort()
const accountsHere = async () =>
  (await world.database.db.select().from(accounts).where(isNull(accounts.removedAt))).map((row) => row.accountId).sort()

it('bad rows of a feed wait in quarantine with file, row and reason, and what was known of them stays', async () => {
  write('accounts', many(3, account))
  write('members', [member])
  write('entitlement_lines', many(30, line))
  expect((await sync()).run?.state).toBe('published')
  const known = await world.mirror()
  expect(Object.keys(known)).toHaveLength(30)

  write('accounts', [account(0), { ...account(1), type: 'FRIEND' }, account(2)])
  write('members', [{ ...member, email: 'nothing' }])
  write('entitlement_lines', [{ ...line(0), quantity: 9 }, { ...line(1), quantity: 1.5 }, ...many(30, line).slice(2)])
  const { run } = await sync()
  expect(run?.state).toBe('published')
  expect(await world.mirror()).toEqual({ ...known, 'A-0': 9 })
  expect(await accountsHere()).toEqual(['ACCOUNT-0', 'ACCOUNT-1', 'ACCOUNT-2'])
  const links = await world.database.db.select().from(memberships)
  expect(links.map(({ userName, accountId }) => [userName, accountId])).toEqual([['ann@x.example', 'ACCOUNT-0']])
  expect(await waiting()).toEqual([
    expect.stringMatching(
      /^accounts ACCOUNT-1: accounts, page 1, accounts\.ndjson row 2, column type: .*\(invalid-value\)$/,
    ),
    expect.stringMatching(
      /^entitlementLines A-1: entitlement lines, page 1, entitlement_lines\.ndjson row 2, column quantity: .*\(invalid-value\)$/,
    ),
    expect.stringMatching(/^members .*: members, page 1, members\.ndjson row 1, column email: .*\(invalid-value\)$/),
  ])
  expect(run?.report?.quarantined).toEqual({ accounts: 1, entitlementLines: 1, members: 1 })
})

it('what an incremental run does not meet waits on, and the sync after the rows are mended lets it go', async () => {
  world.clock.advance({ minutes: 60 })
  expect((await sync('incremental')).run?.state).toBe('published')
  expect(await waiting()).toHaveLength(3)
  write('accounts', many(3, account))
  write('members', [member])
  write('entitlement_lines', many(30, line))
  expect((await sync()).run?.state).toBe('published')
  expect(await waiting()).toEqual([])
  expect((await world.mirror())['A-0']).toBe(5)
})

it('ten bad rows wait, and more than ten and a tenth stop the run, with nothing changed', async () => {
  const bad = (count: number) => [...many(count, (n) => ({ ...line(n), quantity: -1 })), ...many(30, line).slice(count)]
  write('entitlement_lines', bad(10))
  expect((await sync()).run?.state).toBe('published')
  expect(await waiting()).toHaveLength(10)
  const before = await world.mirror()
  write('entitlement_lines', bad(11))
  const { run, error } = await sync()
  expect(run?.state).toBe('failed')
  expect(error).toMatchObject({ code: 'too-many-odd-rows' })
  expect(run?.error).toContain('entitlement_lines.ndjson row 1')
  expect(await world.mirror()).toEqual(before)
})

it('a file that was cut short, or has no header, fails the run, and nothing is taken from anybody', async () => {
  write('entitlement_lines', many(30, line))
  await sync()
  const before = await world.mirror()
  const path = join(folder.directory, 'entitlement_lines.ndjson')
  writeFileSync(
    path,
    `${many(20, line)
      .map((row) => JSON.stringify(row))
      .join('\n')}\n{"activationId":"A-20","enti`,
  )
  const { run } = await sync()
  expect(run?.state).toBe('failed')
  expect(run?.error).toContain('refused whole')
  expect(run?.error).toContain('not-json')
  rmSync(path)
  writeFileSync(join(folder.directory, 'entitlement_lines.csv'), 'A-1,E-1,DEPLOYED\n')
  expect((await sync()).run?.error).toContain('unknown-column')
  expect(await world.mirror()).toEqual(before)
})
