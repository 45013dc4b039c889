import { findPush, linesOf as pushLinesOf } from '../../entitlements/push/index.ts'
import type { OrderDeps } from './deps.ts'
import { isPushed, type LineMove, lineTransitions } from './line-state.ts'
import * as store from './store.ts'

const moves: Readonly<Record<string, LineMove>> = { live: 'confirm', unknown: 'lose', failed: 'refuse' }

/**
 * Brings the licence lines of an order to what their push is now; the message only says "look". May run in any order. A
 * line that is live stays so, whatever became of the others.
 */
export async function followPush(deps: Pick<OrderDeps, 'db' | 'clock'>, orderId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const push = await findPush(tx, orderId)
    const move = push ? moves[push.state] : undefined
    if (!push || !move) return
    const at = deps.clock.now()
    const pushed = new Map((await pushLinesOf(tx, orderId)).map((line) => [line.orderLineNumber, line]))
    for (const placed of await store.linesOf(tx, [orderId])) {
      const { activationId = placed.activationId, liveAt = null } = pushed.get(placed.lineNumber) ?? {}
      if (activationId !== null && activationId !== placed.activationId)
        await store.renameRight(tx, placed.id, activationId)
      const line = { ...placed, activationId }
      const to = lineTransitions[line.state][liveAt === null ? move : 'confirm']
      if (!isPushed(line) || to === undefined || to === line.state) continue
      const failure = to === 'live' ? null : push.lastError
      if (!(await store.moveLine(tx, { id: line.id, from: line.state, to, failure, at }))) continue
      await store.addEvent(tx, {
        orderId,
        at,
        kind: `push-${to}`,
        actor: 'platform',
        sentence: sentenceOf(line, to, failure),
      })
    }
  })
}

function sentenceOf(line: store.OrderLine, state: string, failure: string | null): string {
  const name = `Line ${line.lineNumber} (${line.activationId ?? ''})`
  if (state === 'live') return `${name} is live on the platform.`
  if (state === 'unclear')
    return `${name}: the platform's answer was lost; it will be looked up. ${failure ?? ''}`.trim()
  return `${name} was refused by the platform: ${failure ?? 'no reason given'}`
}
