import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { handle, type JobHandler } from '../../../platform/queue/worker.ts'
import { findInvitation, invitationStateAt } from './company-invitations.ts'
import { memberToCreate } from './events.ts'
import { type MirroredMember, mirrorMember } from './mirror.ts'
import type { MemberDirectory } from './port.ts'
import { signInNameOf } from './sign-in-name.ts'

export interface AccountHandlerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly platform: MemberDirectory & { member(userName: string): Promise<MirroredMember | null> }
}

export function accountHandlers(deps: AccountHandlerDeps): JobHandler[] {
  return [handle(memberToCreate, ({ invitationId }) => listAtPlatform(deps, invitationId))]
}

/**
 * Asks the platform to list an invited person as a member of the account, and shows the person as the platform has them
 * then, so that nobody waits for the next sync. May run twice. Does nothing for an invitation that is over.
 */
async function listAtPlatform({ db, clock, platform }: AccountHandlerDeps, invitationId: string): Promise<void> {
  const invitation = await findInvitation(db, invitationId)
  if (!invitation || invitation.confirmedAt === null) return
  if (invitationStateAt(invitation, clock.now()) !== 'open') return
  const { email, firstName, lastName, accountId } = invitation
  await platform.listMember({ userName: email, firstName, lastName, accountId })
  const listed = await platform.member(email)
  if (listed === null || signInNameOf(listed.userName) !== email) return
  await db.transaction((tx) => mirrorMember(tx, listed))
}
