import { type SQL, sql } from 'drizzle-orm'
import { cacheVersion } from '../../../platform/answers/cache-version.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import {
  objectOf,
  type Parts,
  type PreparedQuery,
  prepareForRow,
  type QueryParams,
  runForRow,
} from '../../../platform/db/prepared-query.ts'
import type { CompanyRole } from '../../../platform/http/request/caller.ts'
import { assignedToMember } from './store.ts'
import {
  type AccountType,
  accounts,
  companyMembers,
  members,
  memberships,
  type SessionProfile,
  sessions,
} from './tables.ts'

export interface LiveSession {
  readonly id: string
  readonly userName: string
  readonly accountId: string
  readonly accountName: string
  readonly accountType: AccountType
  /** The platform's roles as the mirror has them at this request, not as they were at the sign-on. */
  readonly roles: readonly string[]
  /** What the company said of the member; null when nothing. */
  readonly assignedRole: CompanyRole | null
  readonly profile: SessionProfile
  readonly expiresAt: Date
  /** See `cacheVersion`. */
  readonly cacheVersion: string
}

/** What a route wants to be read with the session. */
export interface Along {
  readonly names: readonly string[]
  readonly parts: Parts<object>
}

export interface SessionRead {
  readonly session: LiveSession
  /** What the parts gave; null when none were asked for. */
  readonly along: object | null
}

/**
 * The session, and in the same statement what else is wanted: as it was at one instant. Null when the session ended, was
 * revoked, or its account or the member's place in it is gone or taken back; then nothing else is read either.
 */
export async function liveSession(
  tx: Db | Tx,
  id: string,
  now: Date,
  wanted: { readonly along: Along; readonly values: QueryParams } | null = null,
): Promise<SessionRead | null> {
  const statement = wanted === null ? alone : statementWith(wanted.along)
  const values = { ...wanted?.values, sessionId: id, now: now.toISOString() }
  const read = await runForRow<Facts, string>(tx, statement, values)
  return read && { session: { ...read.session, expiresAt: new Date(read.session.expiresAt) }, along: read.along }
}

interface Facts {
  readonly session: Omit<LiveSession, 'expiresAt'> & { readonly expiresAt: string }
  readonly along: object | null
}

const columns: { readonly [Name in keyof LiveSession]: SQL } = {
  id: sql`${sessions.id}`,
  userName: sql`${sessions.userName}`,
  accountId: sql`${sessions.accountId}`,
  accountName: sql`${accounts.name}`,
  accountType: sql`${accounts.accountType}`,
  roles: sql`${memberships.roles}`,
  assignedRole: sql`${companyMembers.role}`,
  profile: sql`${sessions.profile}`,
  expiresAt: sql`${sessions.expiresAt}`,
  cacheVersion: cacheVersion(sessions.accountId),
}

// With the account's columns under the names that `accountRow` has.
const row = sql`(
  select ${accounts.partnerTier} as "partnerTier", ${accounts.currency} as "currency", ${sql.join(
    Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.raw(`"${name}"`)}`),
    sql`, `,
  )}
  from ${sessions}
  join ${accounts} on ${accounts.accountId} = ${sessions.accountId} and ${accounts.removedAt} is null
  join ${members} on ${members.userName} = ${sessions.userName} and ${members.active} and ${members.removedAt} is null
  join ${memberships} on ${memberships.userName} = ${sessions.userName} and ${memberships.accountId} = ${sessions.accountId}
  left join ${companyMembers} on ${assignedToMember}
  where ${companyMembers.removedAt} is null and ${sessions.id} = given."sessionId" and ${sessions.revokedAt} is null
    and ${sessions.expiresAt} > given."now"::timestamptz)`

const session = objectOf(Object.fromEntries(Object.keys(columns).map((name) => [name, sql.raw(`asked."${name}"`)])))
const own = ['sessionId', 'now']
const alone = prepareForRow(own, row, { session, along: sql`null` })

const written = new WeakMap<Along, PreparedQuery<string>>()

function statementWith(along: Along): PreparedQuery<string> {
  const known = written.get(along)
  if (known !== undefined) return known
  const statement = prepareForRow([...own, ...along.names], row, { session, along: objectOf(along.parts) })
  written.set(along, statement)
  return statement
}
