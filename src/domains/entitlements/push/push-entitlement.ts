import { cutText } from '../../../kernel/cut-text.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { presentEntitlement, presentLine } from '../rights/index.ts'
import { linkDue, pushChanged, welcomeRequested } from './events.ts'
import { hasOwn, type LineThere, type Reading, readFound } from './line-of-order.ts'
import { mintAgain } from './mint-again.ts'
import { mirrorPushedLines } from './mirror-pushed-lines.ts'
import { newLine, newMaintenanceLine } from './new-lines.ts'
import { addLinks } from './parent-link-store.ts'
import { demandsOf } from './push-attributes.ts'
import type { PushDeps } from './push-deps.ts'
import { nextPushState, type PushMove } from './push-state.ts'
import * as store from './push-store.ts'

/**
 * Writes the rights of an order to the platform, each line once: it searches for the order's lines first, creates only
 * what is not there, and after an unclear answer leaves the push `unknown`, to be searched again. May run any number of
 * times, also after it was killed at any point. Lines that are there stand, whatever became of the others; what only
 * follows from them, links and the welcome, is work of its own.
 * @throws {PartnerFailure} so that the queue tries again, or keeps a dead letter when the platform refused
 */
export async function pushEntitlement(deps: PushDeps, orderId: string): Promise<void> {
  const known = await store.findPush(deps.db, orderId)
  if (!known || known.state === 'live') return
  await move(deps, known, 'send', null)
  const work: Work = { push: known, lines: await atPresent(deps.db, orderId), there: new Map() }
  try {
    await search(deps, work)
    const refusal = await create(deps, work)
    if (refusal !== null) {
      // A message that was delivered twice is refused the second time, although it did its work the first.
      await search(deps, work)
      if (work.lines.some((line) => !work.there.has(line.activationId))) throw refusal
    }
  } catch (error) {
    await settleFailure(deps, work, error)
    throw error
  }
  await goLive(deps, work)
}

/** What one try knows. */
interface Work {
  push: store.Push
  lines: readonly store.PushLine[]
  /** The order's lines that the platform has. */
  there: Reading['there']
}

async function search(deps: PushDeps, work: Work): Promise<void> {
  const { orderId, orderNumber } = work.push
  const found = await deps.platform.linesOfOrder(orderNumber)
  const ids = [...found.lines, ...found.maintenanceLines].map((line) => line.activationId)
  await note(deps, orderId, 'search', ids.length === 0 ? 'found nothing' : `found ${ids.join(', ')}`)
  let reading = readFound(work.push, work.lines, found)
  if (reading.taken.length > 0) {
    work.push = await mintAgain(deps, work.push, work.lines, reading)
    work.lines = await atPresent(deps.db, orderId)
    reading = readFound(work.push, work.lines, found)
  }
  work.there = reading.there
}

/** Creates what is missing. One refusal keeps nothing else from being created; the first is given back. */
async function create(deps: PushDeps, { push, lines: wanted, there }: Work): Promise<PartnerFailure | null> {
  let refusal: PartnerFailure | null = null
  const missing = wanted.filter((line) => !there.has(line.activationId))
  const demands = await demandsOf(deps.db, missing)
  for (const [target, group] of groupByTarget(missing)) {
    const lines = group
      .filter((line) => line.maintenanceOf === null)
      .map((line) => newLine(push, line, demands.get(line.partNumber)))
    const maintenanceLines = group.flatMap((line) => newMaintenanceLine(push, line, demands.get(line.partNumber)))
    const attributes = Object.assign({}, ...group.map((line) => demands.get(line.partNumber)?.entitlementAttributes))
    try {
      if (target !== null) await deps.platform.addLines(target, lines, maintenanceLines)
      else if (hasOwn(wanted, there)) await deps.platform.addLines(push.entitlementId, lines, maintenanceLines)
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
          ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
        })
    } catch (error) {
      if (!isRefusal(error)) throw error
      await note(deps, push.orderId, 'create', cutText(error.message, 500))
      refusal ??= error
      continue
    }
    await note(deps, push.orderId, 'create', `created ${group.map((line) => line.activationId).join(', ')}`)
  }
  return refusal
}

/** What the order's lines join and cover may have been merged or renumbered since they were taken in. */
async function atPresent(db: Db, orderId: string): Promise<store.PushLine[]> {
  return Promise.all(
    (await store.linesOf(db, orderId)).map(async (line) => ({
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

function isRefusal(error: unknown): error is PartnerFailure {
  return error instanceof PartnerFailure && error.judgement === 'final'
}

async function settleFailure(deps: PushDeps, work: Work, error: unknown): Promise<void> {
  const refused = isRefusal(error)
  const reason = error instanceof Error ? cutText(error.message, 500) : 'unknown failure'
  if (!refused) await note(deps, work.push.orderId, 'create', reason)
  await deps.db.transaction(async (tx) => {
    const { orderId } = work.push
    const at = deps.clock.now()
    const to = nextPushState('sending', refused ? 'refuse' : 'lose')
    const moved = await store.movePush(tx, { orderId, from: 'sending', to, at, error: reason, attempt: false })
    if (!moved) return
    await standLines(tx, work, work.there, at)
    const state = refused ? ('failed' as const) : ('unknown' as const)
    await enqueue(tx, pushChanged, { orderId, state, lines: [], reason })
  })
}

async function goLive(deps: PushDeps, work: Work): Promise<void> {
  const { push, lines } = work
  const { orderId } = push
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const to = nextPushState('sending', 'confirm')
    const moved = await store.movePush(tx, { orderId, from: 'sending', to, at, error: null, attempt: false })
    if (!moved) {
      // Another worker moved it meanwhile. Unless it saw the same, the queue comes back and searches again.
      if ((await store.findPush(tx, orderId))?.state === 'live') return
      throw new Error(`the push of order ${orderId} was moved by another worker`)
    }
    await standLines(tx, work, new Map(lines.map((line) => [line.activationId, work.there.get(line.activationId)])), at)
    await enqueue(tx, pushChanged, {
      orderId,
      state: 'live',
      lines: lines.map(({ orderLineNumber, activationId }) => ({ orderLineNumber, activationId })),
      reason: null,
    })
    await enqueue(tx, welcomeRequested, { orderId }, { key: orderId })
  })
}

/** The lines that are on the platform stand here too, and what their links want is work of its own. */
async function standLines(
  tx: Tx,
  { push, lines }: Work,
  there: ReadonlyMap<string, LineThere | undefined>,
  at: Date,
): Promise<void> {
  const standing = lines.filter(({ activationId, liveAt }) => liveAt === null && there.has(activationId))
  await store.markLive(
    tx,
    push.orderId,
    standing.map((line) => line.activationId),
    at,
  )
  await mirrorPushedLines(
    tx,
    push,
    standing.map((line) => ({ ...line, parentThere: there.get(line.activationId)?.parentActivationId ?? null })),
  )
  const addOns = standing.filter(({ baseActivationId }) => baseActivationId !== null)
  await addLinks(
    tx,
    addOns.map(({ activationId }) => ({ activationId, orderId: push.orderId, at })),
  )
  for (const { activationId } of addOns) await enqueue(tx, linkDue, { activationId }, { key: activationId })
}

async function move(deps: PushDeps, push: store.Push, by: PushMove, error: string | null): Promise<void> {
  const to = nextPushState(push.state, by)
  await deps.db.transaction((tx) =>
    store.movePush(tx, { orderId: push.orderId, from: push.state, to, at: deps.clock.now(), error, attempt: true }),
  )
}

async function note(deps: PushDeps, orderId: string, action: 'search' | 'create', outcome: string): Promise<void> {
  await deps.db.transaction((tx) => store.recordAttempt(tx, { orderId, action, outcome, at: deps.clock.now() }))
}
