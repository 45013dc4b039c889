import type { FastifyInstance } from 'fastify'
import type { Deps } from './deps.ts'
import { registerAcceptQuoteApi } from './domains/fulfilment/orders/accept-quote-api.ts'
import { registerOrderAdminApi } from './domains/fulfilment/orders/admin-api.ts'
import { registerOrderAdminPages } from './domains/fulfilment/orders/admin-pages.ts'
import { registerOrderApi } from './domains/fulfilment/orders/api.ts'
import { registerApprovalApi } from './domains/fulfilment/orders/approval-api.ts'
import { registerApprovalPages } from './domains/fulfilment/orders/approval-pages.ts'
import { registerCartApi } from './domains/fulfilment/orders/cart-api.ts'
import { registerCartPages } from './domains/fulfilment/orders/cart-pages.ts'
import { registerCheckoutApi } from './domains/fulfilment/orders/checkout-api.ts'
import { registerCheckoutPages } from './domains/fulfilment/orders/checkout-pages.ts'
import { registerCompanyPages } from './domains/fulfilment/orders/company-pages.ts'
import { registerCompanyRulesApi } from './domains/fulfilment/orders/company-rules-api.ts'
import { registerCustomersApi } from './domains/fulfilment/orders/customers-api.ts'
import { registerDealApi } from './domains/fulfilment/orders/deal-api.ts'
import { registerDealPages } from './domains/fulfilment/orders/deal-pages.ts'
import { registerDownloadsApi } from './domains/fulfilment/orders/downloads-api.ts'
import { registerInstallBaseApi } from './domains/fulfilment/orders/install-base-api.ts'
import { registerInstallBasePages } from './domains/fulfilment/orders/install-base-pages.ts'
import { registerKitApi } from './domains/fulfilment/orders/kit-api.ts'
import { registerKitPages } from './domains/fulfilment/orders/kit-pages.ts'
import { registerOrderedForYouApi } from './domains/fulfilment/orders/ordered-for-you-api.ts'
import { registerOrderedForYouPages } from './domains/fulfilment/orders/ordered-for-you-pages.ts'
import { registerOrdersWithoutRate } from './domains/fulfilment/orders/orders-without-rate-api.ts'
import { registerPartnerAdminPages } from './domains/fulfilment/orders/partner-admin-pages.ts'
import { registerPartnerApi } from './domains/fulfilment/orders/partner-api.ts'
import { registerPartnerPages } from './domains/fulfilment/orders/partner-pages.ts'
import { registerPlaceForAccountPages } from './domains/fulfilment/orders/place-for-account-pages.ts'
import { registerReceiptPages } from './domains/fulfilment/orders/receipt-pages.ts'
import { registerSalesQuoteAdminApi } from './domains/fulfilment/orders/sales-quote-admin-api.ts'
import { registerSalesQuoteAdminPages } from './domains/fulfilment/orders/sales-quote-admin-pages.ts'
import { registerSalesQuoteApi } from './domains/fulfilment/orders/sales-quote-api.ts'
import { registerSalesQuotePages } from './domains/fulfilment/orders/sales-quote-pages.ts'
import { registerStaffLookupPages } from './domains/fulfilment/orders/staff-lookup-pages.ts'

/** The routes of the floors fulfilment and selling, as the API has them. */
export function registerOrderApis(app: FastifyInstance, deps: Deps): void {
  registerOrderApi(app, deps)
  registerDownloadsApi(app, deps)
  registerInstallBaseApi(app, deps)
  registerOrderedForYouApi(app, deps)
  registerCartApi(app, deps)
  registerCheckoutApi(app, deps)
  registerKitApi(app, deps)
  registerCustomersApi(app, deps)
  registerApprovalApi(app, deps)
  registerCompanyRulesApi(app, deps)
  registerSalesQuoteApi(app, deps)
  registerAcceptQuoteApi(app, deps)
  registerPartnerApi(app, deps)
  registerDealApi(app, deps)
  registerOrderAdminApi(app, deps)
  registerOrdersWithoutRate(app, deps)
  registerSalesQuoteAdminApi(app, deps)
}

/** Their pages: from the portal's button to the receipt, and the orders as staff see them. */
export function registerOrderPages(app: FastifyInstance, deps: Deps): void {
  registerKitPages(app, deps)
  registerCartPages(app, deps)
  registerCheckoutPages(app, deps)
  registerApprovalPages(app, deps)
  registerCompanyPages(app, deps)
  registerPartnerPages(app, deps)
  registerPartnerAdminPages(app, deps)
  registerReceiptPages(app, deps)
  registerOrderedForYouPages(app, deps)
  registerInstallBasePages(app, deps)
  registerOrderAdminPages(app, deps)
  registerSalesQuotePages(app, deps)
  registerSalesQuoteAdminPages(app, deps)
  registerPlaceForAccountPages(app, deps)
  registerDealPages(app, deps)
  registerStaffLookupPages(app, deps)
}
