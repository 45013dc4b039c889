import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { param, prepareForRow, runForRow } from '../../../platform/db/prepared-query.ts'
import { numberUsedFacts, orderedFacts } from '../../fulfilment/orders/index.ts'
import { openPaymentFacts } from '../../money/payments/index.ts'
import { accountRow, contactFacts } from '../../people/accounts/index.ts'
import { AccountUnknown } from '../../shop/catalog/index.ts'
import { type ApprovalFacts, approvalFacts } from '../approvals/index.ts'
import type * as carts from '../carts/index.ts'
import { cartReadNames, cartReadParts, readingOf } from '../carts/index.ts'
import type { Contact } from './place-from-priced-cart.ts'

interface OrderRead {
  /** Whether the priced cart is an order. */
  readonly ordered: boolean
  /** Whether an order of the account has the purchase order number. */
  readonly numberUsed: boolean
  /** Whether a card page of the cart may still be paid. */
  readonly payable: boolean
  readonly approval: ApprovalFacts
  readonly contact: Contact | null
}

/** All that decides what becomes of a priced cart that is accepted. */
export type OrderFacts = OrderRead & carts.CartFacts

const names = [...cartReadNames, 'userName', 'pricedCartId', 'purchaseOrderKey'] as const
const statement = prepareForRow(names, accountRow, {
  ...cartReadParts,
  ordered: orderedFacts(param('pricedCartId')),
  numberUsed: numberUsedFacts(param('accountId'), param('purchaseOrderKey')),
  payable: openPaymentFacts(sql`select id from priced_carts where cart_id = ${param('cartId')}`),
  approval: approvalFacts({
    accountId: param('accountId'),
    userName: param('userName'),
    pricedCartId: param('pricedCartId'),
    key: param('purchaseOrderKey'),
  }),
  contact: contactFacts(param('userName')),
})

/**
 * One statement. For sure behind the other orders of the account, with priced cart and cart locked (`lockToOrder`).
 * @throws {AccountUnknown}
 */
export async function readOrderFacts(
  tx: Tx,
  db: Db,
  { pricedCart, cart }: NonNullable<Awaited<ReturnType<typeof carts.lockToOrder>>>,
  { on, purchaseOrderKey }: { readonly on: LocalDate; readonly purchaseOrderKey: string | null },
): Promise<OrderFacts> {
  const { accountId, userName, endCustomerAccountId } = pricedCart
  const { coTermThrough } = cart
  const reading = readingOf(db, { id: cart.id, accountId, endCustomerAccountId, coTermThrough }, on)
  type Read = OrderRead & carts.CartRead
  const read = await runForRow<Read, (typeof names)[number]>(tx, statement, {
    ...reading.values,
    userName,
    pricedCartId: pricedCart.id,
    purchaseOrderKey,
  })
  if (!read) throw new AccountUnknown(accountId)
  const { ordered, numberUsed, payable, approval, contact } = read
  return { ...reading.facts(read), ordered, numberUsed, payable, approval, contact }
}
