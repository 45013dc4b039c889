import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { type Caller, SignInNeeded } from '../../../platform/http/request/caller.ts'
import { emptyForm, type FormState, fieldsOf, rejectedForm } from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import { type Membership, membershipsOf } from '../accounts/index.ts'
import { type CookieDeps, choiceOf, completeSignOn } from './authenticate-browser.ts'
import { accountsOfTicket, chooseAccount, switchAccount } from './choose-account.ts'
import { MemberUnknown } from './errors.ts'
import type { SignOnDeps } from './sign-on.ts'
import { wayBackIn } from './way-back-pages.ts'

type Deps = SignOnDeps & CookieDeps

/**
 * The choice between a member's accounts: after signing on, with the ticket in a cookie, and later from the head of every
 * page. It lists the member's own accounts and nobody else's.
 */
export function registerChooseAccountPages(app: FastifyInstance, deps: Deps): void {
  const open = { config: { access: 'public' }, schema: { hide: true } } as const

  app.get('/choose-account', open, async (request, reply) =>
    show(request, reply, emptyForm({ returnTo: wayBackIn(request.query) ?? '' })),
  )

  app.post('/choose-account', open, async (request, reply) => {
    const fields = fieldsOf(request)
    const accountId = fields['accountId'] ?? ''
    try {
      return completeSignOn(reply, deps, await chosen(request, accountId, fields['returnTo']))
    } catch (error) {
      if (!(error instanceof MemberUnknown)) throw error
      return show(request, reply, rejectedForm(fields, error, { 'member-unknown': 'accountId' }), 403)
    }
  })

  async function chosen(request: FastifyRequest, accountId: string, returnTo: string | undefined) {
    const ticket = choiceOf(request)
    if (ticket !== null) return chooseAccount(deps, { ticket, accountId })
    const { sessionId } = signedOn(request.caller)
    return switchAccount(deps, { sessionId, accountId, returnTo })
  }

  async function show(request: FastifyRequest, reply: FastifyReply, form: FormState, status = 200) {
    const ticket = choiceOf(request)
    const current = ticket === null ? signedOn(request.caller).accountId : null
    const places =
      ticket === null
        ? await membershipsOf(deps.db, signedOn(request.caller).userName)
        : await accountsOfTicket(deps, ticket)
    reply.header('cache-control', 'private, no-store')
    return sendPage(request, reply, 'people/identity/choose-account', {
      title: message('identity.chooseAccount.windowTitle'),
      form,
      status,
      current,
      accounts: places.map(viewOf),
    })
  }
}

function viewOf({ account }: Membership) {
  return { accountId: account.accountId, name: account.name, accountType: account.accountType }
}

function signedOn(caller: Caller) {
  if (caller.kind !== 'member' && caller.kind !== 'staff') throw new SignInNeeded()
  return caller
}
