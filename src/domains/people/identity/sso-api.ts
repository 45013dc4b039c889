import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import type { PageRoutes } from '../../../platform/http/pages/page-routes.ts'
import { askWhoItIs, isAnotherPerson } from './another-person-pages.ts'
import { attemptOf, type CookieDeps, completeSignOn, onward, sendToProvider } from './authenticate-browser.ts'
import { SignOnExpired } from './errors.ts'
import type { PlatformSignIn, WaysToSignOn } from './port.ts'
import type { SignOnDeps } from './sign-on.ts'
import { signOnByToken } from './sign-on-by-platform.ts'
import {
  acceptSamlResponse,
  departToOpenId,
  departToSaml,
  returnFromOpenId,
  returnFromSaml,
} from './sign-on-by-provider.ts'
import { saveWayBack } from './way-back-pages.ts'

export interface SsoDeps extends SignOnDeps, CookieDeps {
  readonly ways: WaysToSignOn
  readonly platformSignIn: PlatformSignIn
  readonly publicUrl: () => string
  readonly pages: PageRoutes
}

const limit = { rateLimit: { max: 120, timeWindow: '1 minute' } }
// Each asks the platform, so a stranger gets few.
const askingLimit = { rateLimit: { max: 30, timeWindow: '1 minute' } }
const open = { access: 'public', ...limit } as const

// What leads nowhere in this store is left out: nobody is kept from signing on by the link that they came from.
const returnTo = z.string().optional().catch(undefined)
const departureQuery = z.object({ returnTo })
const ticket = z.string().min(1).max(100)
// Providers add parameters of their own, and the adapter wants to see all of them.
const callbackQuery = z.looseObject({ state: ticket })
const acsBody = z.object({ SAMLResponse: z.string().min(1).max(200_000), RelayState: ticket })
const flexnetToken = z.object({
  /** The platform's own links call it `username`. */
  username: z.string().trim().min(1).max(254),
  token: z.string().min(1).max(2000),
  returnTo,
})

/** The ways in for browsers that lead over an identity provider or the platform's own token. */
export function registerSso(app: FastifyInstance, deps: SsoDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const addressOf = (path: string) => `${new URL(deps.publicUrl()).href.replace(/\/$/, '')}${path}`
  const openId = () => deps.ways.openId?.provider ?? absent()
  const saml = () => deps.ways.saml?.provider ?? absent()

  routes.get(
    '/sso/oidc',
    { config: open, schema: { hide: true, querystring: departureQuery } },
    async (request, reply) => {
      const redirectUri = addressOf('/sso/oidc/callback')
      const returnTo = saveWayBack(request, reply, deps) ?? undefined
      return sendToProvider(reply, deps, await departToOpenId(deps, openId(), { redirectUri, returnTo }))
    },
  )

  routes.get(
    '/sso/oidc/callback',
    { config: open, schema: { hide: true, querystring: callbackQuery } },
    async (request, reply) => {
      const callback = new URL(addressOf('/sso/oidc/callback'))
      callback.search = request.url.slice(request.url.indexOf('?'))
      const { state } = request.query
      const browser = attemptOf(request)
      return completeSignOn(reply, deps, await returnFromOpenId(deps, openId(), { callback, state, browser }))
    },
  )

  routes.get(
    '/sso/saml',
    { config: open, schema: { hide: true, querystring: departureQuery } },
    async (request, reply) => {
      const acsUrl = addressOf('/sso/saml/acs')
      const returnTo = saveWayBack(request, reply, deps) ?? undefined
      return sendToProvider(reply, deps, await departToSaml(deps, saml(), { acsUrl, returnTo }))
    },
  )

  // The provider's page posts here from another site, and the browser brings no cookie of ours; the redirect fetches it.
  routes.post('/sso/saml/acs', { config: open, schema: { hide: true } }, async (request, reply) => {
    const provider = saml()
    const posted = acsBody.safeParse(request.body)
    if (!posted.success) throw new SignOnExpired()
    const { SAMLResponse: response, RelayState: relayState } = posted.data
    await acceptSamlResponse(deps, provider, { acsUrl: addressOf('/sso/saml/acs'), response, relayState })
    return onward(reply, `/sso/saml/done?ticket=${encodeURIComponent(relayState)}`)
  })

  routes.get(
    '/sso/saml/done',
    { config: open, schema: { hide: true, querystring: z.object({ ticket }) } },
    async (request, reply) => {
      saml()
      const given = { ticket: request.query.ticket, browser: attemptOf(request) }
      return completeSignOn(reply, deps, await returnFromSaml(deps, given))
    },
  )

  routes.get('/sso/saml/metadata', { config: open, schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/samlmetadata+xml; charset=utf-8').send(saml().metadata(addressOf('/sso/saml/acs'))),
  )

  const byToken = async (given: z.infer<typeof flexnetToken>, request: FastifyRequest, reply: FastifyReply) => {
    const { username: userName, token, returnTo } = given
    if (isAnotherPerson(request, userName))
      return askWhoItIs(request, reply, { way: 'flexnetToken', userName, token, returnTo })
    return completeSignOn(reply, deps, await signOnByToken(deps, { userName, token, returnTo }))
  }
  routes.get(
    '/sso/flexnet-token',
    { config: { access: 'public', ...askingLimit }, schema: { hide: true, querystring: flexnetToken } },
    (request, reply) => byToken(request.query, request, reply),
  )
  // A form keeps the token out of addresses and of the logs of whatever lies between.
  routes.post(
    '/sso/flexnet-token',
    { config: { access: 'public', ...askingLimit }, schema: { hide: true, body: flexnetToken } },
    (request, reply) => byToken(request.body, request, reply),
  )
}

/** A way that is switched off is not there. */
function absent(): never {
  throw new NotFound('page')
}
