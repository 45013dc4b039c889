import { handle, type JobHandler } from '../../platform/queue/worker.ts'
import { mailRequested } from './events.ts'
import { type SendMailDeps, sendMail } from './send-mail.ts'

export function notificationHandlers(deps: SendMailDeps): JobHandler[] {
  return [handle(mailRequested, ({ mailId }) => sendMail(deps, mailId))]
}
