import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { type Caller, SignInNeeded } from '../../../platform/http/request/caller.ts'
import { type Membership, membershipsOf, revokeSession, staffRolesOf } from '../accounts/index.ts'
import { askWhoItIs, isAnotherPerson, registerAnotherPerson } from './another-person-pages.ts'
import { sessionOf } from './authenticate.ts'
import { type CookieDeps, completeSignOn, onward, sessionTokenOf } from './authenticate-browser.ts'
import { sessionCookie } from './authenticate-token.ts'
import { chooseAccount, switchAccount } from './choose-account.ts'
import { MemberUnknown, PasswordsOff } from './errors.ts'
import { type ForwardHandoffDeps, forwardHandoff, refuseExternalSite } from './forward-handoff.ts'
import type { SignOn } from './open-session.ts'
import type { PlatformSignIn, WaysToSignOn } from './port.ts'
import {
  accountChoiceSchema,
  accountsSchema,
  sessionSchema,
  signOnBodySchema,
  signOnResultSchema,
  switchBodySchema,
} from './schemas.ts'
import type { Admitted, SignOnDeps, SignOnResult } from './sign-on.ts'
import { signOnByHandoff } from './sign-on-by-handoff.ts'
import { signOnByPassword, signOnByToken } from './sign-on-by-platform.ts'
import { wayBackOfHandoff } from './way-back-pages.ts'

// Enough for a company behind one address at the start of its day; guessing a signature takes longer than the universe.
const signOnLimit = { rateLimit: { max: 300, timeWindow: '1 minute' } }

export interface SignOnApiDeps extends ForwardHandoffDeps, SignOnDeps, CookieDeps {
  readonly ways: WaysToSignOn
  readonly platformSignIn: PlatformSignIn
}

/** Sign-on: the hand-off link of the portal for browsers, the same for API clients, the session and its end. */
export function registerSignOn(app: FastifyInstance, deps: SignOnApiDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  // A client of the API follows no redirect: it is told where to go, and nothing is used up by that.
  const told = { ...deps, handoffIssuer: null }

  api.get(
    '/sso/handoff',
    {
      config: { access: 'public', ...signOnLimit },
      schema: { hide: true, querystring: z.object({ token: z.string().min(1).max(8000) }) },
    },
    async (request, reply) => {
      const externalSite = await forwardHandoff(deps, request.query.token)
      if (externalSite !== null) return onward(reply, externalSite)
      const { token } = request.query
      const { userName } = await deps.handoffs.verify(token)
      if (isAnotherPerson(request, userName)) return askWhoItIs(request, reply, { way: 'handoff', userName, token })
      return completeSignOn(reply, deps, { signOn: await byHandoff(request, token) })
    },
  )

  /** The portal's hand-off has no room for the way back, so the browser keeps it. */
  async function byHandoff(request: FastifyRequest, token: string): Promise<SignOn> {
    const signOn = await signOnByHandoff(deps, token)
    return { ...signOn, returnTo: wayBackOfHandoff(request, signOn) ?? signOn.returnTo }
  }

  registerAnotherPerson(app, async (request, reply, { way, userName, token, returnTo }) => {
    const result =
      way === 'handoff'
        ? { signOn: await byHandoff(request, token) }
        : await signOnByToken(deps, { userName, token, returnTo })
    const { caller } = request
    if (caller.kind === 'member' || caller.kind === 'staff')
      await deps.db.transaction((tx) => revokeSession(tx, caller.sessionId, deps.clock.now()))
    return completeSignOn(reply, deps, result)
  })

  api.post(
    '/api/sessions',
    {
      config: { access: 'public', ...signOnLimit },
      schema: {
        tags: ['session'],
        operationId: 'signOn',
        summary:
          'Sign on with a hand-off of the portal, with the platform’s password, or with the choice of an account',
        body: signOnBodySchema,
        response: {
          200: accountChoiceSchema,
          201: signOnResultSchema,
          400: problemSchema,
          401: problemSchema,
          403: problemSchema,
          404: problemSchema,
          409: problemSchema,
          429: problemSchema,
        },
      },
    },
    async (request, reply) => {
      const result = await signOnBy(request.body, request.ip)
      if (!('choice' in result)) return reply.code(201).send(answerOf(reply, signedOnHere(result)))
      const { ticket: choiceToken, expiresAt, accounts } = result.choice
      return reply
        .code(200)
        .send({ choiceToken, expiresAt: expiresAt.toISOString(), accounts: accounts.map(accountOf) })
    },
  )

  api.get(
    '/api/session',
    {
      config: { access: 'public' },
      schema: {
        tags: ['session'],
        operationId: 'viewSession',
        summary: 'The signed-on member and the account',
        response: { 200: sessionSchema, 401: problemSchema },
      },
    },
    async (request) => {
      signedOn(request.caller)
      const session = sessionOf(request)
      if (!session) throw new MemberUnknown()
      return {
        accountId: session.accountId,
        accountName: session.accountName,
        accountType: session.accountType,
        userName: session.userName,
        firstName: session.profile.firstName,
        lastName: session.profile.lastName,
        email: session.profile.email,
        roles: [...session.roles],
        staffRoles: staffRolesOf(session),
        address: session.profile.address,
        expiresAt: session.expiresAt.toISOString(),
      }
    },
  )

  api.delete(
    '/api/session',
    {
      config: { access: 'public' },
      schema: { tags: ['session'], operationId: 'signOff', summary: 'Sign off', response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { caller } = request
      if (caller.kind === 'member' || caller.kind === 'staff')
        await deps.db.transaction((tx) => revokeSession(tx, caller.sessionId, deps.clock.now()))
      return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null)
    },
  )

  api.get(
    '/api/session/accounts',
    {
      config: { access: 'public' },
      schema: {
        tags: ['session'],
        operationId: 'listOwnAccounts',
        summary: 'The accounts that the member may act for',
        response: { 200: accountsSchema, 401: problemSchema },
      },
    },
    async (request) => {
      const { userName } = signedOn(request.caller)
      return { items: (await membershipsOf(deps.db, userName)).map(accountOf) }
    },
  )

  api.post(
    '/api/session/account',
    {
      config: { access: 'public', secretAnswer: true, ...signOnLimit },
      schema: {
        tags: ['session'],
        operationId: 'switchAccount',
        summary: 'Go on for another account of the same member; the present session ends',
        body: switchBodySchema,
        response: {
          201: signOnResultSchema,
          400: problemSchema,
          401: problemSchema,
          403: problemSchema,
          409: problemSchema,
        },
      },
    },
    async (request, reply) => {
      const { sessionId } = signedOn(request.caller)
      const result = await switchAccount(told, { sessionId, accountId: request.body.accountId })
      return reply.code(201).send(answerOf(reply, signedOnHere(result)))
    },
  )

  async function signOnBy(body: z.infer<typeof signOnBodySchema>, address: string): Promise<SignOnResult> {
    if ('choiceToken' in body) return chooseAccount(told, { ticket: body.choiceToken, accountId: body.accountId })
    if ('token' in body) {
      await refuseExternalSite(deps, body.token)
      return { signOn: await signOnByHandoff(deps, body.token) }
    }
    if (!deps.ways.password) throw new PasswordsOff()
    return signOnByPassword(told, { ...body, address })
  }
}

function signedOnHere(result: Admitted): SignOn {
  if ('externalSite' in result) throw new Error('nobody is handed over without a hand-off')
  return result.signOn
}

function answerOf(reply: FastifyReply, signOn: SignOn) {
  return {
    accessToken: sessionTokenOf(reply, signOn),
    expiresAt: signOn.expiresAt.toISOString(),
    accountId: signOn.accountId,
    entry: signOn.entry,
    partnerProductId: signOn.partnerProductId,
  }
}

function accountOf({ account }: Membership) {
  return { accountId: account.accountId, name: account.name, accountType: account.accountType }
}

function signedOn(caller: Caller) {
  if (caller.kind !== 'member' && caller.kind !== 'staff') throw new SignInNeeded()
  return caller
}
