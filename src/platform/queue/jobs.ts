import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import PgBoss from 'pg-boss'
import type { z } from 'zod'
import type { Tx } from '../db/db.ts'

/** Work for later. `long` work (a sync, taking files in) has a lane of its own, so that it never delays an order. */
export interface JobDefinition<Payload extends object> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
  readonly lane: Lane
  /** How often it is tried again, waiting longer each time, before it becomes a dead letter. */
  readonly retries: number
}
export type Lane = 'short' | 'long'
export const lanes: readonly Lane[] = ['short', 'long']

export function defineJob<Payload extends object>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition
}

export interface EnqueueOptions {
  /** A job is enqueued once under a key. */
  readonly key?: string
  readonly delaySeconds?: number
}

// Never started and without a connection of its own: it only writes the insert that runs in the caller's transaction.
const sender = new PgBoss({ db: { executeSql: () => Promise.reject(new Error('enqueue needs a transaction')) } })

/** Puts work on the queue within the caller's transaction: rolled back means never sent. */
export async function enqueue<Payload extends object>(
  tx: Tx,
  job: JobDefinition<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<void> {
  await tx.execute(await jobInsert(job, payload, options))
}

/** The insert that puts work on the queue, to be sent with other writes of a transaction. */
export async function jobInsert<Payload extends object>(
  job: JobDefinition<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<SQL> {
  let insert: SQL | undefined
  const id = options.key === undefined ? undefined : uuidOf(job.name, options.key)
  await sender.send(
    job.lane,
    { job: job.name, payload },
    {
      db: {
        executeSql: async (text, values) => {
          insert = insertOf(text, values)
          return { rows: [] }
        },
      },
      retryLimit: job.retries,
      retryDelay: 2,
      retryBackoff: true,
      expireInMinutes: job.lane === 'long' ? 240 : 15,
      retentionDays: 365,
      ...(id === undefined ? {} : { id }),
      ...(options.delaySeconds === undefined ? {} : { startAfter: options.delaySeconds }),
    },
  )
  if (!insert) throw new Error('the queue wrote no insert')
  return insert
}

function insertOf(text: string, values: readonly unknown[]): SQL {
  // pg-boss numbers its parameters and uses one several times; Drizzle gives each use a number of its own. A text is
  // named as one, so that each use means the same and the casts of the statement come into play only where they are.
  const pieces = text.split(/(\$\d+)/).map((piece) => {
    const number = /^\$(\d+)$/.exec(piece)?.[1]
    if (number === undefined) return sql.raw(piece)
    const value = values[Number(number) - 1] ?? null
    if (typeof value === 'string') return sql`${value}::text`
    return sql`${typeof value === 'object' && value !== null ? JSON.stringify(value) : value}`
  })
  return sql.join(pieces, sql.raw(''))
}

function uuidOf(name: string, key: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([name, key]))
    .digest('hex')
  // Version 8 of RFC 9562: an id of our own making.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
