import type { FastifyInstance } from 'fastify'
import type { DownloadDeps } from '../../fulfilment/downloads/index.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { registerOrderedForYouApi } from './ordered-for-you-api.ts'
import { registerOrderedForYouPages } from './ordered-for-you-pages.ts'
import { registerReceiptPages } from './receipt-pages.ts'
import { registerStaffLookupPages } from './staff-lookup-pages.ts'

/** API and pages of the room. */
export function purchasesSurfaces(app: FastifyInstance, deps: OrderDeps & DownloadDeps): void {
  registerOrderedForYouApi(app, deps)
  registerReceiptPages(app, deps)
  registerOrderedForYouPages(app, deps)
  registerStaffLookupPages(app, deps)
}
