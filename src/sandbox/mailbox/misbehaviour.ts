import { z } from 'zod'

export const misbehaviourSchema = z.strictObject({
  /** `refuse`: recipients get 550. `away`: 421 as greeting. `slow`: the mail is taken after a wait. */
  fault: z.enum(['refuse', 'away', 'slow']),
  times: z.number().int().min(0).max(1000).default(1),
  delayMs: z.number().int().min(0).max(600_000).default(5000),
})
export type Misbehaviour = z.infer<typeof misbehaviourSchema>

export interface Misbehaviours {
  plan(misbehaviour: Misbehaviour): void
  /** Uses one up; null when none of this kind is planned. */
  take(fault: Misbehaviour['fault']): Misbehaviour | null
}

export function createMisbehaviours(): Misbehaviours {
  const planned = new Map<Misbehaviour['fault'], Misbehaviour>()
  return {
    plan: (misbehaviour) => {
      planned.set(misbehaviour.fault, misbehaviour)
    },
    take: (fault) => {
      const found = planned.get(fault)
      if (!found || found.times === 0) return null
      planned.set(fault, { ...found, times: found.times - 1 })
      return found
    },
  }
}
