import { DrizzleQueryError } from 'drizzle-orm'
import postgres from 'postgres'
import { DomainError } from '../../kernel/domain-error.ts'

/**
 * The database is not there, or cannot be used as it is: no connection, no turn in time, or a state that a person has to
 * mend, which the sentence then says. `database-unavailable`: the same may work in a moment.
 */
export class DatabaseFailure extends DomainError {}

/** No connection, no turn, or none in time. */
export function databaseAway(why: string, cause?: unknown): DatabaseFailure {
  return new DatabaseFailure('database-unavailable', `The database is away: ${why}`, {}, cause)
}

/**
 * Whether an error is about the state of the database rather than about what was asked of it. `away`: it does not answer.
 * `full`: it has no room. Null for every other error, also where a partner could not be reached.
 * @see PostgreSQL documentation, appendix A, "PostgreSQL Error Codes"
 */
export function databaseTroubleOf(error: unknown): 'away' | 'full' | null {
  if (error instanceof DatabaseFailure) return databaseTroubleOf(error.cause) ?? 'away'
  if (error instanceof DrizzleQueryError) return isLostConnection(error.cause) ? 'away' : databaseTroubleOf(error.cause)
  if (error instanceof postgres.PostgresError) return troubleOfState(error.code)
  const code = codeOf(error)
  // A file that the store itself writes, such as one of the media, meets the same disk.
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  return code.startsWith('CONNECTION_') ? 'away' : null
}

/** Of an error that the driver gave: the connection is gone or never came about. */
export function isLostConnection(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return troubleOfState(error.code) === 'away'
  return lostCodes.test(codeOf(error))
}

// The driver's own names, then those of Node's sockets; ENOENT is a local socket that is not there.
const lostCodes =
  /^(CONNECTION_\w+|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/

function troubleOfState(state: string): 'away' | 'full' | null {
  // No room on the disk, no memory; and an index or a table that cannot be extended.
  if (state === '53100' || state === '53200') return 'full'
  // Connections that broke (08), too many of them (53300), a server that stops or starts (57P0x), one that may only be
  // read while another takes over (25006), a disk that fails (58030).
  return /^(08|57P0)/.test(state) || ['53000', '53300', '53400', '25006', '58030'].includes(state) ? 'away' : null
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
