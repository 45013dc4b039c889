import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { cardMoneyReturned, cardPageClosing, cardPaymentMoved, cardPaymentPoll } from '../../money/payments/index.ts'
import { finishClosing } from './close-other-ways.ts'
import { completeCardPayment, pollCardPayment } from './complete-card-payment.ts'
import { recordMoneyReturned } from './record-money-returned.ts'

export function checkoutHandlers(deps: OrderDeps): JobHandler[] {
  return [
    handle(cardPaymentMoved, async ({ paymentId, sessionId }) => {
      await completeCardPayment(deps, paymentId, { sessionId })
    }),
    handle(cardPageClosing, (closing) => finishClosing(deps, closing)),
    handle(cardMoneyReturned, ({ returnId }) => recordMoneyReturned(deps, returnId)),
    handle(cardPaymentPoll, (poll) => pollCardPayment(deps, poll)),
  ]
}
