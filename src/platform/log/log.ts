import { type Logger, pino } from 'pino'

export type Log = Logger

// A net, not a plan: nobody should log these in the first place.
const redacted = [
  'password',
  'token',
  'authorization',
  'secret',
  'email',
  'address',
  'shipTo',
  'billTo',
  'userName',
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.token',
  '*.authorization',
  '*.secret',
  '*.email',
  '*.address',
  '*.userName',
]

/** A JSON logger on standard output; the redaction list removes secrets and personal data that slipped in. */
export function createLog(options: { readonly level: string; readonly name?: string }): Log {
  return pino({
    level: options.level,
    base: options.name === undefined ? null : { name: options.name },
    serializers: { err: describeError },
    redact: { paths: redacted, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}

interface LoggedError {
  readonly type: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  readonly cause?: LoggedError
}

/**
 * An error for the log: kind, sentence, stack and what caused it. Statements of the database go without their values,
 * and the database's own details, which quote rows, are left out.
 */
export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' }
  const failedQuery = 'params' in error && 'query' in error
  const message = failedQuery ? `Failed query: ${String(error.query).slice(0, 300)}` : error.message
  const frames = error.stack?.slice(error.stack.indexOf('\n    at ') + 1)
  return {
    type: error.name,
    message,
    ...(frames === undefined ? {} : { stack: frames }),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
