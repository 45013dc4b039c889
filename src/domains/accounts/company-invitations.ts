import { and, eq, gt, inArray, lte } from 'drizzle-orm'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { audit } from '../../platform/http/audit.ts'
import type { CompanyRole } from '../../platform/http/caller.ts'
import { NotFound } from '../../platform/http/problems.ts'
import { enqueue } from '../../platform/queue/jobs.ts'
import { companyMembersOf, queueBehindCompany, sayRole, takeOut } from './company-store.ts'
import { AlreadyMember, InvitationOpen } from './errors.ts'
import { memberInvited, memberToCreate } from './events.ts'
import { findAccount } from './store.ts'
import { companyInvitations, memberships } from './tables.ts'

export type Invitation = typeof companyInvitations.$inferSelect
export type InvitationState = Invitation['state'] | 'expired'

/** How long an invitation is good. */
const invitationMs = 14 * 24 * 3_600_000

/**
 * Asks somebody into the company's account by e-mail address. The platform is asked to list them there, a mail tells them,
 * and their first sign-on with an identity of that address accepts it: a link alone lets nobody in.
 * @throws {AlreadyMember | InvitationOpen}
 */
export async function inviteMember(
  deps: { readonly db: Db; readonly clock: Clock; readonly publicUrl: () => string },
  by: { readonly accountId: string; readonly userName: string },
  invited: {
    readonly email: string
    readonly firstName: string
    readonly lastName: string
    readonly role: CompanyRole
  },
): Promise<Invitation> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { accountId } = by
    const email = invited.email.toLowerCase()
    await queueBehindCompany(tx, accountId)
    const members = await companyMembersOf(tx, accountId)
    if (members.some((member) => member.userName === email || member.email.toLowerCase() === email))
      throw new AlreadyMember()
    await closeExpired(tx, accountId, at)
    const [invitation] = await tx
      .insert(companyInvitations)
      .values({
        ...{ id: newId('inv'), accountId, email, role: invited.role, state: 'open', invitedBy: by.userName },
        ...{ firstName: invited.firstName, lastName: invited.lastName, createdAt: at },
        expiresAt: new Date(at.getTime() + invitationMs),
      })
      .onConflictDoNothing()
      .returning()
    if (!invitation) throw new InvitationOpen()
    // The platform lists them from now on; until they accept, and when they never do, that opens nothing here.
    await takeOut(tx, { accountId, userName: email, role: invited.role, by: by.userName, at })
    await audit(tx, {
      ...{ at, actor: by.userName, action: 'company.member-invited', subject: invitation.id },
      detail: { accountId, role: invited.role },
    })
    const payload = { invitationId: invitation.id }
    await enqueue(tx, memberToCreate, payload, { key: invitation.id })
    await enqueue(tx, memberInvited, payload, { key: invitation.id })
    return invitation
  })
}

/** @throws {NotFound} when there is no open invitation of that id in the account */
export async function withdrawInvitation(
  deps: { readonly db: Db; readonly clock: Clock },
  by: { readonly accountId: string; readonly userName: string },
  invitationId: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const { id, accountId, state } = companyInvitations
    const [gone] = await tx
      .update(companyInvitations)
      .set({ state: 'withdrawn', closedAt: at })
      .where(and(eq(id, invitationId), eq(accountId, by.accountId), eq(state, 'open')))
      .returning({ id })
    if (!gone) throw new NotFound('open invitation')
    await audit(tx, {
      ...{ at, actor: by.userName, action: 'company.invitation-withdrawn', subject: invitationId },
      detail: { accountId: by.accountId },
    })
  })
}

/**
 * Accepts what waits for a person who has just proved who they are, in every account that the platform lists them in; part
 * of every sign-on. An invitation works once, and whoever had been removed is in again.
 */
export async function acceptInvitations(
  tx: Tx,
  person: { readonly userName: string; readonly email: string },
  at: Date,
): Promise<void> {
  const { email, accountId, state, expiresAt } = companyInvitations
  const accepted = await tx
    .update(companyInvitations)
    .set({ state: 'accepted', closedAt: at })
    .where(
      and(
        inArray(email, [person.userName, person.email.toLowerCase()]),
        inArray(
          accountId,
          tx.select({ id: memberships.accountId }).from(memberships).where(eq(memberships.userName, person.userName)),
        ),
        eq(state, 'open'),
        gt(expiresAt, at),
      ),
    )
    .returning()
  for (const invitation of accepted) {
    const { accountId, role, invitedBy } = invitation
    await sayRole(tx, { accountId, userName: person.userName, role, by: invitedBy, at })
    await audit(tx, {
      ...{ at, actor: person.userName, action: 'company.invitation-accepted', subject: invitation.id },
      detail: { accountId, role },
    })
  }
}

/** An invitation with what its mail says; null for an unknown id and where the account is gone. */
export async function findInvitation(
  tx: Db | Tx,
  id: string,
): Promise<(Invitation & { readonly companyName: string }) | null> {
  const [invitation] = await tx.select().from(companyInvitations).where(eq(companyInvitations.id, id))
  const account = invitation && (await findAccount(tx, invitation.accountId))
  return account ? { ...invitation, companyName: account.name } : null
}

export function invitationStateAt(invitation: Pick<Invitation, 'state' | 'expiresAt'>, at: Date): InvitationState {
  return invitation.state === 'open' && invitation.expiresAt <= at ? 'expired' : invitation.state
}

// An address may be invited again when the first invitation has passed.
async function closeExpired(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx
    .update(companyInvitations)
    .set({ state: 'withdrawn', closedAt: at })
    .where(
      and(
        eq(companyInvitations.accountId, accountId),
        eq(companyInvitations.state, 'open'),
        lte(companyInvitations.expiresAt, at),
      ),
    )
}
