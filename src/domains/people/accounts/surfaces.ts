import type { FastifyInstance } from 'fastify'
import { type CompanyDeps, registerCompanyApi } from './company-api.ts'
import { registerInvitationPages } from './invitation-pages.ts'

/** API and pages of the room. */
export function accountsSurfaces(app: FastifyInstance, deps: CompanyDeps & { readonly portalUrl: string }): void {
  registerCompanyApi(app, deps)
  registerInvitationPages(app, deps)
}
