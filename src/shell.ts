import type { FastifyRequest } from 'fastify'
import type { Deps } from './deps.ts'
import { isPartnerType } from './domains/people/accounts/index.ts'
import { sessionOf } from './domains/people/identity/index.ts'
import { countPieces } from './domains/selling/carts/index.ts'
import { countWaiting } from './domains/selling/company/index.ts'
import type { Shell } from './platform/http/pages/views.ts'
import { hasRole } from './platform/http/request/caller.ts'

/** What the frame of every page shows of who is signed on; null for strangers. */
export async function shellOf({ db, clock }: Deps, request: FastifyRequest): Promise<Shell | null> {
  const { caller } = request
  if (caller.kind !== 'member' && caller.kind !== 'staff') return null
  const session = sessionOf(request)
  if (!session) return null
  return {
    memberName: `${session.profile.firstName} ${session.profile.lastName}`.trim(),
    accountName: session.accountName,
    staff: caller.kind === 'staff',
    isPartner: caller.kind === 'member' && isPartnerType(session.accountType),
    mayOrder: caller.kind === 'member' && hasRole(caller, 'buyer'),
    timeZone: session.profile.timeZone ?? null,
    severalAccounts: session.profile.severalAccounts === true,
    cartCount: caller.kind === 'member' ? await countPieces(db, caller) : null,
    waitingCount: caller.kind === 'member' ? await countWaiting(db, caller, clock.now()) : 0,
  }
}
