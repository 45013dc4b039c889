import type { MediaJobState } from './tables.ts'

/** What can happen to a job. The first six are what a site reports; the store does the others. */
export type MediaJobAction =
  | 'stage'
  | 'image'
  | 'submit'
  | 'run'
  | 'finish'
  | 'fail'
  | 'release'
  | 'refuse'
  | 'reroute'
  | 'expire'
  | 'cancel'
  | 'confirmCancel'

type Moves = Readonly<Partial<Record<MediaJobAction, MediaJobState>>>

// A later step implies the earlier ones: their reports may be on their way, or lost.
const atSite: Moves = { stage: 'staged', image: 'imaged', submit: 'submitted', run: 'running' }
const ends: Moves = { finish: 'made', fail: 'failed', confirmCancel: 'cancelled' }

/**
 * Every move there is. `made`, `failed` and `cancelled` are final: a retry is a new job. `expired` is only what the store
 * concluded from silence, so a site that speaks again may still say how the job ended.
 */
export const transitions: Readonly<Record<MediaJobState, Moves>> = {
  queued: { release: 'released', refuse: 'failed', cancel: 'cancelled' },
  released: { ...atSite, ...ends, reroute: 'released' },
  staged: { ...without(atSite, 'stage'), ...ends, reroute: 'released' },
  imaged: { ...without(atSite, 'stage', 'image'), ...ends, reroute: 'released' },
  submitted: { run: 'running', ...ends, expire: 'expired' },
  running: { ...ends, expire: 'expired' },
  made: {},
  failed: {},
  expired: ends,
  cancelled: {},
}

/** The state after an action; null when the table has no such move, and the job then stays as it is. */
export function nextState(from: MediaJobState, action: MediaJobAction): MediaJobState | null {
  return transitions[from][action] ?? null
}

/** A site works on these, in this order. */
export const statesAtSite = ['released', 'staged', 'imaged', 'submitted', 'running'] as const

export function isAtSite(state: MediaJobState): state is (typeof statesAtSite)[number] {
  return statesAtSite.some((each) => each === state)
}

/** A job that ended so can be made again, as a new job. */
export function canRetry(state: MediaJobState): boolean {
  return state === 'failed' || state === 'expired' || state === 'cancelled'
}

function without(moves: Moves, ...actions: readonly MediaJobAction[]): Moves {
  const left = { ...moves }
  for (const action of actions) delete left[action]
  return left
}
