import type { Clock } from '../../kernel/clock.ts'
import { PartnerFailure } from '../../kernel/partner-failure.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Log } from '../../platform/log/log.ts'
import { enqueue } from '../../platform/queue/jobs.ts'
import { pushChanged, welcomeRequested } from './events.ts'
import { presentEntitlement, presentLine } from './line-successors.ts'
import { mirrorPushedLines } from './mirror-pushed-lines.ts'
import type { EntitlementPlatform, NewEntitlementLine, NewMaintenanceLine, PlatformEntitlementLine } from './port.ts'
import { nextPushState, type PushMove } from './push-state.ts'
import * as store from './push-store.ts'

export interface PushDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly platform: EntitlementPlatform
}

/**
 * Writes the rights of an order to the platform, each line once: it searches for the order's lines first, creates only
 * what is not there, and after an unclear answer leaves the push `unknown`, to be searched again. May run any number of
 * times, also after it was killed at any point.
 * @throws {PartnerFailure} so that the queue tries again, or keeps a dead letter when the platform refused
 */
export async function pushEntitlement(deps: PushDeps, orderId: string): Promise<void> {
  const push = await store.findPush(deps.db, orderId)
  if (!push || push.state === 'live') return
  await move(deps, push, 'send', null)
  const lines = await atPresent(deps.db, await store.linesOf(deps.db, orderId))
  try {
    const there = await search(deps, push, lines)
    await create(deps, push, lines, there).catch(async (error: unknown) => {
      if (!isRefusal(error)) throw error
      // A message that was delivered twice is refused the second time, although it did its work the first.
      const now = await search(deps, push, lines)
      if (lines.some((line) => !now.has(line.activationId))) throw error
    })
    await linkAddOns(deps, push, lines, there)
  } catch (error) {
    await settleFailure(deps, push, error)
    throw error
  }
  await goLive(deps, push, lines)
}

/** A line of the order as the platform has it. */
type LineThere = Pick<PlatformEntitlementLine, 'activationId' | 'entitlementId' | 'parentActivationId'>

/** The order's lines that are there, by the id that the store minted; null for maintenance, which has no parent. */
async function search(
  deps: PushDeps,
  push: store.Push,
  wanted: readonly store.PushLine[],
): Promise<ReadonlyMap<string, LineThere | null>> {
  const found = await deps.platform.linesOfOrder(push.orderNumber)
  const ids = [...found.lines, ...found.maintenanceLines].map((line) => line.activationId)
  await note(deps, push.orderId, 'search', ids.length === 0 ? 'found nothing' : `found ${ids.join(', ')}`)
  const there = new Map<string, LineThere | null>(found.lines.map((line) => [line.activationId, line]))
  for (const { activationId } of found.maintenanceLines) there.set(activationId, null)
  // A line that was renumbered since an earlier try still carries the order's line, and must not be made again.
  for (const line of wanted) {
    const renumbered = found.lines.find(
      ({ orderLineNumber, partNumber, quantity }) =>
        orderLineNumber === String(line.orderLineNumber) &&
        partNumber === line.partNumber &&
        quantity === line.quantity,
    )
    if (renumbered && !there.has(line.activationId)) there.set(line.activationId, renumbered)
  }
  return there
}

/** Names the line that each add-on belongs to as its parent, also where an earlier try died between line and link. */
async function linkAddOns(
  deps: PushDeps,
  push: store.Push,
  lines: readonly store.PushLine[],
  there: ReadonlyMap<string, LineThere | null>,
): Promise<void> {
  for (const { activationId, baseActivationId, targetEntitlementId } of lines) {
    const known = there.get(activationId)
    if (baseActivationId === null || known?.parentActivationId === baseActivationId) continue
    await deps.platform.setParentLine({
      entitlementId: known?.entitlementId ?? targetEntitlementId ?? push.entitlementId,
      activationId: known?.activationId ?? activationId,
      parentActivationId: baseActivationId,
    })
    await note(deps, push.orderId, 'create', `linked ${activationId} to ${baseActivationId}`)
  }
}

async function create(
  deps: PushDeps,
  push: store.Push,
  wanted: readonly store.PushLine[],
  there: ReadonlyMap<string, LineThere | null>,
): Promise<void> {
  const missing = wanted.filter((line) => !there.has(line.activationId))
  const ownExists = wanted.some((line) => line.targetEntitlementId === null && there.has(line.activationId))
  for (const [target, group] of groupByTarget(missing)) {
    const lines = group.filter((line) => line.maintenanceOf === null).map((line) => newLine(push, line))
    const maintenanceLines = group.flatMap((line) => newMaintenanceLine(push, line))
    if (target !== null) await deps.platform.addLines(target, lines, maintenanceLines)
    else if (ownExists) await deps.platform.addLines(push.entitlementId, lines, maintenanceLines)
    else
      await deps.platform.createEntitlement({
        entitlementId: push.entitlementId,
        description: `Store order ${push.orderNumber}`,
        endCustomerAccountId: push.accountId,
        partnerAccountId: push.partnerAccountId,
        contactUserName: push.contactUserName,
        shipToEmail: push.shipToEmail,
        lines,
        maintenanceLines,
      })
    await note(deps, push.orderId, 'create', `created ${group.map((line) => line.activationId).join(', ')}`)
  }
}

/** What the order's lines join and cover may have been merged or renumbered since they were taken in. */
async function atPresent(db: Db, lines: readonly store.PushLine[]): Promise<store.PushLine[]> {
  return Promise.all(
    lines.map(async (line) => ({
      ...line,
      targetEntitlementId:
        line.targetEntitlementId &&
        ((await presentEntitlement(db, line.targetEntitlementId)) ?? line.targetEntitlementId),
      baseActivationId: line.baseActivationId && (await presentLine(db, line.baseActivationId)),
      maintenanceOf: line.maintenanceOf && {
        ...line.maintenanceOf,
        covers: await Promise.all(line.maintenanceOf.covers.map((id) => presentLine(db, id))),
      },
    })),
  )
}

function groupByTarget(lines: readonly store.PushLine[]): Map<string | null, store.PushLine[]> {
  const groups = new Map<string | null, store.PushLine[]>()
  for (const line of lines)
    groups.set(line.targetEntitlementId, [...(groups.get(line.targetEntitlementId) ?? []), line])
  return groups
}

function newLine(push: store.Push, line: store.PushLine): NewEntitlementLine {
  return {
    activationId: line.activationId,
    partNumber: line.partNumber,
    orderId: push.orderNumber,
    orderLineNumber: String(line.orderLineNumber),
    quantity: line.quantity,
    startDate: line.startDate,
    expirationDate: line.expirationDate,
  }
}

function newMaintenanceLine(push: store.Push, line: store.PushLine): NewMaintenanceLine[] {
  if (line.maintenanceOf === null || line.expirationDate === null) return []
  const { quantity: _, ...rest } = newLine(push, line)
  return [
    {
      ...rest,
      expirationDate: line.expirationDate,
      product: { name: line.maintenanceOf.name, version: line.maintenanceOf.version },
      coversActivationIds: line.maintenanceOf.covers,
    },
  ]
}

function isRefusal(error: unknown): boolean {
  return error instanceof PartnerFailure && error.judgement === 'final'
}

async function settleFailure(deps: PushDeps, push: store.Push, error: unknown): Promise<void> {
  const refused = isRefusal(error)
  const reason = error instanceof Error ? error.message.slice(0, 500) : 'unknown failure'
  await note(deps, push.orderId, 'create', reason)
  await deps.db.transaction(async (tx) => {
    const state = nextPushState('sending', refused ? 'refuse' : 'lose')
    const at = deps.clock.now()
    const moved = await store.movePush(tx, {
      orderId: push.orderId,
      from: 'sending',
      to: state,
      at,
      error: reason,
      attempt: false,
    })
    if (moved)
      await enqueue(tx, pushChanged, {
        orderId: push.orderId,
        state: refused ? 'failed' : 'unknown',
        lines: [],
        reason,
      })
  })
}

async function goLive(deps: PushDeps, push: store.Push, lines: readonly store.PushLine[]): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const moved = await store.movePush(tx, {
      orderId: push.orderId,
      from: 'sending',
      to: nextPushState('sending', 'confirm'),
      at,
      error: null,
      attempt: false,
    })
    if (!moved) {
      // Another worker moved it meanwhile. Unless it saw the same, the queue comes back and searches again.
      if ((await store.findPush(tx, push.orderId))?.state === 'live') return
      throw new Error(`the push of order ${push.orderId} was moved by another worker`)
    }
    await store.markLive(
      tx,
      push.orderId,
      lines.map((line) => line.activationId),
      at,
    )
    await mirrorPushedLines(tx, push, lines)
    await enqueue(tx, pushChanged, {
      orderId: push.orderId,
      state: 'live',
      lines: lines.map(({ orderLineNumber, activationId }) => ({ orderLineNumber, activationId })),
      reason: null,
    })
    await enqueue(tx, welcomeRequested, { orderId: push.orderId }, { key: push.orderId })
  })
}

async function move(deps: PushDeps, push: store.Push, by: PushMove, error: string | null): Promise<void> {
  const to = nextPushState(push.state, by)
  await deps.db.transaction((tx) =>
    store.movePush(tx, { orderId: push.orderId, from: push.state, to, at: deps.clock.now(), error, attempt: true }),
  )
}

async function note(deps: PushDeps, orderId: string, action: 'search' | 'create', outcome: string): Promise<void> {
  await deps.db.transaction((tx) => store.noteAttempt(tx, { orderId, action, outcome, at: deps.clock.now() }))
}
