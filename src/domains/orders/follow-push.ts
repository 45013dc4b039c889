import { findPush } from '../entitlements/index.ts'
import type { OrderDeps } from './deps.ts'
import { type LineMove, lineTransitions } from './line-state.ts'
import { isPushed } from './place-from-quote.ts'
import * as store from './store.ts'

const moves: Readonly<Record<string, LineMove>> = { live: 'confirm', unknown: 'lose', failed: 'refuse' }

/** Brings the licence lines of an order to what their push is now; the message only says "look". May run in any order. */
export async function followPush(deps: Pick<OrderDeps, 'db' | 'clock'>, orderId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const push = await findPush(tx, orderId)
    const move = push ? moves[push.state] : undefined
    if (!push || !move) return
    const at = deps.clock.now()
    for (const line of await store.linesOf(tx, [orderId])) {
      const to = lineTransitions[line.state][move]
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
