import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestPush } from '../../../../src/domains/entitlements/push/index.ts'
import { mirrorPushedLines } from '../../../../src/domains/entitlements/push/mirror-pushed-lines.ts'
import { findPush, linesOf } from '../../../../src/domains/entitlements/push/push-store.ts'
import { driftOf, driftRowsKept, driftRowsOf } from '../../../../src/domains/entitlements/sync/index.ts'
import { mails } from '../../../../src/domains/people/notifications/tables.ts'
import { localDate } from '../../../../src/kernel/local-date.ts'
import { line } from './listed-platform.ts'
import { type SyncWorld, syncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await syncWorld()
})
afterAll(() => world.close())

const longAgo = new Date('2020-01-01T00:00:00Z')

/** A full run some hours later, and what it noted before it published. */
async function compare() {
  world.clock.advance({ minutes: 300 })
  const run = await world.run('full')
  const report = await driftOf(world.database.db, run.id)
  const rows = await driftRowsOf(world.database.db, run.id, { after: undefined, limit: 1000 })
  return { run, report, rows: rows.map(({ runId: _, ...row }) => row) }
}

function put(...lines: ReturnType<typeof line>[]): void {
  const ids = new Set(lines.map(({ activationId }) => activationId))
  const { lists } = world.platform
  lists.lines = [...lists.lines.filter(({ activationId }) => !ids.has(activationId)), ...lines]
}

describe('each full run compares everything that is mirrored before it publishes', () => {
  it('a first run into an empty mirror reports no drift, for all of it is new', async () => {
    const { report, rows } = await compare()
    expect([report?.found, report?.compared, rows]).toEqual([0, 0, []])
  })

  it('a night in which nothing was missed is noted as quiet', async () => {
    const { report, rows } = await compare()
    expect(report).toMatchObject({ found: 0, compared: 41, counts: [] })
    expect(rows).toEqual([])
  })

  it('what the watermark would have told an incremental run is no drift, whether or not one ran', async () => {
    world.clock.advance({ minutes: 10 })
    put(line(1, 6, world.clock.now()), line(60, 1, world.clock.now()))
    expect(await compare()).toMatchObject({
      run: { report: { kinds: { entitlementLines: { added: 1, changed: 1 } } } },
      rows: [],
    })
  })

  it('a line that changed behind the watermark is noted with both values, and then mended [S36]', async () => {
    put({ ...line(2, 9, longAgo), expirationDate: localDate('2031-01-31'), permanent: false })
    expect((await world.run('incremental')).report?.kinds['entitlementLines']).toMatchObject({ changed: 0 })
    const { report, rows } = await compare()
    expect(rows).toEqual([
      {
        kind: 'entitlementLines',
        key: 'ACT-2',
        cause: 'different',
        accountId: 'ACCOUNT-2',
        orderNumber: null,
        differences: [
          { column: 'expiration_date', store: null, platform: '2031-01-31' },
          { column: 'permanent', store: true, platform: false },
          { column: 'quantity', store: 5, platform: 9 },
        ],
      },
    ])
    expect(report).toMatchObject({ found: 1, counts: [{ kind: 'entitlementLines', cause: 'different', count: 1 }] })
    expect((await world.mirror())['ACT-2']).toBe(9)
    expect((await compare()).rows).toEqual([])
  })

  it('a channel partner that came or went behind the watermark is noted, one that was never asked for is not', async () => {
    put({ ...line(3, 5, longAgo), partnerAccountIds: ['PIXEL'] })
    expect((await compare()).rows).toMatchObject([
      { key: 'ACT-3', differences: [{ column: 'partner_account_ids', store: [], platform: ['PIXEL'] }] },
    ])
    // The mirror of the release before this one, which did not ask.
    await world.database.db.execute(`update entitlement_lines set partner_account_ids = null, row_hash = 'older'`)
    expect((await compare()).rows).toEqual([])
    const mirrored = await world.database.db.execute(
      `select partner_account_ids from entitlement_lines where activation_id = 'ACT-3'`,
    )
    expect(mirrored).toEqual([{ partner_account_ids: ['PIXEL'] }])
  })

  it('a line that came behind the watermark and one that went are noted', async () => {
    const { lists } = world.platform
    lists.lines = [...lists.lines.filter(({ activationId }) => activationId !== 'ACT-3'), line(70, 1, longAgo)]
    const { rows } = await compare()
    expect(rows.map(({ key, cause, accountId }) => [key, cause, accountId])).toEqual([
      ['ACT-3', 'missing-on-platform', 'ACCOUNT-0'],
      ['ACT-70', 'missing-in-store', 'ACCOUNT-1'],
    ])
  })

  it('a part number that went from the platform is noted', async () => {
    const { partNumbers } = world.platform.lists
    world.platform.lists.partNumbers = []
    expect((await compare()).rows).toMatchObject([
      { kind: 'partNumbers', key: 'PAINT-1', cause: 'missing-on-platform' },
    ])
    world.platform.lists.partNumbers = partNumbers
  })

  it("how much of a line is left is the account's use of it, and no drift", async () => {
    put({ ...line(2, 9, longAgo), expirationDate: localDate('2031-01-31'), permanent: false, remainingQuantity: 4 })
    expect((await compare()).rows).toEqual([])
  })
})

describe('a line that an order of the store pushed', () => {
  it('is no drift while the platform has it as it was pushed, and is noted once the platform has it otherwise', async () => {
    const { db } = world.database
    const pushed = {
      ...line(80, 3, world.clock.now()),
      activationId: 'SO-1-L1',
      entitlementId: 'SO-1',
      orderId: 'SO-1',
      orderLineNumber: '1',
      accountId: 'ACCOUNT-1',
      startDate: localDate('2026-01-01'),
      product: { name: 'Paint', version: '1.0' },
    }
    await db.transaction(async (tx) => {
      await requestPush(tx, {
        orderId: 'ord_1',
        orderNumber: 'SO-1',
        accountId: 'ACCOUNT-1',
        partnerAccountId: null,
        contactUserName: null,
        shipToEmail: null,
        locale: 'en',
        at: world.clock.now(),
        lines: [
          {
            lineNumber: 1,
            partNumber: 'PAINT-1',
            quantity: 3,
            startDate: localDate('2026-01-01'),
            expirationDate: null,
            targetEntitlementId: null,
            baseActivationId: null,
            maintenanceOf: null,
          },
        ],
      })
      const push = await findPush(tx, 'ord_1')
      if (!push) throw new Error('the push is gone')
      await mirrorPushedLines(tx, push, await linesOf(tx, 'ord_1'))
    })
    const activationId = (await linesOf(db, 'ord_1'))[0]?.activationId ?? ''
    put({ ...pushed, activationId })
    expect((await compare()).rows).toEqual([])
    world.clock.advance({ minutes: 10 })
    put({ ...pushed, activationId, quantity: 30, lastModifiedAt: world.clock.now() })
    expect((await compare()).rows).toMatchObject([
      {
        key: activationId,
        cause: 'changed-after-push',
        orderNumber: 'SO-1',
        accountId: 'ACCOUNT-1',
        differences: [{ column: 'quantity', store: 3, platform: 30 }],
      },
    ])
  })
})

describe('much drift', () => {
  it('keeps as many rows as a person reads, counts all, and raises one alarm', async () => {
    const alarms = async () =>
      (await world.database.db.select().from(mails)).filter(({ subject }) =>
        subject.startsWith('Store and platform have drifted'),
      )
    put(...Array.from({ length: driftRowsKept + 20 }, (_, n) => line(1000 + n, 1, longAgo)))
    const { report, rows } = await compare()
    expect(report?.found).toBe(driftRowsKept + 20)
    expect(rows).toHaveLength(driftRowsKept)
    expect(await alarms()).toHaveLength(1)
  })
})
