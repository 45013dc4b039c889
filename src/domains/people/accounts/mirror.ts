import { eq, sql } from 'drizzle-orm'
import { isTimeZone } from '../../../kernel/time-zone.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { linkTable, mirrorTable } from '../../../platform/db/mirror-table.ts'
import { signInNameOf } from './sign-in-name.ts'
import { type AccountType, accountParents, accounts, members, memberships } from './tables.ts'

/** What the platform says of an account, in the words of its adapter. */
export interface MirroredAccount {
  readonly accountId: string
  readonly platformId: string | null
  readonly name: string
  readonly type: string
  readonly address: {
    readonly line1: string
    readonly line2: string
    readonly city: string
    readonly region: string
    readonly postalCode: string
    readonly country: string
  } | null
  readonly attributes: Readonly<Record<string, string>>
}

export interface MirroredMember {
  readonly platformId: string
  readonly userName: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
  readonly active: boolean
  readonly locale: string
  readonly timeZone?: string | null
  readonly accounts: readonly { readonly accountId: string; readonly roles: readonly string[] }[]
}

export interface MirroredMembership {
  readonly userName: string
  readonly accountId: string
  readonly roles: readonly string[]
}

export const accountMirror = mirrorTable<MirroredAccount, typeof accounts>({
  kind: 'accounts',
  table: accounts,
  keyColumns: [accounts.accountId],
  label: accounts.name,
  toInsert: (row) => ({
    accountId: row.accountId,
    platformId: row.platformId,
    name: row.name,
    accountType: accountTypeOf(row),
    platformType: row.type,
    partnerTier: row.attributes['partnerTier'] ?? null,
    currency: currencyOf(row),
    address: row.address && {
      recipient: row.name,
      organisation: row.name,
      ...row.address,
      phone: '',
    },
    attributes: { ...row.attributes },
  }),
})

/** The parents that accounts inherit from. */
export const accountParentMirror = linkTable<{ accountId: string; parentAccountId: string }, typeof accountParents>({
  kind: 'accountParents',
  table: accountParents,
  keyColumns: [accountParents.accountId, accountParents.parentAccountId],
  label: accountParents.accountId,
  owner: { table: accounts, on: [[accountParents.accountId, accounts.accountId]] },
  toInsert: (row) => row,
})

export const memberMirror = mirrorTable<Omit<MirroredMember, 'accounts'>, typeof members>({
  kind: 'members',
  table: members,
  keyColumns: [members.userName],
  label: members.platformId,
  toInsert: ({ userName, platformId, firstName, lastName, email, phone, active, locale, timeZone }) => ({
    userName: userName.toLowerCase(),
    platformId,
    firstName,
    lastName,
    email,
    phone,
    active,
    locale,
    timeZone: timeZone && isTimeZone(timeZone) ? timeZone : null,
  }),
})

/** The accounts that members act for, and their roles there. */
export const membershipMirror = linkTable<MirroredMembership, typeof memberships>({
  kind: 'memberships',
  table: memberships,
  keyColumns: [memberships.userName, memberships.accountId],
  label: memberships.accountId,
  owner: { table: members, on: [[memberships.userName, members.userName]] },
  toInsert: ({ userName, accountId, roles }) => ({
    userName: userName.toLowerCase(),
    accountId,
    // Their order means nothing, and a shuffled feed must not look like a change.
    roles: [...roles].sort(),
  }),
})

/** Shows a member, who has a sign-in name, as the platform has it, with all of its accounts, beside any sync. May run twice. */
export async function mirrorMember(tx: Tx, member: MirroredMember): Promise<void> {
  const userName = signInNameOf(member.userName)
  if (userName === null) throw new Error('a contact is no member and is not mirrored')
  await memberMirror.upsert(tx, [member])
  await tx.delete(memberships).where(eq(memberships.userName, userName))
  await membershipMirror.upsert(
    tx,
    member.accounts.map(({ accountId, roles }) => ({ userName, accountId, roles })),
  )
}

/** Links whose owner was taken out of use; part of the transaction that publishes. */
export async function forgetLinksOfRemoved(tx: Tx): Promise<void> {
  await tx.delete(memberships).where(
    sql`exists (select 1 from ${members} gone
      where gone.user_name = ${memberships.userName} and gone.removed_at is not null)`,
  )
  await tx.delete(accountParents).where(
    sql`exists (select 1 from ${accounts} gone
      where gone.account_id = ${accountParents.accountId} and gone.removed_at is not null)`,
  )
}

const types: readonly AccountType[] = ['customer', 'reseller', 'distributor', 'internal', 'vendor']

function accountTypeOf({ type, attributes }: MirroredAccount): AccountType {
  const named = types.find((known) => known === attributes['storeAccountType'])
  if (named) return named
  if (type === 'CHANNEL_PARTNER') return 'reseller'
  return type === 'PUBLISHER' ? 'internal' : 'customer'
}

function currencyOf({ address, attributes }: MirroredAccount): string {
  // Any text may stand there: what is no code of three letters says nothing, and must not stop the sync.
  const named = attributes['storeCurrency']?.trim().toUpperCase() ?? ''
  return /^[A-Z]{3}$/.test(named) ? named : address?.country === 'US' ? 'USD' : 'EUR'
}
