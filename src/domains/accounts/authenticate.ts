import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { companyRoleOf } from './company-role.ts'
import { staffRolesOf } from './sign-on.ts'
import { type LiveSession, liveSession } from './store.ts'

export const sessionCookie = 'store_session'
const tokenSchema = z.object({ sid: z.string() })

/**
 * Who holds the session token in the cookie or the Authorization header. The token only names the session: rights come
 * from the session's row, so that a revocation holds at once on every replica. One statement.
 */
export async function callerOfSession(deps: { db: Db; clock: Clock }, request: FastifyRequest): Promise<Caller> {
  const hasToken = request.headers.authorization !== undefined || request.cookies[sessionCookie] !== undefined
  if (!hasToken) return { kind: 'nobody' }
  const sid = await request.jwtVerify().then(
    (payload) => tokenSchema.safeParse(payload).data?.sid,
    () => undefined,
  )
  const session = sid === undefined ? null : await liveSession(deps.db, sid, deps.clock.now())
  if (!session) return { kind: 'nobody' }
  sessions.set(request, session)
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

const sessions = new WeakMap<FastifyRequest, LiveSession>()

/** The session that the request came in with, as it was then; null for somebody who is not signed on. */
export function sessionOf(request: FastifyRequest): LiveSession | null {
  return sessions.get(request) ?? null
}
