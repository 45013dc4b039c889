import { DomainError } from '../../../kernel/domain-error.ts'

/**
 * `withdrawn` and `reinvited` are the customer's no: they stand against whatever the platform or a deal says. `ended` is
 * the end of what staff had said, and no word of the customer.
 */
export type ConsentState = 'invited' | 'granted' | 'declined' | 'withdrawn' | 'reinvited' | 'ended'
/** `ask` is the partner's move, `grant`, `decline` and `withdraw` are the customer's, `name` and `end` those of staff. */
export type ConsentMove = 'ask' | 'grant' | 'decline' | 'withdraw' | 'name' | 'end'

/** What may become of the word between a partner and a customer; a move that is not here cannot be made. */
export const consentTransitions: Readonly<
  Record<ConsentState | 'none', Readonly<Partial<Record<ConsentMove, ConsentState>>>>
> = {
  none: { ask: 'invited', grant: 'granted', withdraw: 'withdrawn', name: 'granted' },
  invited: { ask: 'invited', grant: 'granted', decline: 'declined', withdraw: 'withdrawn', name: 'granted' },
  granted: { grant: 'granted', withdraw: 'withdrawn', name: 'granted', end: 'ended' },
  declined: { ask: 'invited', grant: 'granted', decline: 'declined', withdraw: 'withdrawn', name: 'granted' },
  // Asking again must not undo the no, and only the customer can.
  withdrawn: { ask: 'reinvited', grant: 'granted', decline: 'withdrawn', withdraw: 'withdrawn' },
  reinvited: { ask: 'reinvited', grant: 'granted', decline: 'withdrawn', withdraw: 'withdrawn' },
  ended: { ask: 'invited', grant: 'granted', withdraw: 'withdrawn', name: 'granted', end: 'ended' },
}

/** @throws {ConsentStateConflict} for a move that the table lacks */
export function nextConsentState(from: ConsentState | 'none', move: ConsentMove): ConsentState {
  const to = consentTransitions[from][move]
  if (to === undefined) throw new ConsentStateConflict(from)
  return to
}

/** After an answer a partner may ask again when so much time has passed; until then asking changes nothing. */
export const askAgainAfterMs = 30 * 24 * 3_600_000

/** Whether asking now is a new question, for which the customer gets a mail. */
export function isNewQuestion(
  known: { readonly state: ConsentState; readonly askedAt: Date | null; readonly decidedAt: Date | null } | null,
  at: Date,
): boolean {
  if (known === null) return true
  if (consentTransitions[known.state].ask === undefined) return false
  const last = Math.max(known.askedAt?.getTime() ?? 0, known.decidedAt?.getTime() ?? 0)
  return at.getTime() - last >= askAgainAfterMs
}

const sentences: Readonly<Record<ConsentState | 'none', string>> = {
  none: 'Nobody has said anything of this partner yet.',
  invited: 'The partner has asked, and nobody has answered yet.',
  granted: 'This partner may order for the company already.',
  declined: 'The company has declined.',
  withdrawn: 'The company has taken its consent back. Only its administrators can give it again.',
  reinvited: 'The company has taken its consent back. Only its administrators can give it again.',
  ended: 'This has ended.',
}

export class ConsentStateConflict extends DomainError {
  constructor(state: ConsentState | 'none') {
    super('state-conflict', sentences[state], { state })
  }
}
