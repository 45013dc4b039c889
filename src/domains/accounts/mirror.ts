import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '../../platform/db/db.ts'
import { type MirrorTable, mirrorTable } from '../../platform/db/mirror-table.ts'
import { type AccountType, accountParents, accounts, members, memberships } from './tables.ts'

/** What the platform says of an account, in the words of its adapter. */
export interface MirroredAccount {
  readonly accountId: string
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
  readonly parentAccountIds: readonly string[]
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
  readonly accounts: readonly { readonly accountId: string; readonly roles: readonly string[] }[]
}

const accountTable = mirrorTable<MirroredAccount, typeof accounts>({
  kind: 'accounts',
  table: accounts,
  keyColumns: [accounts.accountId],
  rowHash: accounts.rowHash,
  removedAt: accounts.removedAt,
  toInsert: (row, rowHash) => ({
    accountId: row.accountId,
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
    rowHash,
    removedAt: null,
  }),
})

/** Accounts with the parents they inherit from. */
export const accountMirror: MirrorTable<MirroredAccount> = {
  ...accountTable,
  upsert: async (tx, rows) => {
    await accountTable.upsert(tx, rows)
    const ids = rows.map(({ row }) => row.accountId)
    if (ids.length === 0) return
    await tx.delete(accountParents).where(sql`${accountParents.accountId} = any(${textArray(ids)})`)
    const links = rows.flatMap(({ row }) =>
      row.parentAccountIds.map((parentAccountId) => ({ accountId: row.accountId, parentAccountId })),
    )
    for (let at = 0; at < links.length; at += 1000)
      await tx
        .insert(accountParents)
        .values(links.slice(at, at + 1000))
        .onConflictDoNothing()
  },
}

const memberTable = mirrorTable<MirroredMember, typeof members>({
  kind: 'members',
  table: members,
  keyColumns: [members.userName],
  rowHash: members.rowHash,
  removedAt: members.removedAt,
  toInsert: (row, rowHash) => ({
    userName: row.userName.toLowerCase(),
    platformId: row.platformId,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    phone: row.phone,
    active: row.active,
    locale: row.locale,
    rowHash,
    removedAt: null,
  }),
})

/** Members with the accounts they act for and their roles there. */
export const memberMirror: MirrorTable<MirroredMember> = {
  ...memberTable,
  upsert: async (tx, rows) => {
    await memberTable.upsert(tx, rows)
    const names = rows.map(({ row }) => row.userName.toLowerCase())
    if (names.length === 0) return
    await tx.delete(memberships).where(sql`${memberships.userName} = any(${textArray(names)})`)
    const links = rows.flatMap(({ row }) =>
      row.accounts.map(({ accountId, roles }) => ({
        userName: row.userName.toLowerCase(),
        accountId,
        roles: [...roles],
      })),
    )
    for (let at = 0; at < links.length; at += 1000)
      await tx
        .insert(memberships)
        .values(links.slice(at, at + 1000))
        .onConflictDoNothing()
  },
  remove: async (tx, keys, at) => {
    await memberTable.remove(tx, keys, at)
    await forgetMembershipsOfRemoved(tx)
  },
}

async function forgetMembershipsOfRemoved(tx: Tx): Promise<void> {
  await tx.delete(memberships).where(
    sql`exists (${tx
      .select({ one: sql`1` })
      .from(members)
      .where(and(eq(members.userName, memberships.userName), isNotNull(members.removedAt)))})`,
  )
}

// One parameter whatever the number of names: a statement has room for 65,535.
function textArray(values: readonly string[]) {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`
}

const types: readonly AccountType[] = ['customer', 'reseller', 'distributor', 'internal', 'vendor']

function accountTypeOf({ type, attributes }: MirroredAccount): AccountType {
  const named = types.find((known) => known === attributes['storeAccountType'])
  if (named) return named
  if (type === 'CHANNEL_PARTNER') return 'reseller'
  return type === 'PUBLISHER' ? 'internal' : 'customer'
}

function currencyOf({ address, attributes }: MirroredAccount): string {
  return attributes['storeCurrency'] ?? (address?.country === 'US' ? 'USD' : 'EUR')
}
