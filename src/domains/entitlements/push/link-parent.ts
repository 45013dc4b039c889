import { cutText } from '../../../kernel/cut-text.ts'
import { newId } from '../../../kernel/ids.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { raiseAlarm } from '../../people/notifications/index.ts'
import { presentLine } from '../rights/index.ts'
import { linkDue } from './events.ts'
import { findLink, mirrorLink, moveLink, type ParentLink } from './parent-link-store.ts'
import type { PushDeps } from './push-deps.ts'
import { type Push, type PushLine, recordAttempt } from './push-store.ts'

/** Refusals in a row after which a person is asked; a tenant's option does not change within minutes. */
const refusalsBeforeTask = 3
const pauseSeconds = 60

/**
 * Has the platform name the line that an add-on belongs to as its parent. The right is live and stays so. What is there
 * already, by the create or an earlier try, is not written again. A refusal is tried again twice, then it is a task.
 * May run any number of times.
 * @throws {PartnerFailure} when the platform was away or the answer was lost, so that the queue tries again
 */
export async function linkParent(deps: PushDeps, activationId: string): Promise<void> {
  const found = await findLink(deps.db, activationId)
  if (found?.link.state !== 'waiting' || found.line.baseActivationId === null) return
  const parentActivationId = await presentLine(deps.db, found.line.baseActivationId)
  try {
    const line = await lineThere(deps, found)
    if (line.parentActivationId !== parentActivationId)
      await deps.platform.setParentLine({
        entitlementId: line.entitlementId,
        activationId: line.activationId,
        parentActivationId,
      })
  } catch (error) {
    await recordFailure(deps, found.link, found.push, error)
    if (error instanceof PartnerFailure && error.judgement === 'final') return
    throw error
  }
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const move = { activationId, from: ['waiting', 'refused'], to: 'linked', at, error: null, attempt: true } as const
    if (!(await moveLink(tx, move))) return
    await mirrorLink(tx, activationId, parentActivationId)
    const outcome = `${activationId} names ${parentActivationId} as the line it belongs to`
    await recordAttempt(tx, { orderId: found.link.orderId, action: 'link', outcome, at })
  })
}

async function lineThere(deps: PushDeps, { push, line }: { readonly push: Push; readonly line: PushLine }) {
  const { lines } = await deps.platform.linesOfOrder(push.orderNumber)
  const own =
    lines.find(({ activationId }) => activationId === line.activationId) ??
    lines.find(
      ({ accountId, partNumber, orderLineNumber }) =>
        accountId === push.accountId &&
        partNumber === line.partNumber &&
        orderLineNumber === String(line.orderLineNumber),
    )
  if (own) return own
  const entitlementId = line.targetEntitlementId ?? push.entitlementId
  return { activationId: line.activationId, entitlementId, parentActivationId: null }
}

async function recordFailure(deps: PushDeps, link: ParentLink, push: Push, failure: unknown): Promise<void> {
  const { activationId, orderId } = link
  const error = failure instanceof Error ? cutText(failure.message, 500) : 'unknown failure'
  const refused = failure instanceof PartnerFailure && failure.judgement === 'final'
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const isTask = refused && link.attempts + 1 >= refusalsBeforeTask
    const to = isTask ? 'refused' : 'waiting'
    if (!(await moveLink(tx, { activationId, from: ['waiting'], to, at, error, attempt: true }))) return
    await recordAttempt(tx, { orderId, action: 'link', outcome: error, at })
    if (!isTask && refused)
      await enqueue(
        tx,
        linkDue,
        { activationId },
        { key: `${activationId}:${newId('try')}`, delaySeconds: pauseSeconds * (link.attempts + 1) },
      )
    if (isTask)
      await raiseAlarm(tx, deps, {
        alarm: 'link-refused',
        about: push.orderNumber,
        detail: `The platform does not let the store name the line that ${activationId} belongs to: ${error}. The right is live. Set the parent on the platform and say so, or have it tried again.`,
        adminPath: '/admin/parent-links',
        dedupeKey: `link-refused:${activationId}`,
        at,
      })
  })
}

/**
 * A person's word about a link: try it again, or it was set on the platform by hand. Both may be said twice.
 * @throws {NotFound} when there is no link of that line that is not set
 */
export async function decideLink(
  deps: Pick<PushDeps, 'db' | 'clock'>,
  actor: string,
  { activationId, decision }: { readonly activationId: string; readonly decision: 'retry' | 'done' },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const found = await findLink(tx, activationId)
    if (!found) throw new NotFound('parent link')
    const at = deps.clock.now()
    const open = ['waiting', 'refused'] as const
    if (decision === 'retry') {
      if (await moveLink(tx, { activationId, from: open, to: 'waiting', at }))
        await enqueue(tx, linkDue, { activationId }, { key: `${activationId}:${newId('try')}` })
    } else if (await moveLink(tx, { activationId, from: open, to: 'done-by-hand', at, doneBy: actor })) {
      const outcome = `${actor} says that the link of ${activationId} was set by hand`
      await recordAttempt(tx, { orderId: found.link.orderId, action: 'link', outcome, at })
    }
    await audit(tx, { at, actor, action: `parent-link.${decision}`, subject: activationId })
  })
}
