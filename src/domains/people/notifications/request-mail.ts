import { derivedId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { mailRequested } from './events.ts'
import type { MailRequest } from './mail-kinds.ts'
import { renderMail } from './render-mail.ts'
import { insertMail } from './store.ts'

/**
 * Writes a mail and enqueues it in the caller's transaction, so that it goes out if and only if what it tells of was
 * committed. The same dedupe key asks for the same mail: what was written first stays. Gives the mail's id.
 */
export async function requestMail(tx: Tx, request: MailRequest): Promise<string> {
  const { kind, dedupeKey, reference, recipient, at } = request
  const id = derivedId('mail', dedupeKey)
  const isNew = await insertMail(tx, {
    id,
    kind,
    dedupeKey,
    reference,
    recipient,
    ...renderMail(request),
    state: 'queued',
    attempts: 0,
    createdAt: at,
  })
  if (isNew) await enqueue(tx, mailRequested, { mailId: id }, { key: id })
  return id
}
