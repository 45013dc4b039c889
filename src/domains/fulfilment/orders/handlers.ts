import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { pushChanged } from '../../entitlements/push/index.ts'
import type { EntitlementPlatform } from '../../entitlements/rights/index.ts'
import { syncPublished } from '../../entitlements/sync/index.ts'
import { cardMoneyReturned, cardPageClosing, cardPaymentMoved, cardPaymentPoll } from '../../money/payments/index.ts'
import { mediaJobChanged } from '../production/index.ts'
import { finishClosing } from './close-other-ways.ts'
import { completeCardPayment, pollCardPayment } from './complete-card-payment.ts'
import type { OrderDeps } from './deps.ts'
import { orderPlaced, platformNumbersDue } from './events.ts'
import { followProduction } from './follow-production.ts'
import { followPush } from './follow-push.ts'
import { noteMoneyReturned } from './note-money-returned.ts'
import { lookAbove, moveAboveForeignNumbers } from './order-numbering.ts'
import { downloadsDue, workDownloadsDue } from './platform-downloads.ts'
import { routeLines } from './route-lines.ts'

export function orderHandlers(deps: OrderDeps & { readonly platform: EntitlementPlatform }): JobHandler[] {
  return [
    handle(orderPlaced, ({ orderId }) => routeLines(deps, orderId)),
    handle(cardPaymentMoved, async ({ paymentId, sessionId }) => {
      await completeCardPayment(deps, paymentId, { sessionId })
    }),
    handle(cardPageClosing, (closing) => finishClosing(deps, closing)),
    handle(cardMoneyReturned, ({ returnId }) => noteMoneyReturned(deps, returnId)),
    handle(cardPaymentPoll, (poll) => pollCardPayment(deps, poll)),
    handle(pushChanged, ({ orderId }) => followPush(deps, orderId)),
    handle(syncPublished, () => moveAboveForeignNumbers(deps)),
    handle(platformNumbersDue, () => lookAbove(deps)),
    handle(downloadsDue, (title) => workDownloadsDue(deps, title)),
    handle(mediaJobChanged, (changed) => followProduction(deps, changed)),
  ]
}
