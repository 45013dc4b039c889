import { handle, type JobHandler } from '../../platform/queue/worker.ts'
import { pushChanged } from '../entitlements/events.ts'
import { cardPaymentMoved, cardPaymentPoll } from '../payments/events.ts'
import { mediaJobChanged } from '../production/events.ts'
import { completeCardPayment, pollCardPayment } from './complete-card-payment.ts'
import type { OrderDeps } from './deps.ts'
import { orderPlaced } from './events.ts'
import { followProduction } from './follow-production.ts'
import { followPush } from './follow-push.ts'
import { routeLines } from './route-lines.ts'

export function orderHandlers(deps: OrderDeps): JobHandler[] {
  return [
    handle(orderPlaced, ({ orderId }) => routeLines(deps, orderId)),
    handle(cardPaymentMoved, async ({ paymentId }) => {
      await completeCardPayment(deps, paymentId)
    }),
    handle(cardPaymentPoll, (poll) => pollCardPayment(deps, poll)),
    handle(pushChanged, ({ orderId }) => followPush(deps, orderId)),
    handle(mediaJobChanged, (changed) => followProduction(deps, changed)),
  ]
}
