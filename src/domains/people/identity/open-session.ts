import { newId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import type { SignOnWay } from '../accounts/index.ts'
import {
  type Account,
  type AddressHint,
  addressHint,
  insertSession,
  type Member,
  type Membership,
  staffRolesOf,
} from '../accounts/index.ts'
import type { HandoffClaims } from './port.ts'

const sessionMs = 12 * 3_600_000

/** The one result of every way to sign on: a session of one member for one account. */
export interface SignOn {
  readonly sessionId: string
  readonly expiresAt: Date
  readonly accountId: string
  readonly userName: string
  readonly staff: boolean
  /** What of the profile was cut or left out because no form would take it, by name. */
  readonly leftOut: readonly string[]
  /** A path of the store, or null for wherever people usually begin. */
  readonly returnTo: string | null
  readonly entry: HandoffClaims['entry']
  readonly partnerProductId: string | null
}

/** What somebody came for. */
export interface Entry {
  readonly returnTo: string | null
  readonly entry: HandoffClaims['entry']
  readonly partnerProductId: string | null
}

/** Opens the session; the place is of the platform's mirror, read in this transaction. */
export async function openSession(
  tx: Tx,
  given: {
    readonly member: Member
    readonly place: Membership
    readonly way: SignOnWay
    readonly heldIdentityId: string | null
    /** What came with the proof; null for the account's own address. */
    readonly address: AddressHint | null
    /** The zone that came with the proof; null for that of the platform. */
    readonly timeZone?: string | null
    readonly severalAccounts: boolean
    readonly entry: Entry
    readonly now: Date
    /** When it follows from another session, which it must not outlive. */
    readonly until?: Date | null
  },
): Promise<SignOn> {
  const { member, place, now } = given
  const longest = new Date(now.getTime() + sessionMs)
  const expiresAt = given.until && given.until < longest ? given.until : longest
  const sessionId = newId('ses')
  const hint = given.address ?? addressOf(place.account, member)
  await insertSession(tx, {
    id: sessionId,
    userName: member.userName,
    accountId: place.account.accountId,
    roles: [...place.roles],
    profile: {
      firstName: member.firstName,
      lastName: member.lastName,
      email: member.email,
      locale: member.locale,
      timeZone: given.timeZone ?? member.timeZone,
      address: hint?.address ?? null,
      severalAccounts: given.severalAccounts,
    },
    way: given.way,
    heldIdentityId: given.heldIdentityId,
    createdAt: now,
    expiresAt,
  })
  return {
    sessionId,
    expiresAt,
    accountId: place.account.accountId,
    userName: member.userName,
    staff: staffRolesOf({ accountType: place.account.accountType, roles: place.roles }).length > 0,
    leftOut: hint?.leftOut ?? [],
    ...given.entry,
  }
}

function addressOf(account: Account, member: Member): AddressHint | null {
  return account.address && addressHint({ ...account.address, recipient: recipientOf(account, member) })
}

/** Who a parcel is for; the company where the platform has no name of the member, because an address needs somebody. */
export function recipientOf(account: Account, { firstName, lastName }: Member): string {
  return `${firstName} ${lastName}`.trim() || account.name || account.accountId
}
