import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Brand } from '../../../platform/http/pages/brand.ts'
import { registerMailApi } from './admin-api.ts'
import { registerMailPages } from './pages.ts'

/** API and pages of the room. */
export function notificationsSurfaces(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock; readonly brand: Brand },
): void {
  registerMailApi(app, deps)
  registerMailPages(app, deps)
}
