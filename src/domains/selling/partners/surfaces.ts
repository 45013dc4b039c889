import type { FastifyInstance } from 'fastify'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { registerCustomersApi } from './customers-api.ts'
import { registerPartnerAdminPages } from './partner-admin-pages.ts'
import { registerPartnerApi } from './partner-api.ts'
import { registerPartnerPages } from './partner-pages.ts'

/** API and pages of the room. */
export function partnersSurfaces(app: FastifyInstance, deps: OrderDeps): void {
  registerCustomersApi(app, deps)
  registerPartnerApi(app, deps)
  registerPartnerPages(app, deps)
  registerPartnerAdminPages(app, deps)
}
