import type { FastifyInstance } from 'fastify'
import { registerOrderAdminApi } from './admin-api.ts'
import { registerOrderAdminPages } from './admin-pages.ts'
import { registerOrderApi } from './api.ts'
import type { OrderDeps } from './deps.ts'
import { registerOrdersWithoutRate } from './orders-without-rate-api.ts'

/** API and pages of the room. */
export function ordersSurfaces(app: FastifyInstance, deps: OrderDeps): void {
  registerOrderApi(app, deps)
  registerOrderAdminApi(app, deps)
  registerOrdersWithoutRate(app, deps)
  registerOrderAdminPages(app, deps)
}
