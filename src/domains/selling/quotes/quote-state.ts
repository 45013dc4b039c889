import { DomainError } from '../../../kernel/domain-error.ts'
import { addDays, type LocalDate } from '../../../kernel/local-date.ts'
import type { QuoteState } from './quote-tables.ts'

export type QuoteMove = 'send' | 'accept' | 'decline' | 'supersede' | 'expire' | 'withdraw' | 'payLate'

/** What may become of a version; a move that is not here cannot be made. */
export const quoteTransitions: Readonly<Record<QuoteState, Readonly<Partial<Record<QuoteMove, QuoteState>>>>> = {
  // `accept` of a draft: staff who place the order at once have no need to send it.
  draft: { send: 'sent', accept: 'accepted', withdraw: 'withdrawn' },
  sent: {
    accept: 'accepted',
    payLate: 'accepted',
    decline: 'declined',
    supersede: 'superseded',
    expire: 'expired',
    withdraw: 'withdrawn',
  },
  // `payLate`: whoever went to the card page in time and paid there has bought, whatever was said meanwhile.
  declined: { payLate: 'accepted' },
  superseded: { payLate: 'accepted' },
  expired: { payLate: 'accepted' },
  withdrawn: { payLate: 'accepted' },
  accepted: {},
}

/** @throws {QuoteStateConflict} for a move that the table lacks */
export function nextQuoteState(from: QuoteState, move: QuoteMove): QuoteState {
  const to = quoteTransitions[from][move]
  if (to === undefined) throw new QuoteStateConflict(from)
  return to
}

/** The state as it is on a day: a version that was sent is expired after its last good day, noted or not. */
export function standingOf(
  version: { readonly state: QuoteState; readonly validThrough: LocalDate },
  today: LocalDate,
): QuoteState {
  return version.state === 'sent' && version.validThrough < today ? 'expired' : version.state
}

/** The first instant at which a version is no longer good. Its days are those of UTC. */
export function endOf(validThrough: LocalDate): Date {
  return new Date(`${addDays(validThrough, 1)}T00:00:00Z`)
}

const sentences: Readonly<Record<QuoteState, string>> = {
  draft: 'This quote was not sent yet.',
  sent: 'This quote was sent.',
  accepted: 'This quote was accepted; it is an order.',
  declined: 'This quote was declined.',
  superseded: 'There is a newer version of this quote. Look at that one.',
  expired: 'This quote has expired. Ask for a new version.',
  withdrawn: 'This quote was withdrawn.',
}

export class QuoteStateConflict extends DomainError {
  constructor(state: QuoteState) {
    super('state-conflict', sentences[state], { state })
  }
}
