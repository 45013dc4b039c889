import type { PGlite } from '@electric-sql/pglite'
import { DatabaseFailure } from './database-failure.ts'
import { createAnswerReader, type TransactionState } from './embedded-protocol.ts'

/** The one session of the embedded database. */
export interface EmbeddedSession {
  /**
   * Sends one message and hands the answer's bytes on, each piece its own copy.
   * @returns the transaction's state after it; null where more messages belong to it
   * @throws {EmbeddedDatabaseBroken} from the first break on
   */
  send(message: Uint8Array, onBytes: (bytes: Buffer) => void): Promise<TransactionState | null>
  readonly broken: EmbeddedDatabaseBroken | null
}

// How PGlite's main loop says that a statement failed and the session goes on; anything else has ended it.
const statementFailed = 100

/**
 * PGlite 0.5 swallows whatever its main loop throws, so a database that panicked (such as on a full disk, at a checkpoint)
 * would go on with memory in an unknown state, or the loop would never end. Here it is broken from then on.
 */
export function openSession(database: PGlite, onBroken: (error: EmbeddedDatabaseBroken) => void): EmbeddedSession {
  const reader = createAnswerReader()
  let broken: EmbeddedDatabaseBroken | null = null

  function breakWith(cause: unknown): EmbeddedDatabaseBroken {
    if (broken === null) {
      broken = new EmbeddedDatabaseBroken(reader.takeError() ?? messageOf(cause), cause)
      onBroken(broken)
    }
    return broken
  }

  const module = database.Module
  const loopOnce = module._PostgresMainLoopOnce
  module._PostgresMainLoopOnce = () => {
    try {
      return loopOnce()
    } catch (error) {
      if (statusOf(error) === statementFailed) throw error
      throw new LoopEnded(breakWith(error))
    }
  }

  return {
    get broken() {
      return broken
    },
    send: async (message, onBytes) => {
      if (broken) throw broken
      reader.takeError()
      let failure: unknown
      await database
        .execProtocolRawStream(message, {
          onRawData: (data) => {
            // Called out of the database's own code, which an exception would leave half done.
            try {
              if (broken) return
              // The database writes its next piece into this very memory, before a slow reader has taken this one.
              const copy = Buffer.from(data)
              reader.add(copy)
              onBytes(copy)
            } catch (error) {
              failure ??= error
            }
          },
        })
        .catch((error: unknown) => {
          failure ??= error
        })
      if (failure !== undefined) throw breakWith(failure)
      if (!reader.isWhole()) throw breakWith(new Error('an answer ended within a message'))
      return reader.takeState()
    },
  }
}

/** PGlite asks what it catches for its status and goes on; asked for it, this one is thrown again. */
class LoopEnded extends Error {
  constructor(cause: unknown) {
    super('the main loop of the embedded database ended', { cause })
  }
  get status(): never {
    throw this
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
}

function messageOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'message' in cause) return String(cause.message)
  return String(cause)
}

export class EmbeddedDatabaseBroken extends DatabaseFailure {
  constructor(reason: string, cause: unknown) {
    super(
      'embedded-database-broken',
      `The embedded database has ended (${reason}). What was committed is kept; mend the cause, then start again.`,
      { reason },
      cause,
    )
  }
}
