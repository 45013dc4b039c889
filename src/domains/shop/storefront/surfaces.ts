import type { FastifyInstance } from 'fastify'
import type { TitleDeps } from '../catalog/index.ts'
import { registerStorefrontAdminApi } from './admin-api.ts'
import { registerCatalogApi } from './api.ts'
import { registerStorefrontPages } from './pages.ts'

/** API and pages of the room. */
export async function storefrontSurfaces(app: FastifyInstance, deps: TitleDeps): Promise<void> {
  registerCatalogApi(app, deps)
  await registerStorefrontAdminApi(app, deps)
  registerStorefrontPages(app, deps)
}
