import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { AddressHint } from '../accounts/index.ts'
import {
  type Account,
  acceptInvitations,
  findMember,
  type Member,
  type Membership,
  type MirroredMember,
  membershipsOf,
  mirrorMember,
  rolesIn,
  signInNameOf,
} from '../accounts/index.ts'
import { HandoffUsed, MemberUnknown } from './errors.ts'
import { type ExternalSite, type ExternalSiteDeps, externalSiteOf } from './external-site.ts'
import { holdLikelyTwin, linkOf } from './held-identities.ts'
import { type Entry, openSession, type SignOn } from './open-session.ts'
import type { ProvenIdentity } from './port.ts'
import { useOnce } from './sign-on-store.ts'
import { issueTicket, newTicket } from './sign-on-tickets.ts'

export interface SignOnDeps extends ExternalSiteDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  /** Asks the platform for a member whom the last sync did not bring; null when it knows none. */
  readonly askPlatform: (userName: string) => Promise<MirroredMember | null>
}

/** Several accounts: the ticket opens a session for one of them, once. */
export interface AccountChoice {
  readonly ticket: string
  readonly expiresAt: Date
  readonly accounts: readonly Membership[]
}

/** Signed on for an account that this store serves, or on the way to the site that does. */
export type Admitted = { readonly signOn: SignOn } | { readonly externalSite: ExternalSite }
export type SignOnResult = Admitted | { readonly choice: AccountChoice }

interface SignOnRequest extends Entry {
  /** The account that the proof names; null leaves it to the platform, and to the member where there are several. */
  readonly accountId: string | null
  readonly address: (account: Account, member: Member) => AddressHint | null
  /** The time zone that came with the proof. */
  readonly timeZone?: string | null
  /** What makes the proof work once; null where that is done already. */
  readonly once: { readonly key: string; readonly expiresAt: Date } | null
  /** When the session has to end, because it follows from another one. */
  readonly until: Date | null
}

/** An arrival that asks for nothing in particular. */
export const plainSignOn = {
  accountId: null,
  entry: 'products',
  partnerProductId: null,
  address: () => null,
  once: null,
  until: null,
} as const satisfies Omit<SignOnRequest, 'returnTo'>

const choiceMs = 10 * 60_000

/**
 * What every way to sign on ends in: a proven identity becomes a session of one member for one account, both as the
 * platform has them: from its mirror, and asked of the platform itself where the last sync did not bring them. Makes no
 * account and no member, and matches nobody by e-mail: an identity that looks like a known member waits for a person.
 * @throws {MemberUnknown | HandoffUsed | AccountServedElsewhere | PartnerFailure}
 */
export async function signOn(
  deps: SignOnDeps,
  identity: ProvenIdentity,
  signOnRequest: SignOnRequest,
): Promise<SignOnResult> {
  recordLeftOut(deps.log, identity.way, identity.leftOut ?? [])
  const link = await linkOf(deps.db, identity)
  const named = link?.memberUserName ?? identity.userName
  const userName = named === null ? null : signInNameOf(named)
  if (userName !== null) await learnMember(deps, userName, signOnRequest.accountId)
  const result = await deps.db.transaction(async (tx): Promise<SignOnResult | null> => {
    const now = deps.clock.now()
    const member = userName === null ? null : await findMember(tx, userName)
    if (!member?.active) return null
    await acceptInvitations(tx, member, now)
    const all = await membershipsOf(tx, member.userName)
    const places = all.filter(
      ({ account }) => signOnRequest.accountId === null || account.accountId === signOnRequest.accountId,
    )
    const [place] = places
    if (!place) return null
    const { once, returnTo, entry, partnerProductId } = signOnRequest
    if (once && !(await useOnce(tx, once.key, once.expiresAt, now))) throw new HandoffUsed()
    const heldIdentityId = link?.id ?? null
    if (places.length > 1) {
      const expiresAt = new Date(now.getTime() + choiceMs)
      const ticket = newTicket()
      const { way, issuer, subject, email } = identity
      const proven = { way, issuer, subject, email, userName: member.userName, heldIdentityId }
      await issueTicket(
        tx,
        { ticket, step: 'choice', browser: null },
        { secrets: {}, identity: proven, returnTo },
        expiresAt,
      )
      return { choice: { ticket, expiresAt, accounts: places } }
    }
    const address = signOnRequest.address(place.account, member)
    const asked = { returnTo, entry, partnerProductId }
    const { until } = signOnRequest
    // A hand-off was looked at before it was taken, and goes on as it came.
    const externalSite =
      identity.way === 'handoff' ? null : await externalSiteOf(tx, deps, { member, place, entry: asked, now, until })
    if (externalSite) return { externalSite }
    return {
      signOn: await openSession(tx, {
        member,
        place,
        heldIdentityId,
        address,
        now,
        timeZone: signOnRequest.timeZone ?? null,
        way: identity.way,
        severalAccounts: all.length > 1,
        entry: asked,
        until,
      }),
    }
  })
  if (result === null) {
    deps.log.warn({ way: identity.way }, 'sign-on refused: no such active member of such an account')
    await holdLikelyTwin(deps, identity)
    throw new MemberUnknown()
  }
  if ('signOn' in result) recordSignOn(deps.log, identity.way, result.signOn)
  return result
}

/** The store's own record of who came how; sessions keep the rest. */
export function recordSignOn(log: Log, way: ProvenIdentity['way'], signOn: SignOn): void {
  const { sessionId, accountId, staff, leftOut } = signOn
  recordLeftOut(log, way, leftOut)
  log.info({ way, sessionId, accountId, staff }, 'signed on')
}

/** By name only: the values are of people. */
function recordLeftOut(log: Log, way: ProvenIdentity['way'], claims: readonly string[]): void {
  if (claims.length > 0) log.warn({ way, claims }, 'claims that are only hints were cut or left out')
}

async function learnMember(deps: SignOnDeps, userName: string, accountId: string | null): Promise<void> {
  const known =
    accountId === null ? await membershipsOf(deps.db, userName) : await rolesIn(deps.db, userName, accountId)
  if (known !== null && known.length !== 0) return
  const found = await deps.askPlatform(userName)
  // The platform searches by name; what it gives for another name is not this person.
  if (found === null || signInNameOf(found.userName) !== userName || found.accounts.length === 0) return
  if (accountId !== null && !found.accounts.some((link) => link.accountId === accountId)) return
  await deps.db.transaction((tx) => mirrorMember(tx, found))
}
