import type { FastifyInstance } from 'fastify'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import type { SettleDeps } from '../carts/index.ts'
import type { SalesDeps } from '../quotes/index.ts'
import { registerAcceptQuoteApi } from './accept-quote-api.ts'
import { registerCheckoutApi } from './api.ts'
import { registerApprovalApi } from './approval-api.ts'
import { registerApprovalPages } from './approval-pages.ts'
import { registerCartPages } from './cart-pages.ts'
import { registerCheckoutPages } from './checkout-pages.ts'
import { registerPlaceForAccountPages } from './place-for-account-pages.ts'
import { registerQuotePages } from './quote-pages.ts'

/** API and pages of the room. */
export function checkoutSurfaces(app: FastifyInstance, deps: OrderDeps & SettleDeps & SalesDeps): void {
  registerCheckoutApi(app, deps)
  registerApprovalApi(app, deps)
  registerAcceptQuoteApi(app, deps)
  registerCartPages(app, deps)
  registerCheckoutPages(app, deps)
  registerApprovalPages(app, deps)
  registerQuotePages(app, deps)
  registerPlaceForAccountPages(app, deps)
}
