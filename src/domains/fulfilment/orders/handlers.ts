import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { pushChanged } from '../../entitlements/push/index.ts'
import type { PlatformReader } from '../../entitlements/rights/index.ts'
import { syncPublished } from '../../entitlements/sync/index.ts'
import { mediaJobChanged } from '../production/index.ts'
import type { OrderDeps } from './deps.ts'
import { orderPlaced, platformNumbersDue } from './events.ts'
import { followProduction } from './follow-production.ts'
import { followPush } from './follow-push.ts'
import { lookAbove, moveAboveForeignNumbers } from './order-numbering.ts'
import { routeLines } from './route-lines.ts'

export function orderHandlers(deps: OrderDeps & { readonly platform: PlatformReader }): JobHandler[] {
  return [
    handle(orderPlaced, ({ orderId }) => routeLines(deps, orderId)),
    handle(pushChanged, ({ orderId }) => followPush(deps, orderId)),
    handle(syncPublished, () => moveAboveForeignNumbers(deps)),
    handle(platformNumbersDue, () => lookAbove(deps)),
    handle(mediaJobChanged, (changed) => followProduction(deps, changed)),
  ]
}
