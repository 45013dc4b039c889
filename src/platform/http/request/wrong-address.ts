import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import findMyWay, { type HTTPMethod } from 'find-my-way'
import { DomainError } from '../../../kernel/domain-error.ts'
import { NotFound } from '../answer/problems.ts'

/** The address is one of the store's, and takes other methods. RFC 9110, section 15.5.6. */
class WrongMethod extends DomainError {
  constructor(allowed: readonly string[]) {
    super('wrong-method', `This address takes ${allowed.join(', ')} only.`)
  }
}

/**
 * Knows every route that is registered after it. A trailing slash leads to the page that it hides (308, so that a form keeps
 * its method). The handler that comes back is for what meets no route: refused with the methods that the address takes, or
 * not found.
 * @throws WrongMethod, NotFound
 */
export function createSignpost(app: FastifyInstance) {
  const routes = findMyWay({ maxParamLength: 300 })
  const methods = new Set<string>()
  const known = new Set<string>()
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      methods.add(one)
      if (known.has(`${one} ${url}`)) continue
      known.add(`${one} ${url}`)
      routes.on(one as HTTPMethod, url, () => undefined)
    }
  })
  const takes = (method: string, path: string) => routes.find(method as HTTPMethod, path) !== null

  // Before the route is asked, because a last parameter may be empty: /orders/ is /orders, and no order without an id.
  app.addHook('onRequest', (request, reply, done) => {
    const [path = '', ...rest] = request.url.split('?')
    const bare = path.endsWith('/') ? path.replace(/\/+$/, '') : path
    if (bare === path || !/^\/[^/\\]/.test(bare) || !takes(request.method, bare)) return done()
    reply.redirect([bare, ...rest].join('?'), 308)
  })

  return (request: FastifyRequest, reply: FastifyReply): never => {
    const path = request.url.split('?')[0] ?? ''
    const allowed = [...methods].filter((method) => takes(method, path)).sort()
    if (allowed.length === 0) throw new NotFound('page')
    reply.header('allow', allowed.join(', '))
    throw new WrongMethod(allowed)
  }
}
