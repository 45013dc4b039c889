import type { Db, Tx } from '../../../platform/db/db.ts'
import { linesOf as pushLinesOf } from '../../entitlements/push/index.ts'
import { findAccount } from '../../people/accounts/index.ts'
import { makeReceipt, type Receipt } from './receipt.ts'
import type { Order, OrderLine } from './store.ts'

/** Gathers what a receipt is made of. The account names are as the platform has them now. */
export async function loadReceipt(
  tx: Db | Tx,
  order: Order,
  lines: readonly OrderLine[],
  publicUrl: string,
): Promise<Receipt> {
  const accountNames = new Map<string, string>()
  for (const id of new Set(accountsOn(order))) {
    const account = await findAccount(tx, id)
    if (account) accountNames.set(id, account.name)
  }
  const rights = await pushLinesOf(tx, order.id)
  return makeReceipt({ order, lines, rights, accountNames, receiptUrl: `${publicUrl}/orders/${order.id}` })
}

function accountsOn({ accountId, endCustomerAccountId, shipToAccountId, billToAccountId }: Order): string[] {
  return [accountId, endCustomerAccountId, shipToAccountId, billToAccountId].filter((id) => id !== null)
}
