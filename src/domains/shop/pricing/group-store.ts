import { and, asc, count, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import { accountGroups, priceLists } from './tables.ts'

/** A named group with how many accounts it has; none where only price lists name it. */
export interface AccountGroup {
  readonly groupId: string
  readonly accounts: number
}

export interface GroupInUse extends AccountGroup {
  /** The price lists that are for it. */
  readonly lists: readonly { readonly id: string; readonly name: string }[]
}

/** The groups that have accounts, by name. */
export async function allGroups(tx: Db | Tx): Promise<AccountGroup[]> {
  return tx
    .select({ groupId: accountGroups.groupId, accounts: count() })
    .from(accountGroups)
    .groupBy(accountGroups.groupId)
    .orderBy(asc(accountGroups.groupId))
}

export async function accountsInGroups(tx: Db | Tx, groupIds: readonly string[]): Promise<Map<string, number>> {
  if (groupIds.length === 0) return new Map()
  const rows = await tx
    .select({ groupId: accountGroups.groupId, accounts: count() })
    .from(accountGroups)
    .where(inArray(accountGroups.groupId, [...groupIds]))
    .groupBy(accountGroups.groupId)
  return new Map(rows.map(({ groupId, accounts }) => [groupId, accounts]))
}

/** Groups by name, also those that only price lists name. Three statements. */
export async function groupsInUse(
  tx: Db | Tx,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<GroupInUse[]> {
  const after = page.after ?? ''
  const rows = await tx.execute<{ group_id: string }>(sql`
    select group_id from account_groups where group_id > ${after}
    union select audience_value from price_lists where audience = 'group' and audience_value > ${after}
    order by 1 limit ${page.limit}::int`)
  return describeGroups(
    tx,
    rows.map((row) => row.group_id),
  )
}

/** Null when no account is in it and no price list names it. */
export async function findGroup(tx: Db | Tx, groupId: string): Promise<GroupInUse | null> {
  const [group] = await describeGroups(tx, [groupId])
  return group && (group.accounts > 0 || group.lists.length > 0) ? group : null
}

async function describeGroups(tx: Db | Tx, groupIds: readonly string[]): Promise<GroupInUse[]> {
  const accounts = await accountsInGroups(tx, groupIds)
  const lists = await tx
    .select({ groupId: priceLists.audienceValue, id: priceLists.id, name: priceLists.name })
    .from(priceLists)
    .where(and(eq(priceLists.audience, 'group'), inArray(priceLists.audienceValue, [...groupIds, ''])))
    .orderBy(asc(priceLists.id))
  return groupIds.map((groupId) => ({
    groupId,
    accounts: accounts.get(groupId) ?? 0,
    lists: lists.filter((list) => list.groupId === groupId).map(({ id, name }) => ({ id, name })),
  }))
}

/** Account IDs of a group in their order, those after a place if one is given. */
export async function accountsOfGroup(
  tx: Db | Tx,
  groupId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<string[]> {
  const { accountId } = accountGroups
  const rows = await tx
    .select({ accountId })
    .from(accountGroups)
    .where(and(eq(accountGroups.groupId, groupId), page.after === undefined ? undefined : gt(accountId, page.after)))
    .orderBy(asc(accountId))
    .limit(page.limit)
  return rows.map((row) => row.accountId)
}

/** Changes of groups follow each other, so that two people cannot give two groups one name. */
export async function queueBehindGroups(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('account groups', 0))`)
}

/** Puts these accounts in a group in place of those that are in it. */
export async function replaceGroup(tx: Tx, groupId: string, accountIds: readonly string[]): Promise<void> {
  const ids = textArray([...new Set(accountIds)])
  await tx.execute(sql`delete from account_groups where group_id = ${groupId} and not account_id = any(${ids})`)
  await putInGroup(tx, groupId, accountIds)
}

/** How many were not in it before. */
export async function putInGroup(tx: Tx, groupId: string, accountIds: readonly string[]): Promise<number> {
  const ids = textArray([...new Set(accountIds)])
  const added = await tx.execute(sql`insert into account_groups (account_id, group_id)
    select unnest(${ids}), ${groupId} on conflict do nothing returning account_id`)
  return added.length
}

export async function takeFromGroup(tx: Tx, groupId: string, accountId: string): Promise<boolean> {
  const rows = await tx
    .delete(accountGroups)
    .where(and(eq(accountGroups.groupId, groupId), eq(accountGroups.accountId, accountId)))
    .returning({ accountId: accountGroups.accountId })
  return rows.length > 0
}

/** The accounts and the price lists of a group go by another name. */
export async function nameGroup(tx: Tx, from: string, to: string): Promise<void> {
  await tx.update(accountGroups).set({ groupId: to }).where(eq(accountGroups.groupId, from))
  await tx
    .update(priceLists)
    .set({ audienceValue: to })
    .where(and(eq(priceLists.audience, 'group'), eq(priceLists.audienceValue, from)))
}
