import type { Deps } from './deps.ts'
import { accountHandlers } from './domains/accounts/index.ts'
import { entitlementHandlers } from './domains/entitlements/index.ts'
import { notificationHandlers } from './domains/notifications/index.ts'
import { orderHandlers } from './domains/orders/index.ts'
import { paymentHandlers } from './domains/payments/index.ts'
import { productionHandlers } from './domains/production/index.ts'
import { reconciliationHandlers } from './domains/reconciliation/index.ts'
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
      ...reconciliationHandlers(deps),
    ],
  })
}
