import type { FastifyInstance } from 'fastify'
import { registerAccountGroupPages } from './account-group-pages.ts'
import { registerPriceListPages } from './price-list-pages.ts'
import { registerPriceListsApi } from './price-lists-api.ts'
import type { PublishDeps } from './publish-prices.ts'

/** API and pages of the room. */
export function pricingSurfaces(app: FastifyInstance, deps: PublishDeps): void {
  registerPriceListsApi(app, deps)
  registerPriceListPages(app, deps)
  registerAccountGroupPages(app, deps)
}
