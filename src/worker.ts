import type { Deps } from './deps.ts'
import { entitlementHandlers } from './domains/entitlements/sync/index.ts'
import { reconciliationHandlers } from './domains/finance/reconciliation/index.ts'
import { downloadHandlers } from './domains/fulfilment/downloads/index.ts'
import { orderHandlers } from './domains/fulfilment/orders/index.ts'
import { productionHandlers } from './domains/fulfilment/production/index.ts'
import { paymentHandlers } from './domains/money/payments/index.ts'
import { accountHandlers } from './domains/people/accounts/index.ts'
import { notificationHandlers } from './domains/people/notifications/index.ts'
import { checkoutHandlers } from './domains/selling/checkout/index.ts'
import { createWorker, type Worker } from './platform/queue/worker.ts'

/** Gathers every domain's handlers and runs them on the queue. */
export function createStoreWorker(deps: Deps): Worker {
  return createWorker({
    boss: deps.boss,
    db: deps.db,
    clock: deps.clock,
    log: deps.log,
    lostAfterSeconds: deps.config.WORKER_LOST_AFTER_SECONDS,
    handlers: [
      ...accountHandlers(deps),
      ...entitlementHandlers(deps),
      ...notificationHandlers(deps),
      ...paymentHandlers(deps),
      ...productionHandlers(deps),
      ...orderHandlers(deps),
      ...downloadHandlers(deps),
      ...checkoutHandlers(deps),
      ...reconciliationHandlers(deps),
    ],
  })
}
