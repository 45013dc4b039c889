import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Caller } from '../../../platform/http/request/caller.ts'
import { companyRoleOf, type LiveSession, liveSession, staffRolesOf } from '../accounts/index.ts'
import { type NamedSession, sessionNamedBy } from './authenticate-token.ts'

/**
 * Who holds the session token in the cookie or the Authorization header. The token only names the session: rights come
 * from the mirror as it is at this request, staff's as members', so that a revocation holds at once on every replica. One statement, which also reads what the
 * route reads along.
 */
export async function callerOfSession(deps: { db: Db; clock: Clock }, request: FastifyRequest): Promise<Caller> {
  const named = sessionNamedBy(request)
  return named === null ? { kind: 'nobody' } : callerOf(deps, request, named)
}

/** The caller of a session whose token was proved. */
export async function callerOf(
  { db, clock }: { db: Db; clock: Clock },
  request: FastifyRequest,
  named: NamedSession,
): Promise<Caller> {
  const along = request.routeOptions.config.prefetch
  const values = along?.valuesOf(request, named.accountId)
  const read = await liveSession(db, named.sid, clock.now(), along && values ? { along, values } : null)
  if (!read) return { kind: 'nobody' }
  const { session } = read
  sessions.set(request, session)
  named.accountId = session.accountId
  if (read.along !== null) along?.keep(request, read.along)
  const who = { sessionId: session.id, accountId: session.accountId, userName: session.userName }
  const staffRoles = staffRolesOf(session)
  return staffRoles.length > 0
    ? { kind: 'staff', ...who, roles: staffRoles }
    : {
        kind: 'member',
        ...who,
        roles: session.roles,
        companyRole: companyRoleOf(session.assignedRole, session.roles, session.accountType),
        cacheVersion: session.cacheVersion,
      }
}

const sessions = new WeakMap<FastifyRequest, LiveSession>()

/** The session that the request came in with, as it was then; null for somebody who is not signed on. */
export function sessionOf(request: FastifyRequest): LiveSession | null {
  return sessions.get(request) ?? null
}
