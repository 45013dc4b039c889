import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { pushRequested } from './events.ts'
import { findPush } from './push-store.ts'

/**
 * Tries a push again at a person's word, beside whatever the queue still plans: a push searches before it creates, so
 * two at once write each line once.
 * @throws {NotFound}
 */
export async function pushAgain(deps: { db: Db; clock: Clock }, actor: string, orderId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if (!(await findPush(tx, orderId))) throw new NotFound('push')
    await enqueue(tx, pushRequested, { orderId }, { key: newId('try') })
    await audit(tx, { at: deps.clock.now(), actor, action: 'push.retry', subject: orderId })
  })
}
