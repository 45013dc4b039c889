import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { memberInvited } from '../accounts/index.ts'
import { mailRequested } from './events.ts'
import { mailInvitation } from './mail-invitation.ts'
import { type SendMailDeps, sendMail } from './send-mail.ts'

export function notificationHandlers(deps: SendMailDeps & { readonly publicUrl: () => string }): JobHandler[] {
  return [
    handle(mailRequested, ({ mailId }) => sendMail(deps, mailId)),
    handle(memberInvited, ({ invitationId }) => mailInvitation(deps, invitationId)),
  ]
}
