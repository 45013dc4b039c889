import type { FastifyInstance } from 'fastify'
import type { Deps } from './deps.ts'
import { registerDownloadsApi } from './domains/fulfilment/downloads/api.ts'
import { registerOrderAdminApi } from './domains/fulfilment/orders/admin-api.ts'
import { registerOrderAdminPages } from './domains/fulfilment/orders/admin-pages.ts'
import { registerOrderApi } from './domains/fulfilment/orders/api.ts'
import { registerOrdersWithoutRate } from './domains/fulfilment/orders/orders-without-rate-api.ts'
import { registerCartApi } from './domains/selling/carts/api.ts'
import { registerAcceptQuoteApi } from './domains/selling/checkout/accept-quote-api.ts'
import { registerCheckoutApi } from './domains/selling/checkout/api.ts'
import { registerApprovalApi } from './domains/selling/checkout/approval-api.ts'
import { registerApprovalPages } from './domains/selling/checkout/approval-pages.ts'
import { registerCartPages } from './domains/selling/checkout/cart-pages.ts'
import { registerCheckoutPages } from './domains/selling/checkout/checkout-pages.ts'
import { registerPlaceForAccountPages } from './domains/selling/checkout/place-for-account-pages.ts'
import { registerQuotePages } from './domains/selling/checkout/quote-pages.ts'
import { registerCompanyPages } from './domains/selling/company/company-pages.ts'
import { registerCompanyRulesApi } from './domains/selling/company/company-rules-api.ts'
import { registerDealApi } from './domains/selling/deals/deal-api.ts'
import { registerDealPages } from './domains/selling/deals/deal-pages.ts'
import { registerKitApi, registerKitPages } from './domains/selling/kits/index.ts'
import { registerCustomersApi } from './domains/selling/partners/customers-api.ts'
import { registerPartnerAdminPages } from './domains/selling/partners/partner-admin-pages.ts'
import { registerPartnerApi } from './domains/selling/partners/partner-api.ts'
import { registerPartnerPages } from './domains/selling/partners/partner-pages.ts'
import { registerInstallBaseApi } from './domains/selling/products/install-base-api.ts'
import { registerInstallBasePages } from './domains/selling/products/install-base-pages.ts'
import {
  registerOrderedForYouApi,
  registerOrderedForYouPages,
  registerReceiptPages,
  registerStaffLookupPages,
} from './domains/selling/purchases/index.ts'
import { registerQuoteAdminApi } from './domains/selling/quotes/quote-admin-api.ts'
import { registerQuoteAdminPages } from './domains/selling/quotes/quote-admin-pages.ts'
import { registerQuoteApi } from './domains/selling/quotes/quote-api.ts'

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
  registerQuoteApi(app, deps)
  registerAcceptQuoteApi(app, deps)
  registerPartnerApi(app, deps)
  registerDealApi(app, deps)
  registerOrderAdminApi(app, deps)
  registerOrdersWithoutRate(app, deps)
  registerQuoteAdminApi(app, deps)
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
  registerQuotePages(app, deps)
  registerQuoteAdminPages(app, deps)
  registerPlaceForAccountPages(app, deps)
  registerDealPages(app, deps)
  registerStaffLookupPages(app, deps)
}
