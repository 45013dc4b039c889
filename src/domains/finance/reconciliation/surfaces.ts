import type { FastifyInstance } from 'fastify'
import { registerFinanceApi } from './admin-api.ts'
import { registerDriftApi } from './drift-api.ts'
import { registerDriftPages } from './drift-pages.ts'
import { registerFinancePages } from './pages.ts'
import type { MatchDeps } from './run-match.ts'

/** API and pages of the room. */
export function reconciliationSurfaces(app: FastifyInstance, deps: MatchDeps): void {
  registerFinanceApi(app, deps)
  registerDriftApi(app, deps)
  registerFinancePages(app, deps)
  registerDriftPages(app, deps)
}
