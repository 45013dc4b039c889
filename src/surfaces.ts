import type { FastifyInstance } from 'fastify'
import { auditNames } from './audit-names.ts'
import type { Deps } from './deps.ts'
import { pushSurfaces } from './domains/entitlements/push/surfaces.ts'
import { syncSurfaces } from './domains/entitlements/sync/surfaces.ts'
import { reconciliationSurfaces } from './domains/finance/reconciliation/surfaces.ts'
import { downloadsSurfaces } from './domains/fulfilment/downloads/surfaces.ts'
import { ordersSurfaces } from './domains/fulfilment/orders/surfaces.ts'
import { productionSurfaces } from './domains/fulfilment/production/surfaces.ts'
import { paymentsSurfaces } from './domains/money/payments/surfaces.ts'
import { accountsSurfaces } from './domains/people/accounts/surfaces.ts'
import { identitySurfaces } from './domains/people/identity/surfaces.ts'
import { notificationsSurfaces } from './domains/people/notifications/surfaces.ts'
import { watchPrices } from './domains/selling/carts/index.ts'
import { cartsSurfaces } from './domains/selling/carts/surfaces.ts'
import { checkoutSurfaces } from './domains/selling/checkout/surfaces.ts'
import { companySurfaces } from './domains/selling/company/surfaces.ts'
import { dealsSurfaces } from './domains/selling/deals/surfaces.ts'
import { kitsSurfaces } from './domains/selling/kits/surfaces.ts'
import { partnersSurfaces } from './domains/selling/partners/surfaces.ts'
import { productsSurfaces } from './domains/selling/products/surfaces.ts'
import { purchasesSurfaces } from './domains/selling/purchases/surfaces.ts'
import { quotesSurfaces } from './domains/selling/quotes/surfaces.ts'
import { catalogSurfaces } from './domains/shop/catalog/surfaces.ts'
import { pricingSurfaces } from './domains/shop/pricing/surfaces.ts'
import { storefrontSurfaces } from './domains/shop/storefront/surfaces.ts'
import { registerKeptMessagePages, registerKeptMessages } from './platform/http/operations/kept-messages-api.ts'
import { registerOperationsPages } from './platform/http/operations/operations-pages.ts'
import { registerQueueAdminApi } from './platform/http/operations/queue-admin-api.ts'
import type { PageRoutes } from './platform/http/pages/page-routes.ts'
import { storeHealth } from './store-health.ts'

interface BrowserDeps {
  readonly pages: PageRoutes
  /** Whether a browser may send the store's cookies over HTTPS only. */
  readonly secureCookies: () => boolean
}

// The OpenAPI document and the client made from it follow this order.
const ofRooms = [
  identitySurfaces,
  accountsSurfaces,
  storefrontSurfaces,
  ordersSurfaces,
  downloadsSurfaces,
  productsSurfaces,
  purchasesSurfaces,
  cartsSurfaces,
  checkoutSurfaces,
  kitsSurfaces,
  partnersSurfaces,
  companySurfaces,
  quotesSurfaces,
  dealsSurfaces,
  paymentsSurfaces,
  productionSurfaces,
  syncSurfaces,
  pushSurfaces,
  catalogSurfaces,
  pricingSurfaces,
  reconciliationSurfaces,
  notificationsSurfaces,
]

/** What the store offers over HTTP: API and pages of every room, and of operations. */
export async function registerSurfaces(app: FastifyInstance, deps: Deps & BrowserDeps): Promise<void> {
  const all = surfaceDeps(deps)
  for (const surfaces of ofRooms) await surfaces(app, all)
  registerQueueAdminApi(app, all)
  registerKeptMessages(app, all)
  registerOperationsPages(app, all)
  registerKeptMessagePages(app, all)
}

/** Beside what every process has: what one room needs of another, or of the settings, under the name it asks for. */
function surfaceDeps(deps: Deps & BrowserDeps) {
  return {
    ...deps,
    askPlatform: (userName: string) => deps.platform.member(userName),
    platformSignIn: deps.platform,
    redirectBounds: () => redirectBounds(deps),
    watchOffers: watchPrices,
    pollSeconds: 1,
    health: () => storeHealth(deps),
    namesOf: (ids: readonly string[]) => auditNames(deps.db, ids),
  }
}

function redirectBounds({ config, publicUrl }: Deps) {
  return { origins: config.REDIRECT_ORIGINS, own: new URL(publicUrl()).origin, httpsOnly: config.PRODUCTION }
}
