import type { FastifyInstance } from 'fastify'
import { registerProductionAdminApi } from './admin-api.ts'
import { registerProductionPages } from './pages.ts'
import { registerSiteApi, type SiteApiDeps } from './site-api.ts'

/** API and pages of the room. */
export function productionSurfaces(app: FastifyInstance, deps: SiteApiDeps): void {
  registerSiteApi(app, deps)
  registerProductionAdminApi(app, deps)
  registerProductionPages(app, deps)
}
