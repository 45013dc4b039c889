import type { Clock } from '../../src/kernel/clock.ts'

export interface MovableClock extends Clock {
  advance(by: { readonly seconds?: number; readonly minutes?: number; readonly days?: number }): void
}

/** A clock that stands still until it is moved. */
export function movableClock(start = '2026-06-15T10:00:00Z'): MovableClock {
  let now = new Date(start).getTime()
  return {
    now: () => new Date(now),
    advance: ({ seconds = 0, minutes = 0, days = 0 }) => {
      now += ((days * 24 * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
