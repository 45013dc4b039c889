import { money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { deferredRevenueOf, type PostingLine, postEntry } from '../../money/ledger/index.ts'
import type { Order, OrderLine } from './store.ts'

/**
 * What an order owes the ledger, once: the whole against each promise, deferred until it is kept, and the tax. A free
 * order moves no money and posts nothing.
 */
export async function postOrder(tx: Tx, order: Order, lines: readonly OrderLine[]): Promise<void> {
  if (order.totalMinor === 0) return
  const { currency } = order
  const credit = (account: PostingLine['account'], minor: number, line?: OrderLine): PostingLine => ({
    account,
    side: 'credit',
    money: money(minor, currency),
    ...(line ? { orderLineId: line.id, obligation: line.obligation } : {}),
  })
  const lineTax = lines.reduce((sum, line) => sum + line.taxMinor, 0)
  await postEntry(tx, {
    entryId: `jen_order-placed:${order.id}`,
    occurredOn: order.placedOn,
    reference: { kind: 'order', id: order.id },
    description: `Order ${order.number}`,
    postedAt: order.placedAt,
    lines: [
      {
        account: order.paymentMethod === 'card' ? 'card-clearing' : 'accounts-receivable',
        side: 'debit',
        money: money(order.totalMinor, currency),
      },
      ...lines.flatMap((line) => [
        credit(deferredRevenueOf(line.obligation), line.netMinor, line),
        credit('tax-payable', line.taxMinor, line),
      ]),
      credit('deferred-revenue-freight', order.freightMinor),
      credit('tax-payable', order.taxMinor - lineTax),
    ],
  })
}
