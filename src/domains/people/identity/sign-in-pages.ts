import type { FastifyInstance } from 'fastify'
import { DomainError } from '../../../kernel/domain-error.ts'
import { NotFound, problemOf } from '../../../platform/http/answer/problems.ts'
import type { PageRoutes } from '../../../platform/http/pages/page-routes.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { emptyForm, type FormState, fieldsOf, refusedForm, rejectedForm } from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import { type CookieDeps, completeSignOn } from './authenticate-browser.ts'
import type { PlatformSignIn, WaysToSignOn } from './port.ts'
import { passwordSchema } from './schemas.ts'
import type { SignOnDeps } from './sign-on.ts'
import { signOnByPassword } from './sign-on-by-platform.ts'
import { saveWayBack } from './way-back-pages.ts'

interface Deps extends SignOnDeps, CookieDeps {
  readonly ways: WaysToSignOn
  readonly platformSignIn: PlatformSignIn
  readonly pages: PageRoutes
}

/** A page that asks for the platform's password, only where the vendor switched it on. The platform checks it. */
export function registerSignInPages(app: FastifyInstance, deps: Deps): void {
  const config = { access: 'public', rateLimit: { max: 30, timeWindow: '1 minute' } } as const
  const schema = { hide: true }
  const page = (form: FormState, status = 200) => ({ title: message('identity.signIn.windowTitle'), form, status })

  app.get('/sign-in', { config, schema }, async (request, reply) => {
    refuseUnlessOn(deps.ways)
    reply.header('cache-control', 'private, no-store')
    return sendPage(
      request,
      reply,
      'people/identity/sign-in',
      page(emptyForm({ returnTo: saveWayBack(request, reply, deps) ?? '' })),
    )
  })

  app.post('/sign-in', { config, schema }, async (request, reply) => {
    refuseUnlessOn(deps.ways)
    const { password, ...fields } = { password: '', ...fieldsOf(request) }
    const parsed = passwordSchema.safeParse({ userName: fieldsOf(request)['userName'], password })
    reply.header('cache-control', 'private, no-store')
    // What was typed is shown again, but never a password.
    if (!parsed.success)
      return sendPage(request, reply, 'people/identity/sign-in', page(refusedForm(fields, parsed.error), 400))
    try {
      const returnTo = fieldsOf(request)['returnTo']
      const result = await signOnByPassword(deps, { ...parsed.data, address: request.ip, returnTo })
      return completeSignOn(reply, deps, result)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const { status } = problemOf(error, request)
      return sendPage(request, reply, 'people/identity/sign-in', page(rejectedForm(fields, error), status))
    }
  })
}

function refuseUnlessOn(ways: WaysToSignOn): void {
  if (!ways.password) throw new NotFound('page')
}
