import type { Clock } from '../../../kernel/clock.ts'
import { dateOf, writtenDate } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { companyMemberOf, findInvitation, invitationStateAt } from '../accounts/index.ts'
import { requestMail } from './request-mail.ts'

/** One mail for each invitation; none for one that is over by then. */
export async function mailInvitation(
  deps: { readonly db: Db; readonly clock: Clock; readonly publicUrl: () => string },
  invitationId: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const invitation = await findInvitation(tx, invitationId)
    if (!invitation || invitationStateAt(invitation, at) !== 'open') return
    const { accountId, companyName, email, role, invitedBy, expiresAt } = invitation
    const inviter = await companyMemberOf(tx, accountId, invitedBy)
    await requestMail(tx, {
      kind: 'company-invitation',
      dedupeKey: `company-invitation:${invitation.id}`,
      reference: invitation.id,
      recipient: email,
      // Nobody knows yet which language they read.
      locale: 'en',
      at,
      data: {
        companyName,
        role,
        invitedBy: inviter?.name ?? invitedBy,
        invitationUrl: `${deps.publicUrl()}/invitations/${invitation.id}?key=${encodeURIComponent(invitation.linkKey)}`,
        expiresOn: writtenDate(dateOf(expiresAt)),
      },
    })
  })
}
