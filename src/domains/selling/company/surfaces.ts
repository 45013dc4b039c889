import type { FastifyInstance } from 'fastify'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { registerCompanyPages } from './company-pages.ts'
import { registerCompanyRulesApi } from './company-rules-api.ts'

/** API and pages of the room. */
export function companySurfaces(app: FastifyInstance, deps: OrderDeps): void {
  registerCompanyRulesApi(app, deps)
  registerCompanyPages(app, deps)
}
