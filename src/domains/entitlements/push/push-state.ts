import { DomainError } from '../../../kernel/domain-error.ts'
import type { PushState } from './tables.ts'

export type PushMove = 'send' | 'confirm' | 'lose' | 'refuse'

/**
 * How a push moves. `unknown` is a state: an answer was lost, and only a search may resolve it. `failed` was refused by
 * the platform and waits for a person, who sends it again.
 */
export const pushTransitions: Readonly<Record<PushState, Readonly<Partial<Record<PushMove, PushState>>>>> = {
  queued: { send: 'sending' },
  sending: { send: 'sending', confirm: 'live', lose: 'unknown', refuse: 'failed' },
  unknown: { send: 'sending' },
  failed: { send: 'sending' },
  live: {},
}

/** @throws {PushMoveRefused} when the table does not have the move */
export function nextPushState(from: PushState, move: PushMove): PushState {
  const next = pushTransitions[from][move]
  if (next === undefined) throw new PushMoveRefused(from, move)
  return next
}

export class PushMoveRefused extends DomainError {
  constructor(from: PushState, move: PushMove) {
    super('state-conflict', `A push that is ${from} cannot ${move}`, { from, move })
  }
}
