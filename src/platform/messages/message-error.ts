import { DomainError } from '../../kernel/domain-error.ts'
import { type Message, messagesIn } from './messages.ts'

/** A rejection whose sentence is in the catalog: the API and the log say it in English, a page in its reader's language. */
export class MessageError extends DomainError {
  readonly said: Message

  constructor(code: string, said: Message, facts: Readonly<Record<string, unknown>> = {}) {
    super(code, messagesIn('en').of(said), facts)
    this.said = said
  }
}
