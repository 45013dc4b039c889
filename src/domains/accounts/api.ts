import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SignInNeeded } from '../../platform/http/caller.ts'
import { problemSchema } from '../../platform/http/problems.ts'
import type { Log } from '../../platform/log/log.ts'
import { sessionCookie } from './authenticate.ts'
import { MemberUnknown } from './errors.ts'
import type { MirroredMember } from './mirror.ts'
import { type PassOnDeps, passOn, refuseServedElsewhere } from './pass-on-handoff.ts'
import { sessionSchema, signOnBodySchema, signOnResultSchema } from './schemas.ts'
import { staffRolesOf } from './sign-on.ts'
import { signOnByHandoff } from './sign-on-by-handoff.ts'
import { liveSession, revokeSession } from './store.ts'

// Enough for a company behind one address at the start of its day; guessing a signature takes longer than the universe.
const signOnLimit = { rateLimit: { max: 300, timeWindow: '1 minute' } }

export interface SignOnApiDeps extends PassOnDeps {
  readonly log: Log
  readonly askPlatform: (userName: string) => Promise<MirroredMember | null>
  /** Cookies only over HTTPS, when the store's address is HTTPS. */
  readonly secureCookies: () => boolean
}

/** Sign-on: the hand-off link of the portal for browsers, the same for API clients, the session and its end. */
export function registerSignOn(app: FastifyInstance, deps: SignOnApiDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()

  api.get(
    '/sso/handoff',
    {
      config: { access: 'public', ...signOnLimit },
      schema: { hide: true, querystring: z.object({ token: z.string().min(1).max(8000) }) },
    },
    async (request, reply) => {
      const elsewhere = await passOn(deps, request.query.token)
      if (elsewhere !== null)
        return reply
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .redirect(elsewhere, 303)
      const signOn = await signOnByHandoff(deps, request.query.token)
      const token = app.jwt.sign({ sid: signOn.sessionId }, { expiresIn: '12h' })
      return reply
        .setCookie(sessionCookie, token, {
          path: '/',
          httpOnly: true,
          sameSite: 'lax',
          secure: deps.secureCookies(),
          expires: signOn.expiresAt,
        })
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .redirect(landingOf(signOn), 303)
    },
  )

  api.post(
    '/api/sessions',
    {
      config: { access: 'public', ...signOnLimit },
      schema: {
        tags: ['session'],
        operationId: 'signOn',
        summary: 'Sign on with a signed hand-off of the portal',
        body: signOnBodySchema,
        response: {
          201: signOnResultSchema,
          ...{ 400: problemSchema, 401: problemSchema, 403: problemSchema, 409: problemSchema },
        },
      },
    },
    async (request, reply) => {
      await refuseServedElsewhere(deps, request.body.token)
      const signOn = await signOnByHandoff(deps, request.body.token)
      return reply.code(201).send({
        accessToken: app.jwt.sign({ sid: signOn.sessionId }, { expiresIn: '12h' }),
        expiresAt: signOn.expiresAt.toISOString(),
        accountId: signOn.accountId,
        entry: signOn.entry,
        partnerProductId: signOn.partnerProductId,
      })
    },
  )

  api.get(
    '/api/session',
    {
      config: { access: 'public' },
      schema: {
        tags: ['session'],
        operationId: 'viewSession',
        summary: 'Who is signed on, for which account',
        response: { 200: sessionSchema, 401: problemSchema },
      },
    },
    async (request) => {
      const { caller } = request
      if (caller.kind !== 'member' && caller.kind !== 'staff') throw new SignInNeeded()
      const session = await liveSession(deps.db, caller.sessionId, deps.clock.now())
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
        staffRoles: staffRolesOf(session.roles),
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
}

function landingOf(signOn: { staff: boolean; entry: string; partnerProductId: string | null }): string {
  if (signOn.staff) return '/admin'
  if (signOn.entry === 'kit' && signOn.partnerProductId !== null)
    return `/kits/${encodeURIComponent(signOn.partnerProductId)}`
  return signOn.entry === 'catalog' ? '/catalog' : '/products'
}
