import type { FastifyInstance } from 'fastify'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { registerQuoteAdminApi } from './quote-admin-api.ts'
import { registerQuoteAdminPages } from './quote-admin-pages.ts'
import { registerQuoteApi } from './quote-api.ts'
import type { SalesDeps } from './sales-staff.ts'

/** API and pages of the room. */
export function quotesSurfaces(app: FastifyInstance, deps: OrderDeps & SalesDeps): void {
  registerQuoteApi(app, deps)
  registerQuoteAdminApi(app, deps)
  registerQuoteAdminPages(app, deps)
}
