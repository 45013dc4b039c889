import type { Clock } from '../../../kernel/clock.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Brand } from '../../../platform/http/pages/brand.ts'
import type { Log } from '../../../platform/log/log.ts'
import { mailRequested } from './events.ts'
import type { MailSender } from './port.ts'
import { signed } from './render-mail.ts'
import * as store from './store.ts'

export interface SendMailDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly mailSender: MailSender
  readonly brand: Brand
}

/**
 * Hands a mail to the mail server. May run twice: a sent mail is left alone, and a mail whose fate is unclear goes out
 * again under the same Message-ID. The queue tries again; after its last try, or a refusal for good, the mail is `failed`.
 * @throws {PartnerFailure}
 */
export async function sendMail(deps: SendMailDeps, mailId: string): Promise<void> {
  const mail = await store.findMail(deps.db, mailId)
  if (mail === null || mail.state === 'sent') return
  const { recipient: to, subject, text, html } = signed(mail, deps.brand)
  try {
    await deps.mailSender.send({ mailId, to, subject, text, html })
  } catch (error) {
    const final = error instanceof PartnerFailure && error.judgement === 'final'
    const state = final || mail.attempts >= mailRequested.retries ? 'failed' : 'queued'
    const reason = error instanceof PartnerFailure ? error.message : 'The mail could not be sent'
    await deps.db.transaction((tx) => store.recordFailure(tx, { id: mailId, state, error: reason }))
    throw error
  }
  await deps.db.transaction((tx) => store.recordSent(tx, mailId, deps.clock.now()))
  deps.log.info({ mailId, kind: mail.kind }, 'mail handed to the mail server')
}
