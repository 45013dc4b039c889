import type { FastifyInstance } from 'fastify'
import type { Db } from '../../../platform/db/db.ts'
import type { PageRoutes } from '../../../platform/http/pages/page-routes.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { seeOther } from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import { revokeSession } from '../accounts/index.ts'
import { sessionCookie } from './authenticate-token.ts'
import type { CookieDeps } from './cookie-pages.ts'
import { landingOf } from './landing.ts'
import type { WaysToSignOn } from './port.ts'
import { forgetWayBack, saveWayBack, wayBackIn } from './way-back-pages.ts'

const hidden = { hide: true } as const

/** The door: where a session leads, what to do without one, and the way out. */
export function registerAccountPages(
  app: FastifyInstance,
  deps: CookieDeps & { readonly db: Db; readonly ways: WaysToSignOn; readonly pages: PageRoutes },
): void {
  const { openId, saml, password } = deps.ways
  const ways = { openId: openId?.label ?? null, saml: saml?.label ?? null, password }

  app.get('/', { config: { access: 'public' }, schema: hidden }, async (request, reply) => {
    reply.header('cache-control', 'private, no-store')
    switch (request.caller.kind) {
      case 'member':
      case 'staff':
        return seeOther(
          reply,
          landingOf({ staff: request.caller.kind === 'staff', returnTo: wayBackIn(request.query) }),
        )
      default:
        return sendPage(request, reply, 'people/identity/welcome', {
          title: message('identity.welcome.windowTitle'),
          signedOff: false,
          ways,
          returnTo: saveWayBack(request, reply, deps),
        })
    }
  })

  app.post('/sign-off', { config: { access: 'public' }, schema: hidden }, async (request, reply) => {
    const { caller } = request
    if (caller.kind === 'member' || caller.kind === 'staff')
      await deps.db.transaction((tx) => revokeSession(tx, caller.sessionId, deps.clock.now()))
    forgetWayBack(reply)
    return seeOther(reply.clearCookie(sessionCookie, { path: '/' }), '/signed-off')
  })

  app.get('/signed-off', { config: { access: 'public' }, schema: hidden }, async (request, reply) =>
    sendPage(request, reply, 'people/identity/welcome', {
      title: message('identity.welcome.signedOffTitle'),
      signedOff: request.caller.kind === 'nobody',
      ways,
      returnTo: null,
    }),
  )
}
