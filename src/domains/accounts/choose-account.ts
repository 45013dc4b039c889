import { MemberUnknown, SignOnExpired } from './errors.ts'
import { localPathOf } from './landing.ts'
import { openSession, type SignOn } from './open-session.ts'
import { noteSignOn, type SignOnDeps } from './sign-on.ts'
import { readTicket, takeTicket } from './sign-on-tickets.ts'
import * as store from './store.ts'

type Deps = Pick<SignOnDeps, 'db' | 'clock' | 'log'>

/** The accounts that a ticket lets somebody choose from, as they are now. @throws {SignOnExpired} */
export async function accountsOfTicket(deps: Deps, ticket: string): Promise<readonly store.Place[]> {
  const found = await readTicket(deps.db, { ticket, step: 'choice', browser: null }, deps.clock.now())
  if (!found?.identity?.userName) throw new SignOnExpired()
  return store.placesOf(deps.db, found.identity.userName)
}

/**
 * Opens the session for the account that was chosen. A choice of an account that is not the member's leaves the ticket as
 * it is; a good one uses it up.
 * @throws {SignOnExpired | MemberUnknown}
 */
export async function chooseAccount(
  deps: Deps,
  given: { readonly ticket: string; readonly accountId: string },
): Promise<SignOn> {
  const { signOn, way } = await deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    const found = await takeTicket(tx, { ticket: given.ticket, step: 'choice', browser: null }, now)
    if (!found?.identity?.userName) throw new SignOnExpired()
    const { userName, way, heldIdentityId } = found.identity
    const { member, place, severalAccounts } = await placeOf(tx, userName, given.accountId)
    const entry = { returnTo: found.returnTo, entry: 'products', partnerProductId: null } as const
    return {
      way,
      signOn: await openSession(tx, { member, place, way, heldIdentityId, address: null, severalAccounts, entry, now }),
    }
  })
  noteSignOn(deps.log, way, signOn)
  return signOn
}

/**
 * Opens a session for another account of the same member and ends the one it follows from. It lasts as long as that one
 * would have: changing accounts proves nothing anew.
 * @throws {SignOnExpired | MemberUnknown}
 */
export async function switchAccount(
  deps: Deps,
  given: { readonly sessionId: string; readonly accountId: string; readonly returnTo?: string | undefined },
): Promise<SignOn> {
  const { signOn, way } = await deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    const old = await store.takeSession(tx, given.sessionId, now)
    if (!old) throw new SignOnExpired()
    const { member, place, severalAccounts } = await placeOf(tx, old.userName, given.accountId)
    const entry = { returnTo: localPathOf(given.returnTo), entry: 'products', partnerProductId: null } as const
    const { way, heldIdentityId, expiresAt: until } = old
    const opened = { member, place, way, heldIdentityId, address: null, severalAccounts, entry, now, until }
    return { way, signOn: await openSession(tx, opened) }
  })
  noteSignOn(deps.log, way, signOn)
  return signOn
}

async function placeOf(tx: Parameters<typeof store.placesOf>[0], userName: string, accountId: string) {
  const member = await store.findMember(tx, userName)
  const places = member?.active ? await store.placesOf(tx, member.userName) : []
  const place = places.find(({ account }) => account.accountId === accountId)
  if (!member || !place) throw new MemberUnknown()
  return { member, place, severalAccounts: places.length > 1 }
}
