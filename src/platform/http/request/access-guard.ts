import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../../../kernel/domain-error.ts'
import { type Authenticate, requireAccess, SignInNeeded } from './caller.ts'

/**
 * Every route states who may call it; a route that does not is refused at start. Runs before a body is read, so that a
 * stranger cannot make us parse one.
 */
export function guardAccess(
  app: FastifyInstance,
  options: {
    readonly authenticate: Authenticate
    readonly origin: () => string
    /** Forms that are read although their session has ended, so that what was typed is not lost. */
    readonly formsOfEndedSessions?: {
      readonly isOne: (request: FastifyRequest) => boolean
      readonly keep: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
    }
  },
): void {
  const { formsOfEndedSessions: late } = options
  const refused = new WeakMap<FastifyRequest, SignInNeeded>()
  app.decorateRequest('caller')
  app.addHook('onRoute', (route) => {
    // The pages of the API's documentation are a plugin's, which cannot say it itself.
    if (route.url.startsWith('/docs')) route.config = { ...route.config, access: 'public' }
    if (route.config?.access === undefined)
      throw new Error(`${String(route.method)} ${route.url} does not say who may call it`)
  })
  app.addHook('onRequest', async (request) => {
    request.caller = await options.authenticate(request)
    const access = request.routeOptions.config.access
    if (access === undefined) return
    if (!openToOtherSites.test(request.url)) refuseCrossSite(request, options.origin)
    try {
      requireAccess(access, request.caller)
    } catch (error) {
      if (!(error instanceof SignInNeeded) || !late?.isOne(request)) throw error
      refused.set(request, error)
    }
  })
  // The first of its kind: nothing sees the body of a form of an ended session but this.
  app.addHook('preValidation', async (request, reply) => {
    const refusal = refused.get(request)
    if (!refusal) return
    await late?.keep(request, reply)
    throw refusal
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Answers depend on the account, those of routes for everybody too: no cache may keep what does not say that it may.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-store')
    // What every cache may keep is the same for everybody.
    if (!String(reply.getHeader('cache-control')).startsWith('public')) reply.header('vary', 'cookie, authorization')
    done()
  })
}

// Partners and identity providers post here, from their own sites, with a signature.
const openToOtherSites = /^\/(webhooks|sso)\//

// A cookie travels with forms of other sites; a browser says where a request came from, and an API client says nothing.
// Over plain HTTP a browser says it by the origin alone, except to the machine itself. The store's own is the one that its
// configuration names, and the one that this very request was sent to: the browser writes both, and cookies belong to it.
function refuseCrossSite({ method, headers, protocol, host }: FastifyRequest, origin: () => string): void {
  if (method === 'GET' || method === 'HEAD' || headers['authorization'] !== undefined) return
  const site = headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const from = headers['origin']
  if (site === undefined && (from === undefined || from === origin() || from === `${protocol}://${host}`)) return
  throw new CrossSiteRequest()
}

export class CrossSiteRequest extends DomainError {
  constructor() {
    super('cross-site-request', 'Open the page in the store and send the form from there.')
  }
}
