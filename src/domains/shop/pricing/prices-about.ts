import { asc, eq } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { everyList, stateOf } from './price-list-store.ts'
import { type Buyer, isFor } from './price-terms.ts'
import { accountGroups, priceListEntries, priceLists } from './tables.ts'

/** For staff: the lists that name an account, itself, by a group, tier or type, or as everybody, in its currency; the groups too. */
export async function listsNaming(tx: Db | Tx, account: Omit<Buyer, 'groups'>, on: LocalDate) {
  const rows = await tx
    .select({ groupId: accountGroups.groupId })
    .from(accountGroups)
    .where(eq(accountGroups.accountId, account.accountId))
    .orderBy(asc(accountGroups.groupId))
  const groups = rows.map(({ groupId }) => groupId)
  const lists = [...(await everyList(tx)).values()]
    .filter((list) => list.currency === account.currency && isFor(list, { ...account, groups }))
    .map((list) => ({ ...list, state: stateOf(list, on) }))
  return { groups, lists }
}

/** For staff: what each list asks for an item. */
export async function pricesOfItem(tx: Db | Tx, partNumber: string, on: LocalDate) {
  const { minQuantity, increment, unitMinor } = priceListEntries
  const rows = await tx
    .select({ list: priceLists, minQuantity, increment, unitMinor })
    .from(priceListEntries)
    .innerJoin(priceLists, eq(priceLists.id, priceListEntries.priceListId))
    .where(eq(priceListEntries.partNumber, partNumber))
    .orderBy(asc(priceLists.id), asc(minQuantity))
  return rows.map(({ list, ...entry }) => ({ ...entry, list: { ...list, state: stateOf(list, on) } }))
}
