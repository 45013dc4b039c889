import postgres from 'postgres'
import { InvalidConfiguration } from './config.ts'
import { DomainError } from './kernel/domain-error.ts'
import { DatabaseFailure } from './platform/db/database-failure.ts'

export interface StartFailure {
  /** One sentence, or a list of mistakes, without any secret. */
  readonly sentence: string
  /** `away`: something outside does not answer. `refused`: a person has to change what was given. */
  readonly kind: 'away' | 'refused'
}

/** Of an error that a person can mend: the words for it. Null for a mistake of ours, whose stack is then worth reading. */
export function startFailureOf(error: unknown): StartFailure | null {
  if (error instanceof DatabaseFailure) return ofFailure(error)
  if (error instanceof DomainError || error instanceof InvalidConfiguration)
    return { sentence: error.message, kind: 'refused' }
  if (!(error instanceof Error)) return null
  if (error instanceof postgres.PostgresError) return ofDatabase(error)
  // Drizzle's own error names the statement; the cause says what happened.
  if (error.cause instanceof Error && 'query' in error) return startFailureOf(error.cause)
  if (error instanceof AggregateError) return startFailureOf(error.errors.at(0))
  const { code, syscall, path, address } = error as NodeJS.ErrnoException & { readonly address?: unknown }
  if (typeof code !== 'string') return null
  if (syscall === 'listen') return ofPort(code, error.message)
  if (typeof path === 'string' && reasons.has(code) && syscall !== 'connect')
    return {
      sentence: `${path} cannot be used: ${reasons.get(code)} (${code}). Mend that, or give another path; that of the store's own directory is DATA_DIR.`,
      kind: 'refused',
    }
  if (connectionCodes.test(code))
    return {
      sentence: `The database does not answer: ${error.message}. Look at it, and at DATABASE_URL.`,
      kind: 'away',
    }
  return typeof address === 'string' ? { sentence: `${error.message}.`, kind: 'away' } : null
}

/** What lies behind a database that is away says more; every other failure names itself what mends it. */
function ofFailure(failure: DatabaseFailure): StartFailure {
  if (failure.code !== 'database-unavailable') return { sentence: failure.message, kind: 'away' }
  const sentence = `${failure.message}. Look at it, and at DATABASE_URL.`
  return startFailureOf(failure.cause) ?? { sentence, kind: 'away' }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'this user may not read or write there'],
  ['EPERM', 'this user may not read or write there'],
  ['EROFS', 'it is read-only'],
  ['ENOSPC', 'its disk is full'],
  ['EDQUOT', 'its disk is full for this user'],
  ['ENOTDIR', 'a part of the path is no directory'],
  ['EEXIST', 'a part of the path is no directory'],
  ['EISDIR', 'it is a directory'],
  ['ENOENT', 'it does not exist'],
  ['ELOOP', 'its links lead in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
])

const connectionCodes =
  /^(ECONN\w+|ENOTFOUND|EAI_\w+|EHOST\w+|ENET\w+|ETIMEDOUT|EPIPE|ENOENT|EACCES|CONNECT(ION)?_\w+|ERR_TLS\w*|ERR_SSL\w*|CERT_\w+|DEPTH_ZERO\w*|SELF_SIGNED\w*|UNABLE_TO\w*)$/

function ofPort(code: string, message: string): StartFailure {
  const way = 'choose another with PORT or the BOX_..._PORT variables'
  const reason =
    code === 'EADDRINUSE'
      ? `Something listens there already; ${way}.`
      : code === 'EACCES'
        ? `This user may not use that port; ${way}.`
        : 'This machine has no such address; choose another with HOST.'
  return { sentence: `${message}. ${reason}`, kind: 'refused' }
}

// Classes of PostgreSQL: 08 connection, 28 authorization, 3D and 3F names, 53 resources, 57P shutting down or starting.
function ofDatabase({ code, message }: postgres.PostgresError): StartFailure | null {
  if (!/^(08|28|3D|3F|53|57P)|^42501$|^25006$/.test(code)) return null
  return { sentence: `The database refused: ${message} (${code}). Look at it, and at DATABASE_URL.`, kind: 'away' }
}
