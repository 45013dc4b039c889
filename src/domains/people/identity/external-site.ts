import type { Tx } from '../../../platform/db/db.ts'
import type { Member, Membership } from '../accounts/index.ts'
import { ruleFor } from './forward-handoff.ts'
import type { Entry } from './open-session.ts'
import type { HandoffClaims, HandoffIssuer } from './port.ts'
import { AccountOnExternalSite, addressWith, type RedirectBounds } from './redirect-rules.ts'
import { passedHandoffs } from './redirect-tables.ts'

export interface ExternalSiteDeps {
  readonly redirectBounds: () => RedirectBounds
  /** Null where nobody can be handed over: for clients that follow no redirect, and where only the portal can sign. */
  readonly handoffIssuer: HandoffIssuer | null
}

/** The address of the other site, with a hand-off in it. */
export interface ExternalSite {
  readonly url: string
}

/**
 * Where a member who has proved who they are goes on when another site serves the account: there, with a hand-off made
 * for this once; null when this store serves it. What is made here is known here, so it is refused when it comes back.
 * @throws {AccountOnExternalSite} when no hand-off can be made
 */
export async function externalSiteOf(
  tx: Tx,
  deps: ExternalSiteDeps,
  given: {
    readonly member: Member
    readonly place: Membership
    readonly entry: Entry
    readonly now: Date
    /** When what follows has to end; null for as long as the other site says. */
    readonly until: Date | null
  },
): Promise<ExternalSite | null> {
  const { member, place, now } = given
  const { accountId } = place.account
  const rule = await ruleFor(tx, deps, accountId)
  if (!rule) return null
  if (!deps.handoffIssuer) throw new AccountOnExternalSite(rule.targetUrl)
  const { token, jti, expiresAt } = await deps.handoffIssuer.issue({
    userName: member.userName,
    accountId,
    sessionUntil: given.until,
    ...entryOf(given.entry),
    // The other site asks its own mirror who this is; names and addresses stay out of the link.
    profile: { locale: member.locale },
  })
  const targetOrigin = new URL(rule.targetUrl).origin
  await tx.insert(passedHandoffs).values({ jti, ruleId: rule.id, targetOrigin, passedAt: now, expiresAt })
  return { url: addressWith(rule.targetUrl, token) }
}

// A hand-off knows four places to go to; whoever wanted to see anything else begins where people usually do.
function entryOf({ returnTo }: Entry): Pick<HandoffClaims, 'entry' | 'partnerProductId'> {
  const path = returnTo === null ? '' : new URL(returnTo, 'http://store.invalid').pathname
  const kit = /^\/kits\/([^/]+)$/.exec(path)?.[1]
  if (kit !== undefined) return { entry: 'kit', partnerProductId: decodeURIComponent(kit) }
  return { entry: path === '/catalog' ? 'catalog' : 'products', partnerProductId: null }
}
