import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { MailWaits } from './errors.ts'
import { mailRequested } from './events.ts'
import * as store from './store.ts'

/**
 * Sends a mail again as it was written, to the same address, because a person asked for it.
 * @throws {NotFound | MailWaits}
 */
export async function resendMail(
  deps: { readonly db: Db; readonly clock: Clock },
  request: { readonly mailId: string; readonly actor: string },
): Promise<store.MailSummaryRow> {
  const { mailId, actor } = request
  return deps.db.transaction(async (tx) => {
    const mail = await store.queueAgain(tx, mailId)
    if (mail === null) throw (await store.findMail(tx, mailId)) === null ? new NotFound('mail') : new MailWaits(mailId)
    await enqueue(tx, mailRequested, { mailId })
    await audit(tx, { at: deps.clock.now(), actor, action: 'mail.resend', subject: mailId })
    return mail
  })
}
