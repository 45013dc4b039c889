import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { registerPushAdminApi } from './admin-api.ts'
import { registerParentLinkPages } from './parent-link-pages.ts'

/** API and pages of the room. */
export function pushSurfaces(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  registerPushAdminApi(app, deps)
  registerParentLinkPages(app, deps)
}
