import type { Tx } from '../../../platform/db/db.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { personWritten } from '../../people/accounts/index.ts'
import type * as approvals from '../approvals/index.ts'

/** An order that was released says who did it. In the transaction that places the order. */
export async function recordRelease(
  tx: Tx,
  order: orders.Order,
  request: approvals.ApprovalRequest,
  at: Date,
): Promise<void> {
  if (request.decidedBy === null) return
  await orders.addEvent(tx, {
    orderId: order.id,
    at,
    kind: 'released',
    actor: request.decidedBy,
    sentence: `Approved by ${await personWritten(tx, request.decidedBy)}; asked for by ${await personWritten(tx, request.userName)}.`,
  })
}
