import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'

const pollMs = 100

/** Looks again and again until there is something to see. @throws {NeverHappened} after the time that is given */
export async function until<Value>(
  clock: Clock,
  what: string,
  look: () => Promise<Value | null | undefined | false>,
  limitSeconds = 30,
): Promise<Value> {
  const end = clock.now().getTime() + limitSeconds * 1000
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (clock.now().getTime() >= end) throw new NeverHappened(what, limitSeconds)
    await pause(pollMs)
  }
}

export class NeverHappened extends Error {
  constructor(what: string, limitSeconds: number) {
    super(`${what}: waited ${limitSeconds} seconds for it`)
    this.name = 'NeverHappened'
  }
}
