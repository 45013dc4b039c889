import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Clock } from '../../kernel/clock.ts'
import type { Account, Member } from './world/rows.ts'

export const entries = ['kit', 'catalog', 'products', 'admin'] as const
export type Entry = (typeof entries)[number]

export interface HandOff {
  readonly member: Member
  readonly account: Account
  readonly entry: Entry
  /** The download package whose media kit is wanted; for the entry `kit`. */
  readonly partnerProductId?: string | undefined
}

const lifeSeconds = 300

/**
 * A signed statement, good for five minutes, of who comes to the store from which account and for what. Each call
 * makes a new one with its own `jti`, so that the store can take each one once.
 * @see RFC 7519
 */
export async function mintHandOff(clock: Clock, secret: string, handOff: HandOff): Promise<string> {
  const { member, account, entry, partnerProductId } = handOff
  const issuedAt = Math.floor(clock.now().getTime() / 1000)
  return new SignJWT({
    accountId: account.id,
    entry,
    ...(partnerProductId === undefined ? {} : { partnerProductId }),
    profile: {
      firstName: member.firstName,
      lastName: member.lastName,
      email: member.userName,
      locale: member.locale,
      address: account.address,
    },
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('portal')
    .setAudience('entitlement-store')
    .setSubject(member.userName)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifeSeconds)
    .sign(new TextEncoder().encode(secret))
}
