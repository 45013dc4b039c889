import { randomBytes } from 'node:crypto'
import { and, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import type { CompanyRole } from '../../../platform/http/request/caller.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { assignRole, companyMemberOf, companyMembersOf, queueBehindCompany, takeOut } from './company-store.ts'
import { AlreadyMember, InvitationOpen, InvitationOver } from './errors.ts'
import { memberInvited, memberToCreate } from './events.ts'
import { findAccount } from './store.ts'
import { companyInvitations, members, memberships } from './tables.ts'

export type Invitation = typeof companyInvitations.$inferSelect
export type InvitationState = Invitation['state'] | 'expired'

/** How long an invitation is good. */
const invitationMs = 14 * 24 * 3_600_000

/**
 * Asks somebody into the company's account by e-mail address. A mail asks them; nothing changes, here or at the platform,
 * before they say yes by its link, and nobody learns from the answer whether the platform knows them.
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
        id: newId('inv'),
        accountId,
        email,
        role: invited.role,
        state: 'open',
        invitedBy: by.userName,
        firstName: invited.firstName,
        lastName: invited.lastName,
        createdAt: at,
        linkKey: randomBytes(24).toString('base64url'),
        expiresAt: new Date(at.getTime() + invitationMs),
      })
      .onConflictDoNothing()
      .returning()
    if (!invitation) throw new InvitationOpen()
    // The platform may list them already, and will when they say yes; until they sign on after it, that opens nothing here.
    await takeOut(tx, { accountId, userName: email, role: invited.role, by: by.userName, at })
    await audit(tx, {
      at,
      actor: by.userName,
      action: 'company.member-invited',
      subject: invitation.id,
      detail: { accountId, role: invited.role },
    })
    await enqueue(tx, memberInvited, { invitationId: invitation.id }, { key: invitation.id })
    return invitation
  })
}

/**
 * Takes the yes of whoever reads the mail of the invited address: from here on the platform is asked to list them, and
 * their next sign-on is for the account too. A link alone lets nobody in. May be said again.
 * @throws {NotFound} for a wrong key as for no invitation
 * @throws {InvitationOver} when it was withdrawn, accepted or has expired, or whoever invited is no administrator any more
 */
export async function confirmInvitation(
  deps: { readonly db: Db; readonly clock: Clock },
  given: { readonly invitationId: string; readonly key: string },
): Promise<void> {
  const over = await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const [found] = await tx
      .select()
      .from(companyInvitations)
      .where(and(eq(companyInvitations.id, given.invitationId), eq(companyInvitations.linkKey, given.key)))
      .for('update')
    if (!found || given.key === '') throw new NotFound('invitation')
    if (invitationStateAt(found, at) !== 'open' || !(await mayStillInvite(tx, found, at))) return true
    if (found.confirmedAt !== null) return false
    await tx.update(companyInvitations).set({ confirmedAt: at }).where(eq(companyInvitations.id, found.id))
    await audit(tx, {
      at,
      actor: found.email,
      action: 'company.invitation-confirmed',
      subject: found.id,
      detail: { accountId: found.accountId },
    })
    await enqueue(tx, memberToCreate, { invitationId: found.id }, { key: found.id })
    return false
  })
  if (over) throw new InvitationOver()
}

/** What an administrator who is none any more had asked is taken back; part of whatever takes the role. */
export async function withdrawInvitationsOf(
  tx: Tx,
  former: { readonly accountId: string; readonly userName: string },
  by: { readonly actor: string; readonly at: Date },
): Promise<void> {
  const { id, accountId, invitedBy, state } = companyInvitations
  const gone = await tx
    .update(companyInvitations)
    .set({ state: 'withdrawn', closedAt: by.at })
    .where(and(eq(accountId, former.accountId), eq(invitedBy, former.userName), eq(state, 'open')))
    .returning({ id })
  for (const invitation of gone)
    await audit(tx, {
      at: by.at,
      actor: by.actor,
      action: 'company.invitation-withdrawn',
      subject: invitation.id,
      detail: { accountId: former.accountId, because: `${former.userName} is no administrator any more` },
    })
}

// The platform, too, takes roles away and lists people no more, and the store hears of it by the next sync.
async function mayStillInvite(tx: Tx, { accountId, invitedBy }: Invitation, at: Date): Promise<boolean> {
  const inviter = await companyMemberOf(tx, accountId, invitedBy)
  if (inviter?.role === 'admin') return true
  await withdrawInvitationsOf(tx, { accountId, userName: invitedBy }, { actor: 'store', at })
  return false
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
      at,
      actor: by.userName,
      action: 'company.invitation-withdrawn',
      subject: invitationId,
      detail: { accountId: by.accountId },
    })
  })
}

/**
 * Lets a person in who said yes by the link and has just proved who they are, in every account that the platform lists
 * them in; part of every sign-on. An invitation works once, and whoever had been removed is in again.
 */
export async function acceptInvitations(
  tx: Tx,
  person: { readonly userName: string; readonly email: string },
  at: Date,
): Promise<void> {
  const addresses = [person.userName]
  if (await isAloneWithAddress(tx, person)) addresses.push(person.email.toLowerCase())
  const { email, accountId, state, confirmedAt, expiresAt } = companyInvitations
  const waiting = await tx
    .select()
    .from(companyInvitations)
    .where(
      and(
        inArray(email, addresses),
        inArray(
          accountId,
          tx.select({ id: memberships.accountId }).from(memberships).where(eq(memberships.userName, person.userName)),
        ),
        eq(state, 'open'),
        isNotNull(confirmedAt),
        gt(expiresAt, at),
      ),
    )
    .for('update')
  for (const invitation of waiting) {
    if (!(await mayStillInvite(tx, invitation, at))) continue
    await tx
      .update(companyInvitations)
      .set({ state: 'accepted', closedAt: at })
      .where(eq(companyInvitations.id, invitation.id))
    const { accountId, role, invitedBy } = invitation
    await assignRole(tx, { accountId, userName: person.userName, role, by: invitedBy, at })
    await audit(tx, {
      at,
      actor: person.userName,
      action: 'company.invitation-accepted',
      subject: invitation.id,
      detail: { accountId, role },
    })
  }
}

// Several records of the platform may have one address, and an invitation is for one person.
async function isAloneWithAddress(
  tx: Tx,
  { userName, email }: { readonly userName: string; readonly email: string },
): Promise<boolean> {
  const address = email.toLowerCase()
  const others = await tx
    .select({ userName: members.userName })
    .from(members)
    .where(
      and(
        ne(members.userName, userName),
        isNull(members.removedAt),
        or(eq(members.userName, address), eq(sql`lower(${members.email})`, address)),
      ),
    )
    .limit(1)
  return address !== '' && others.length === 0
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
