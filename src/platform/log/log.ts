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
    redact: { paths: redacted, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}
