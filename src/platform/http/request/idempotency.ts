import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db } from '../../db/db.ts'
import { InvalidInput } from '../answer/problems.ts'
import { idempotencyKeys } from '../tables.ts'

/** After this time a first request that never answered is taken for dead, and the retry runs. */
const abandonedAfterMs = 30_000
const longestKey = 200

declare module 'fastify' {
  interface FastifyRequest {
    idempotency: { readonly caller: string; readonly key: string } | null
  }
  interface FastifyContextConfig {
    /** Set on routes whose answer is a key to something: it is not kept, and a repeated request runs again. */
    secretAnswer?: boolean
  }
}

/**
 * Writes with an `Idempotency-Key` are answered once: the same key and content gets the stored answer, other content an
 * error. The use cases behind are repeatable by themselves; this spares the client the difference.
 */
export function rememberAnswers(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  app.decorateRequest('idempotency', null)
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (request.method === 'GET' || typeof key !== 'string' || request.routeOptions.config.secretAnswer) return
    if (key.length > longestKey)
      throw new InvalidInput([{ pointer: '#headers/idempotency-key', detail: `Give at most ${longestKey} characters` }])
    const caller = callerKey(request)
    if (caller === null) return
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([request.method, request.url, request.body ?? null]))
      .digest('hex')
    const now = clock.now()
    const inserted = await db
      .insert(idempotencyKeys)
      .values({ caller, key, fingerprint, createdAt: now })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key })
    request.idempotency = { caller, key }
    if (inserted.length > 0) return
    const [first] = await db.select().from(idempotencyKeys).where(rowOf(caller, key))
    if (!first) return
    if (first.fingerprint !== fingerprint) throw forget(request, new IdempotencyKeyReused())
    if (first.status !== null) {
      request.idempotency = null
      return reply.code(first.status).header('idempotent-replay', 'true').send(first.body)
    }
    if (now.getTime() - first.createdAt.getTime() < abandonedAfterMs) throw forget(request, new IdempotencyKeyInUse())
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const kept = request.idempotency
    if (!kept) return
    const keep = reply.statusCode < 400 && typeof payload === 'string' && payload.startsWith('{')
    const noted = keep
      ? db
          .update(idempotencyKeys)
          .set({ status: reply.statusCode, body: JSON.parse(payload) })
          .where(rowOf(kept.caller, kept.key))
      : db.delete(idempotencyKeys).where(rowOf(kept.caller, kept.key))
    // The answer is true whether or not it could be kept; a key that stays is given up after its time.
    await noted.catch((error: unknown) =>
      request.log.warn({ err: error }, 'the answer to an Idempotency-Key was not kept'),
    )
  })
}

function rowOf(caller: string, key: string) {
  return and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key))
}

function forget(request: FastifyRequest, error: Error): Error {
  request.idempotency = null
  return error
}

function callerKey({ caller }: FastifyRequest): string | null {
  switch (caller.kind) {
    case 'nobody':
      return null
    case 'site':
      return `site:${caller.siteId}`
    default:
      return `${caller.kind}:${caller.accountId}:${caller.userName}`
  }
}

export class IdempotencyKeyReused extends DomainError {
  constructor() {
    super('idempotency-key-reused', 'Use a new Idempotency-Key for another request.')
  }
}

export class IdempotencyKeyInUse extends DomainError {
  constructor() {
    super('idempotency-key-in-use', 'Wait for the first answer, or ask again in half a minute.')
  }
}
