import type { Account, Member } from '../accounts/index.ts'
import { type AddressHint, addressHint } from '../accounts/index.ts'
import { recipientOf, type SignOn } from './open-session.ts'
import type { HandoffClaims, HandoffVerifier } from './port.ts'
import { type SignOnDeps, signOn } from './sign-on.ts'

/**
 * Turns a signed hand-off into a session for the account that it names. The hand-off works once; of the profile in it
 * only the address is used, to fill in forms; whatever of it no form would take is left open.
 * @throws {HandoffInvalid | HandoffExpired | HandoffUsed | MemberUnknown | PartnerFailure}
 */
export async function signOnByHandoff(
  deps: SignOnDeps & { readonly handoffs: HandoffVerifier },
  token: string,
): Promise<SignOn> {
  const claims = await deps.handoffs.verify(token)
  const { userName, accountId, jti, expiresAt, entry, partnerProductId, sessionUntil } = claims
  const result = await signOn(
    deps,
    { way: 'handoff', issuer: 'portal', subject: userName, userName, email: null, leftOut: claims.leftOut ?? [] },
    {
      accountId,
      entry,
      partnerProductId,
      returnTo: pathOf(claims),
      address: (account, member) => addressOf(claims, account, member),
      timeZone: claims.profile.timeZone ?? null,
      once: { key: jti, expiresAt },
      until: sessionUntil,
    },
  )
  if (!('signOn' in result)) throw new Error('a hand-off names one account, and there was a choice')
  return result.signOn
}

function pathOf({ entry, partnerProductId }: HandoffClaims): string | null {
  if (entry === 'kit') return partnerProductId === null ? null : `/kits/${encodeURIComponent(partnerProductId)}`
  return `/${entry}`
}

function addressOf({ profile }: HandoffClaims, account: Account, member: Member): AddressHint | null {
  const given = profile.address
  // With less there is more in the account's own address.
  if (!given?.line1 || !given.city) return null
  return addressHint({ recipient: recipientOf(account, member), organisation: account.name, ...given })
}
