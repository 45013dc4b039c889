import type { FastifyInstance } from 'fastify'
import type { PlatformReader } from '../rights/index.ts'
import { registerSyncAdminApi } from './admin-api.ts'
import type { DecideHeldDeps } from './decide-held.ts'
import { registerSyncPages } from './pages.ts'

/** API and pages of the room. */
export function syncSurfaces(app: FastifyInstance, deps: DecideHeldDeps & { readonly platform: PlatformReader }): void {
  registerSyncAdminApi(app, deps)
  registerSyncPages(app, deps)
}
