import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { companyRoleOf } from './company-role.ts'
import { type LiveSession, liveSession } from './live-session.ts'
import { staffRolesOf } from './sign-on.ts'

export const sessionCookie = 'store_session'
const tokenSchema = z.object({ sid: z.string() })

/**
 * Who holds the session token in the cookie or the Authorization header. The token only names the session: rights come
 * from the session's row, so that a revocation holds at once on every replica. One statement, which also reads what the
 * route reads along.
 */
export async function callerOfSession(deps: { db: Db; clock: Clock }, request: FastifyRequest): Promise<Caller> {
  const hasToken = request.headers.authorization !== undefined || request.cookies[sessionCookie] !== undefined
  if (!hasToken) return { kind: 'nobody' }
  const sid = await request.jwtVerify().then(
    (payload) => tokenSchema.safeParse(payload).data?.sid,
    () => undefined,
  )
  return sid === undefined ? { kind: 'nobody' } : callerOf(deps, request, sid)
}

/** The same for a session whose token was proved. */
export async function callerOf(
  { db, clock }: { db: Db; clock: Clock },
  request: FastifyRequest,
  sid: string,
): Promise<Caller> {
  const along = request.routeOptions.config.readAlong
  const values = along?.valuesOf(request, accountsOfSessions.get(sid))
  const read = await liveSession(db, sid, clock.now(), along && values ? { along, values } : null)
  if (!read) return { kind: 'nobody' }
  const { session } = read
  sessions.set(request, session)
  rememberAccount(session)
  if (read.along !== null) along?.keep(request, read.along)
  const who = { sessionId: session.id, accountId: session.accountId, userName: session.userName }
  return session.accountType === 'internal'
    ? { kind: 'staff', ...who, roles: staffRolesOf(session.roles) }
    : {
        kind: 'member',
        ...who,
        roles: session.roles,
        companyRole: companyRoleOf(session.saidRole, session.presentRoles),
        answerStamp: session.answerStamp,
      }
}

// Who came last, for what is read along to guess whose request it is.
const mostRemembered = 2000
const accountsOfSessions = new Map<string, string>()

function rememberAccount({ id, accountId }: LiveSession): void {
  accountsOfSessions.delete(id)
  accountsOfSessions.set(id, accountId)
  if (accountsOfSessions.size <= mostRemembered) return
  const [oldest] = accountsOfSessions.keys()
  if (oldest !== undefined) accountsOfSessions.delete(oldest)
}

const sessions = new WeakMap<FastifyRequest, LiveSession>()

/** The session that the request came in with, as it was then; null for somebody who is not signed on. */
export function sessionOf(request: FastifyRequest): LiveSession | null {
  return sessions.get(request) ?? null
}
