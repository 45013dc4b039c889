import type { FastifyInstance } from 'fastify'
import type { PageRoutes } from '../../../platform/http/pages/page-routes.ts'
import { registerSignOn, type SignOnApiDeps } from './api.ts'
import { registerChooseAccountPages } from './choose-account-pages.ts'
import { registerHeldIdentitiesApi, registerHeldIdentityPages } from './held-identities-api.ts'
import { registerAccountPages } from './pages.ts'
import type { WaysToSignOn } from './port.ts'
import { registerRedirectAdminApi, registerRedirectAdminPages } from './redirect-api.ts'
import { registerSignInPages } from './sign-in-pages.ts'
import { registerSso, type SsoDeps } from './sso-api.ts'

/** API and pages of the room. */
export function identitySurfaces(
  app: FastifyInstance,
  deps: SsoDeps & SignOnApiDeps & { readonly ways: WaysToSignOn; readonly pages: PageRoutes },
): void {
  registerSignOn(app, deps)
  registerSso(app, deps)
  registerHeldIdentitiesApi(app, deps)
  registerRedirectAdminApi(app, deps)
  registerAccountPages(app, deps)
  registerChooseAccountPages(app, deps)
  registerSignInPages(app, deps)
  registerHeldIdentityPages(app, deps)
  registerRedirectAdminPages(app, deps)
}
