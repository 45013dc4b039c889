import { newId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { personWritten } from '../../people/accounts/index.ts'
import * as approvals from '../approvals/index.ts'

/** What stands on an order that was released: who did it. In the transaction that places the order. */
export async function recordRelease(tx: Tx, order: orders.Order, at: Date): Promise<void> {
  const request = await approvals.requestOfPricedCart(tx, order.pricedCartId)
  if (request?.decidedBy == null) return
  await orders.addEvent(tx, {
    id: newId('evt'),
    orderId: order.id,
    at,
    kind: 'released',
    actor: request.decidedBy,
    sentence: `Approved by ${await personWritten(tx, request.decidedBy)}; asked for by ${await personWritten(tx, request.userName)}.`,
  })
}
