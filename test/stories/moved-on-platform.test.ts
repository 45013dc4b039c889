import { and, eq, isNull, like } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { heldRights, heldRightsAsOf, presentLines } from '../../src/domains/entitlements/rights/index.ts'
import { entitlementLines } from '../../src/domains/entitlements/rights/tables.ts'
import { carryOutSync, findRun, openSync } from '../../src/domains/entitlements/sync/index.ts'
import { heldRemovals } from '../../src/domains/entitlements/sync/tables.ts'
import { findAccount } from '../../src/domains/people/accounts/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { dateOf } from '../../src/kernel/local-date.ts'
import { type Box, startBox } from '../support/box.ts'
import { shopping } from '../support/shopping.ts'

let box: Box
let alice: Visitor
const today = dateOf(systemClock.now())
beforeAll(async () => {
  box = await startBox()
  alice = await box.member('alice@acme.example')
})
afterAll(() => box.close())

describe.each(['incremental', 'full'] as const)('what moves on the platform, seen by an %s run', (mode) => {
  const id = (name: string) => `${name}-${mode}`

  it('a transferred entitlement belongs to its new owner only', async () => {
    plantLine(id('ENT-TRANSFER'), id('TRANSFER'), 'BRIGHT', 4)
    await sync(mode)
    box.portal.move({ move: 'transferEntitlement', entitlementId: id('ENT-TRANSFER'), accountId: 'NOVA' })
    await sync(mode)
    expect(await holds('BRIGHT', id('TRANSFER'))).toEqual({})
    expect(await holds('NOVA', id('TRANSFER'))).toEqual({ [id('TRANSFER')]: 4 })
  })

  it('a line that is transferred to another account, whole or in part, counts once', async () => {
    plantLine(id('ENT-PART'), id('PART'), 'BRIGHT', 10)
    plantLine(id('ENT-WHOLE'), id('WHOLE'), 'BRIGHT', 3)
    await sync(mode)
    const transfer = (name: string, quantity: number) =>
      box.portal.move({
        move: 'transferLine',
        activationId: id(name),
        accountId: 'NOVA',
        quantity,
        newEntitlementId: id(`ENT-${name}-NEW`),
        newActivationId: id(`${name}-NEW`),
      })
    transfer('PART', 4)
    transfer('WHOLE', 3)
    // The platform may as well delete what it has transferred: then nothing but the word of the new line tells.
    box.portal.plant({ kind: 'entitlementLine', action: 'delete', row: { activationId: id('WHOLE') } })
    await sync(mode)
    expect({ ...(await holds('BRIGHT', id('PART'))), ...(await holds('BRIGHT', id('WHOLE'))) }).toEqual({
      [id('PART')]: 6,
    })
    expect(await holds('NOVA', id('PART-NEW'))).toEqual({ [id('PART-NEW')]: 4 })
    expect(await holds('NOVA', id('WHOLE-NEW'))).toEqual({ [id('WHOLE-NEW')]: 3 })
    expect((await presentLines(box.database.db, [id('WHOLE')])).get(id('WHOLE'))).toEqual([id('WHOLE-NEW')])
  })

  it('a split keeps the sum of the quantities, and no part is counted twice', async () => {
    plantLine(id('ENT-SPLIT'), id('SPLIT'), 'BRIGHT', 10)
    await sync(mode)
    box.portal.move({ move: 'splitLine', activationId: id('SPLIT'), newActivationId: id('SPLIT-B'), quantity: 3 })
    await sync(mode)
    expect(await holds('BRIGHT', 'SPLIT')).toMatchObject({ [id('SPLIT')]: 7, [id('SPLIT-B')]: 3 })
  })

  it('after a merge the lines stand under the one entitlement', async () => {
    plantLine(id('ENT-A'), id('MERGE-A'), 'BRIGHT', 1)
    plantLine(id('ENT-B'), id('MERGE-B'), 'BRIGHT', 2)
    await sync(mode)
    box.portal.move({ move: 'mergeEntitlements', entitlementId: id('ENT-B'), into: id('ENT-A') })
    await sync(mode)
    const rights = (await heldRights(box.database.db, 'BRIGHT', today)).filter((right) =>
      [id('MERGE-A'), id('MERGE-B')].includes(right.activationId),
    )
    expect(rights.map(({ entitlementId, quantity }) => [entitlementId, quantity])).toEqual([
      [id('ENT-A'), 1],
      [id('ENT-A'), 2],
    ])
  })

  it('a renumbered line is there once, under its new id, with its maintenance and its history', async () => {
    plantLine(id('ENT-OLD'), id('OLD'), 'BRIGHT', 5)
    box.portal.plant({
      kind: 'maintenanceLine',
      action: 'upsert',
      row: {
        activationId: id('MNT'),
        entitlementId: id('ENT-OLD'),
        partNumber: 'PAINT-MNT-1Y',
        expirationDate: '2099-12-31',
        covers: [id('OLD')],
      },
    })
    await sync(mode)
    const before = systemClock.now()
    box.portal.move({ move: 'renumberLine', activationId: id('OLD'), newActivationId: id('NEW') })
    await sync(mode)
    expect(await holds('BRIGHT', id('OLD'))).toEqual({})
    expect(await holds('BRIGHT', id('NEW'))).toEqual({ [id('NEW')]: 5 })
    const [right] = (await heldRights(box.database.db, 'BRIGHT', today)).filter(
      ({ activationId }) => activationId === id('NEW'),
    )
    expect(right?.maintenanceThrough).toBe('2099-12-31')
    const then = await heldRightsAsOf(box.database.db, 'BRIGHT', today, before)
    expect(then.filter(({ activationId }) => activationId === id('OLD'))).toHaveLength(1)
  })

  it('what was bought here stays live for its buyer, who downloads by the old id and adds seats to the line', async () => {
    const { order } = await bought('PAINT-PRO-2-LIC', `PO-${mode}`)
    const old = `${order.number}-L1`
    box.portal.move({ move: 'renumberLine', activationId: old, newActivationId: id('RENUMBERED') })
    await sync(mode)
    const seen = await shopping(box.url, alice).see(order.id)
    expect(seen.lines[0]?.right).toMatchObject({ activationId: id('RENUMBERED'), live: true })
    for (const name of [old, id('RENUMBERED')])
      expect(await alice.tell('GET', `${box.url}/api/products/${name}/downloads`), name).toMatchObject({ status: 200 })

    // A cart, a quote and a push that still name the old id.
    const seats = await shopping(box.url, alice).order(
      [{ partNumber: 'PAINT-PRO-2-SEAT', quantity: 2, targetActivationId: old }],
      `PO-SEATS-${mode}`,
    )
    await box.drain()
    const added = (await box.store.deps.platform.linesOfOrder(seats.number)).lines
    expect(added.map(({ entitlementId }) => entitlementId)).toEqual([order.number])
  })

  it('seats join the entitlement that took the lines of a merged one, also when they were ordered before the merge', async () => {
    const { order } = await bought('PAINT-PRO-2-LIC', `PO-MERGED-${mode}`)
    plantLine(id('ENT-TAKES'), id('TAKES'), 'ACME', 1)
    await sync(mode)
    const seats = await shopping(box.url, alice).order(
      [{ partNumber: 'PAINT-PRO-2-SEAT', targetActivationId: `${order.number}-L1` }],
      `PO-LATE-${mode}`,
    )
    box.portal.misbehave({ operation: 'createEntitlementLineItem', fault: 'away', times: 1 })
    await box.drain()
    box.portal.move({ move: 'mergeEntitlements', entitlementId: order.number, into: id('ENT-TAKES') })
    await sync(mode)
    await box.workUntil(async () => {
      await box.store.worker?.drain({ includeDelayed: true })
      return (await shopping(box.url, alice).see(seats.id)).lines[0]?.right?.live === true
    })
    const added = (await box.store.deps.platform.linesOfOrder(seats.number)).lines
    expect(added.map(({ entitlementId }) => entitlementId)).toEqual([id('ENT-TAKES')])
  })

  it('an account that is moved inherits from its new parent only, and one without a parent from nobody', async () => {
    box.portal.move({ move: 'moveAccount', accountId: 'ACME-DE', parents: ['BRIGHT'] })
    await sync(mode)
    expect(await owners('ACME-DE')).toEqual(['ACME-DE', 'BRIGHT'])
    box.portal.move({ move: 'moveAccount', accountId: 'ACME-DE', parents: [] })
    await sync(mode)
    expect(await owners('ACME-DE')).toEqual(['ACME-DE'])
    box.portal.move({ move: 'moveAccount', accountId: 'ACME-DE', parents: ['ACME'] })
    await sync(mode)
    expect(await owners('ACME-DE')).toEqual(['ACME', 'ACME-DE'])
  })

  it('an account whose ID was changed there is held for a person; nothing of it is merged and no right counts twice', async () => {
    box.portal.plant({ kind: 'account', action: 'upsert', row: { id: id('FIRM'), name: 'The Firm' } })
    plantLine(id('ENT-FIRM'), id('FIRM-LINE'), id('FIRM'), 6)
    await sync(mode)
    box.portal.move({ move: 'renumberAccount', accountId: id('FIRM'), newAccountId: id('HOUSE') })
    const run = await sync(mode)
    expect(await holds(id('FIRM'), id('FIRM-LINE'))).toEqual({})
    expect(await holds(id('HOUSE'), id('FIRM-LINE'))).toEqual({ [id('FIRM-LINE')]: 6 })
    expect(await findAccount(box.database.db, id('FIRM'))).toMatchObject({ accountId: id('FIRM') })
    const held = await box.database.db
      .select()
      .from(heldRemovals)
      .where(and(eq(heldRemovals.key, id('FIRM')), eq(heldRemovals.state, 'held')))
    expect(held).toMatchObject([{ runId: run?.id, kind: 'accounts', label: `The Firm, now ${id('HOUSE')}` }])
    await sync('incremental')
    expect(
      (
        await box.database.db
          .select()
          .from(heldRemovals)
          .where(eq(heldRemovals.key, id('FIRM')))
      ).length,
    ).toBe(1)
    const oscar = await box.staff('oscar')
    await oscar.tell('POST', `${box.url}/api/admin/sync-runs/${run?.id}/held/apply`, {})
    expect(await findAccount(box.database.db, id('FIRM'))).toBeNull()
  })
})

it('a vendor who renumbers every line is not taken for one who withdraws them', async () => {
  await sync('full')
  const { lines } = await everyLine()
  for (const { activationId } of lines)
    box.portal.move({ move: 'renumberLine', activationId, newActivationId: `2027-${activationId}` })
  const run = await sync('full')
  expect(run?.report?.kinds['entitlementLines']).toMatchObject({ held: 0, removed: lines.length })
  const ours = await box.database.db.select().from(entitlementLines).where(isNull(entitlementLines.removedAt))
  expect(ours.map(({ activationId }) => activationId).sort()).toEqual(
    lines.map(({ activationId }) => `2027-${activationId}`).sort(),
  )
})

it('a pushed line that went without a word of where to is listed for a person', async () => {
  const { order } = await bought('TEXTURES-2-LIC', 'PO-LOST')
  box.portal.plant({ kind: 'entitlementLine', action: 'delete', row: { activationId: `${order.number}-L1` } })
  const run = await sync('full')
  expect(run?.report?.unproven).toEqual([
    expect.stringContaining(`Line ${order.number}-L1 (order ${order.number}, line 1)`),
  ])
  const page = await (await box.staff('oscar')).open(`${box.url}/admin/sync/${run?.id}`)
  expect(page.body.toString()).toContain(`${order.number}-L1`)
})

async function sync(mode: 'full' | 'incremental') {
  const { deps } = box.store
  const runId = await openSync(deps, { mode, trigger: 'test' })
  await carryOutSync(deps, runId)
  const run = await findRun(deps.db, runId)
  expect(run?.state).toBe('published')
  return run
}

async function bought(partNumber: string, purchaseOrderNumber: string) {
  const { id } = await shopping(box.url, alice).order([{ partNumber }], purchaseOrderNumber)
  await box.drain()
  return { order: await shopping(box.url, alice).see(id) }
}

function plantLine(entitlementId: string, activationId: string, soldTo: string, quantity: number) {
  box.portal.plant({ kind: 'entitlement', action: 'upsert', row: { id: entitlementId, soldTo } })
  box.portal.plant({
    kind: 'entitlementLine',
    action: 'upsert',
    row: { activationId, entitlementId, quantity, partNumber: 'PAINT-PRO-2-LIC' },
  })
}

async function holds(accountId: string, prefix: string): Promise<Record<string, number>> {
  const { db } = box.database
  const rows = await db
    .select()
    .from(entitlementLines)
    .where(and(eq(entitlementLines.accountId, accountId), like(entitlementLines.activationId, `${prefix}%`)))
  const ids = rows.map(({ activationId }) => activationId)
  const held = (await heldRights(db, accountId, today)).filter(
    (right) => right.grantedBy === null && ids.includes(right.activationId),
  )
  return Object.fromEntries(held.map(({ activationId, quantity }) => [activationId, quantity]))
}

async function owners(accountId: string): Promise<string[]> {
  const held = await heldRights(box.database.db, accountId, today)
  return [...new Set(held.map(({ ownerAccountId }) => ownerAccountId))].sort()
}

async function everyLine() {
  const lines: { activationId: string }[] = []
  for (let page = 1, hasMore = true; hasMore; page += 1) {
    const answer = await box.store.deps.platform.entitlementLines({ page })
    lines.push(...answer.items)
    hasMore = answer.hasMore
  }
  return { lines }
}
