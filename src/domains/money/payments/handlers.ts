import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { cardMoneyToReturn, cardRefundMoved, payoutsRequested } from './events.ts'
import { followRefund, giveBack } from './give-back.ts'
import { importPayouts } from './import-payouts.ts'
import type { CardProcessor } from './port.ts'

export function paymentHandlers(deps: { db: Db; clock: Clock; log: Log; cards: CardProcessor }): JobHandler[] {
  return [
    handle(cardRefundMoved, ({ refundId }) => followRefund(deps, refundId)),
    handle(cardMoneyToReturn, ({ returnId }) => giveBack(deps, returnId)),
    handle(payoutsRequested, async (_, stopping) => {
      await importPayouts({ ...deps, stopping })
    }),
  ]
}
