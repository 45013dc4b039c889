import { addDays, type LocalDate } from '../../../kernel/local-date.ts'
import { MessageError } from '../../../platform/messages/message-error.ts'
import { type Message, message } from '../../../platform/messages/messages.ts'
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

const closedMessages: Readonly<Record<QuoteState, Message>> = {
  draft: message('quotes.error.draft'),
  sent: message('quotes.error.sent'),
  accepted: message('quotes.error.accepted'),
  declined: message('quotes.error.declined'),
  superseded: message('quotes.error.superseded'),
  expired: message('quotes.error.expired'),
  withdrawn: message('quotes.error.withdrawn'),
}

export class QuoteStateConflict extends MessageError {
  constructor(state: QuoteState) {
    super('state-conflict', closedMessages[state], { state })
  }
}
