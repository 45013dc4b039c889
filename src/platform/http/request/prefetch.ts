import type { FastifyRequest } from 'fastify'
import type { Parts, QueryParams } from '../../db/prepared-query.ts'

/**
 * What a route needs whenever it answers, and the database reads in the statement that reads the session: one round trip
 * less. Its parts find the session's account in `asked`, beside what `valuesOf` gives. Whoever may not call the route has
 * caused it to be read, and no more: it is looked at by the route alone.
 */
export interface Prefetch<Read extends object = object> {
  readonly names: readonly string[]
  readonly parts: Parts<Read>
  /**
   * Asked before anything of the request was checked; null when this request needs nothing. `accountId` is whose session
   * it was last time: a hint, and no proof of anything.
   */
  valuesOf(request: FastifyRequest, accountId: string | undefined): QueryParams | null
  keep(request: FastifyRequest, read: Read): void
  /** Null when it was not read. */
  of(request: FastifyRequest): Read | null
}

declare module 'fastify' {
  interface FastifyContextConfig {
    prefetch?: Prefetch
  }
}

export function prefetch<Read extends object>(
  given: Pick<Prefetch<Read>, 'names' | 'parts' | 'valuesOf'>,
): Prefetch<Read> {
  const kept = new WeakMap<FastifyRequest, Read>()
  return {
    ...given,
    keep: (request, read) => void kept.set(request, read),
    of: (request) => kept.get(request) ?? null,
  }
}
