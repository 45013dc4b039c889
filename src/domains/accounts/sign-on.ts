import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Db } from '../../platform/db/db.ts'
import type { StaffRole } from '../../platform/http/caller.ts'
import { HandoffUsed, MemberUnknown } from './errors.ts'
import { type MirroredMember, mirrorMember } from './mirror.ts'
import type { HandoffClaims, HandoffVerifier } from './port.ts'
import * as store from './store.ts'

export interface SignOn {
  readonly sessionId: string
  readonly expiresAt: Date
  readonly accountId: string
  readonly staff: boolean
  readonly entry: HandoffClaims['entry']
  readonly partnerProductId: string | null
}

interface SignOnDeps {
  readonly db: Db
  readonly clock: Clock
  readonly handoffs: HandoffVerifier
  /** Asks the platform for a member whom the last sync did not bring; null when it knows none. */
  readonly askPlatform: (userName: string) => Promise<MirroredMember | null>
}

const sessionMs = 12 * 3_600_000

/**
 * Turns a signed hand-off into a session. The hand-off works once; account and member come from the mirror of the
 * platform, and from the platform itself for a member added since the last sync, never from the browser.
 * @throws {HandoffInvalid | HandoffExpired | HandoffUsed | MemberUnknown}
 */
export async function signOnByHandoff(deps: SignOnDeps, token: string): Promise<SignOn> {
  const claims = await deps.handoffs.verify(token)
  await learnMember(deps, claims)
  return deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    if (!(await store.useHandoff(tx, claims.jti, claims.expiresAt, now))) throw new HandoffUsed()
    const member = await store.findMember(tx, claims.userName)
    const account = await store.findAccount(tx, claims.accountId)
    const roles = await store.rolesIn(tx, claims.userName, claims.accountId)
    if (!member?.active || !account || !roles) throw new MemberUnknown()
    const expiresAt = new Date(now.getTime() + sessionMs)
    const sessionId = newId('ses')
    await store.insertSession(tx, {
      id: sessionId,
      userName: member.userName,
      accountId: account.accountId,
      roles,
      profile: {
        firstName: member.firstName,
        lastName: member.lastName,
        email: member.email,
        locale: member.locale,
        address: addressOf(claims, account, `${member.firstName} ${member.lastName}`.trim()),
      },
      createdAt: now,
      expiresAt,
    })
    return {
      sessionId,
      expiresAt,
      accountId: account.accountId,
      staff: account.accountType === 'internal',
      entry: claims.entry,
      partnerProductId: claims.partnerProductId,
    }
  })
}

const staffRoles: Readonly<Record<string, StaffRole>> = {
  'Store Finance': 'finance',
  'Store Operations': 'operations',
  'Store Catalog': 'catalog',
  'Store Read Only': 'readOnly',
}

/** The store's staff roles behind the platform's role names; other roles mean nothing to the store. */
export function staffRolesOf(roles: readonly string[]): StaffRole[] {
  return roles.flatMap((role) => staffRoles[role] ?? [])
}

async function learnMember(deps: SignOnDeps, { userName, accountId }: HandoffClaims): Promise<void> {
  if (await store.rolesIn(deps.db, userName, accountId)) return
  const found = await deps.askPlatform(userName)
  if (!found?.accounts.some((link) => link.accountId === accountId)) return
  await deps.db.transaction((tx) => mirrorMember(tx, found, 'learned-at-sign-on'))
}

function addressOf({ profile }: HandoffClaims, account: store.Account, memberName: string) {
  const given = profile?.address
  if (given?.line1 && given.city && given.country)
    return { recipient: memberName, organisation: account.name, ...given, phone: '' }
  return account.address ? { ...account.address, recipient: memberName } : null
}
