import type { Tx } from '../../../platform/db/db.ts'
import type { SignOnWay } from '../accounts/index.ts'
import { findMember, type Membership, membershipsOf, takeSession } from '../accounts/index.ts'
import { MemberUnknown, SignOnExpired } from './errors.ts'
import { externalSiteOf } from './external-site.ts'
import { localPathOf } from './landing.ts'
import { openSession } from './open-session.ts'
import { type Admitted, recordSignOn, type SignOnDeps } from './sign-on.ts'
import { readTicket, takeTicket } from './sign-on-tickets.ts'

type Deps = Pick<SignOnDeps, 'db' | 'clock' | 'log' | 'redirectBounds' | 'handoffIssuer'>

/** The accounts that a ticket lets somebody choose from, as they are now. @throws {SignOnExpired} */
export async function accountsOfTicket(deps: Deps, ticket: string): Promise<readonly Membership[]> {
  const found = await readTicket(deps.db, { ticket, step: 'choice', browser: null }, deps.clock.now())
  if (!found?.identity?.userName) throw new SignOnExpired()
  return membershipsOf(deps.db, found.identity.userName)
}

/**
 * Opens the session for the account that was chosen, or hands over to the site that serves it. A choice of an account that
 * is not the member's leaves the ticket as it is; a good one uses it up.
 * @throws {SignOnExpired | MemberUnknown | AccountServedElsewhere}
 */
export async function chooseAccount(
  deps: Deps,
  given: { readonly ticket: string; readonly accountId: string },
): Promise<Admitted> {
  return goOn(deps, given.accountId, async (tx, now) => {
    const found = await takeTicket(tx, { ticket: given.ticket, step: 'choice', browser: null }, now)
    if (!found?.identity?.userName) throw new SignOnExpired()
    const { userName, way, heldIdentityId } = found.identity
    return { userName, way, heldIdentityId, returnTo: found.returnTo, until: null }
  })
}

/**
 * Opens a session for another account of the same member, here or where it is served, and ends the one it follows from. It
 * lasts as long as that one would have: changing accounts proves nothing new.
 * @throws {SignOnExpired | MemberUnknown | AccountServedElsewhere}
 */
export async function switchAccount(
  deps: Deps,
  given: { readonly sessionId: string; readonly accountId: string; readonly returnTo?: string | undefined },
): Promise<Admitted> {
  return goOn(deps, given.accountId, async (tx, now) => {
    const old = await takeSession(tx, given.sessionId, now)
    if (!old) throw new SignOnExpired()
    const { userName, way, heldIdentityId, expiresAt: until } = old
    return { userName, way, heldIdentityId, returnTo: localPathOf(given.returnTo), until }
  })
}

/** Who it is that chooses, taken so that nobody chooses with it again. */
interface Proof {
  readonly userName: string
  readonly way: SignOnWay
  readonly heldIdentityId: string | null
  readonly returnTo: string | null
  readonly until: Date | null
}

async function goOn(deps: Deps, accountId: string, take: (tx: Tx, now: Date) => Promise<Proof>): Promise<Admitted> {
  const { result, way } = await deps.db.transaction(async (tx): Promise<{ result: Admitted; way: SignOnWay }> => {
    const now = deps.clock.now()
    const { userName, way, heldIdentityId, returnTo, until } = await take(tx, now)
    const { member, place, severalAccounts } = await placeOf(tx, userName, accountId)
    const entry = { returnTo, entry: 'products', partnerProductId: null } as const
    const externalSite = await externalSiteOf(tx, deps, { member, place, entry, now, until })
    if (externalSite) return { way, result: { externalSite } }
    const opened = { member, place, way, heldIdentityId, address: null, severalAccounts, entry, now, until }
    return { way, result: { signOn: await openSession(tx, opened) } }
  })
  if ('signOn' in result) recordSignOn(deps.log, way, result.signOn)
  return result
}

async function placeOf(tx: Tx, userName: string, accountId: string) {
  const member = await findMember(tx, userName)
  const places = member?.active ? await membershipsOf(tx, member.userName) : []
  const place = places.find(({ account }) => account.accountId === accountId)
  if (!member || !place) throw new MemberUnknown()
  return { member, place, severalAccounts: places.length > 1 }
}
