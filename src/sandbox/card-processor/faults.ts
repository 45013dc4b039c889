import { z } from 'zod'

export const misbehaviourSchema = z.strictObject({
  /** An API operation such as `checkout.sessions.create`, `pay`, or for webhooks an event type; `*` for any. */
  operation: z.string().min(1).default('*'),
  /**
   * - `lose-answer`: does the work, then drops the connection
   * - `away`: drops the connection without doing anything
   * - `fail`: answers 500 without doing anything, and the same again to the same idempotency key
   * - `fail-after`: does the work, then answers 500, and the same again to the same idempotency key
   * - `slow`: waits `delayMs` before doing it
   * - `twice`: sends a webhook `copies` times in parallel
   * - `reorder`: collects `times` webhooks, then sends them last one first
   * - `hold-webhooks`: keeps webhooks back until they are released
   */
  fault: z.enum(['lose-answer', 'away', 'fail', 'fail-after', 'slow', 'twice', 'reorder', 'hold-webhooks']),
  /** How many calls or webhooks it befalls. */
  times: z.coerce.number().int().positive().default(1),
  copies: z.coerce.number().int().min(2).max(1000).default(2),
  delayMs: z.coerce.number().int().nonnegative().max(600_000).default(3000),
})
export type Misbehaviour = z.infer<typeof misbehaviourSchema>
type Fault = Misbehaviour['fault']

export interface Faults {
  add(misbehaviour: Misbehaviour): void
  /** Uses up one befalling of the operation; `left` is how many remain after it. */
  take(fault: Fault, operation: string): { left: number; copies: number; delayMs: number } | null
  /** Ends one kind of fault, or all of them. */
  clear(fault?: Fault): void
  pending(): readonly Misbehaviour[]
}

/** Requested misbehaviour, in memory: a restarted processor behaves. */
export function createFaults(): Faults {
  let faults: Misbehaviour[] = []
  return {
    add: (misbehaviour) => {
      faults.push(misbehaviour)
    },
    take: (fault, operation) => {
      const found = faults.find((one) => one.fault === fault && ['*', operation].includes(one.operation))
      if (!found) return null
      const left = found.times - 1
      faults = faults.flatMap((one) => (one !== found ? [one] : left === 0 ? [] : [{ ...found, times: left }]))
      return { left, copies: found.copies, delayMs: found.delayMs }
    },
    clear: (fault) => {
      faults = fault === undefined ? [] : faults.filter((one) => one.fault !== fault)
    },
    pending: () => faults,
  }
}
