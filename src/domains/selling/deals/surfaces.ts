import type { FastifyInstance } from 'fastify'
import { registerDealApi } from './deal-api.ts'
import { registerDealPages } from './deal-pages.ts'
import type { DealDeps } from './deals.ts'

/** API and pages of the room. */
export function dealsSurfaces(app: FastifyInstance, deps: DealDeps): void {
  registerDealApi(app, deps)
  registerDealPages(app, deps)
}
