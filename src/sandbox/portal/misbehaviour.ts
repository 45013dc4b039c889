import type { Collection } from '../journal.ts'

export const faults = [
  'lose-answer',
  'answer-twice',
  'partial-failure',
  'failure',
  'empty-page',
  'away',
  'server-fault',
  'slow',
] as const

/**
 * `lose-answer`: does the work, then cuts the connection. `answer-twice`: does the work twice, as if a proxy had
 * delivered the request twice, and gives the second answer. `partial-failure`: does only part of a write and says so.
 * `failure`: refuses without doing anything. `empty-page`: SUCCESS without items. `away`: 503. `server-fault`: a SOAP
 * Fault of the server. `slow`: waits before it does the work.
 */
export type Fault = (typeof faults)[number]

export interface Misbehaviour {
  /** The vendor's name of the operation, `download` for files, or `*` for whatever comes. */
  readonly operation: string
  readonly fault: Fault
  readonly times: number
  /** For `slow`, in milliseconds. */
  readonly delayMs: number
}

export interface MisbehaviourBook {
  plan(misbehaviour: Misbehaviour): void
  /** What the operation shall do wrong this time, if anything; uses it up. The oldest plan goes first. */
  next(operation: string): Misbehaviour | undefined
  clear(): void
  readonly open: readonly Misbehaviour[]
}

export type PlannedMisbehaviour = Misbehaviour & { readonly key: string }

/** Plans are kept until used up, over restarts too. */
export function misbehaviourBook(plans: Collection<PlannedMisbehaviour>, newKey: () => string): MisbehaviourBook {
  return {
    plan(misbehaviour) {
      const key = newKey()
      plans.set(key, { ...misbehaviour, key })
    },
    next(operation) {
      const found = plans.values().find((plan) => plan.operation === operation || plan.operation === '*')
      if (!found) return undefined
      if (found.times <= 1) plans.delete(found.key)
      else plans.set(found.key, { ...found, times: found.times - 1 })
      return found
    },
    clear() {
      for (const { key } of plans.values()) plans.delete(key)
    },
    get open() {
      return plans.values()
    },
  }
}
