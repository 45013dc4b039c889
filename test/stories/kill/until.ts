import { setTimeout as pause } from 'node:timers/promises'

/** Looks until there is something to see, at most this many seconds. */
export async function until<Value>(
  what: string,
  seconds: number,
  look: () => Promise<Value | null | undefined | false>,
): Promise<Value> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`${what}: waited ${seconds} seconds for it`)
    await pause(50)
  }
}
