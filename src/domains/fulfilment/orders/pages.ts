import type { FastifyInstance } from 'fastify'
import type { EntitlementPlatform } from '../../entitlements/rights/index.ts'
import type { AlarmDeps } from '../../people/notifications/index.ts'
import { registerOrderAdminPages } from './admin-pages.ts'
import { registerApprovalPages } from './approval-pages.ts'
import { registerCartPages } from './cart-pages.ts'
import { registerCheckoutPages } from './checkout-pages.ts'
import { registerCompanyPages } from './company-pages.ts'
import { registerDealPages } from './deal-pages.ts'
import type { OrderDeps } from './deps.ts'
import { registerInstallBasePages } from './install-base-pages.ts'
import { registerKitPages } from './kit-pages.ts'
import { registerOrderedForYouPages } from './ordered-for-you-pages.ts'
import { registerPartnerAdminPages } from './partner-admin-pages.ts'
import { registerPartnerPages } from './partner-pages.ts'
import { registerReceiptPages } from './receipt-pages.ts'
import { registerSalesQuoteAdminPages } from './sales-quote-admin-pages.ts'
import { registerSalesQuotePages } from './sales-quote-pages.ts'
import type { SalesDeps } from './sales-staff.ts'
import { registerStaffLookupPages } from './staff-lookup-pages.ts'

/** From the portal's button to the receipt, and the orders as staff see them. */
export function registerOrderPages(
  app: FastifyInstance,
  deps: OrderDeps & SalesDeps & AlarmDeps & { platform: EntitlementPlatform },
): void {
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
  registerDealPages(app, deps)
  registerStaffLookupPages(app, deps)
}
