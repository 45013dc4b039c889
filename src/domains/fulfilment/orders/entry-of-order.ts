import { money } from '../../../kernel/money.ts'
import { deferredRevenueOf, type NewEntry, type PostingLine } from '../../money/ledger/index.ts'
import type { Order, OrderLine } from './store.ts'

/**
 * What an order owes the ledger, once: the whole against each promise, deferred until it is kept, and the tax. The entry of
 * a free order has no amounts, so that nothing is posted.
 */
export function entryOfOrder(order: Order, lines: readonly OrderLine[]): NewEntry {
  const { currency } = order
  const credit = (account: PostingLine['account'], minor: number, line?: OrderLine): PostingLine => ({
    account,
    side: 'credit',
    money: money(minor, currency),
    ...(line ? { orderLineId: line.id, obligation: line.obligation } : {}),
  })
  const lineTax = lines.reduce((sum, line) => sum + line.taxMinor, 0)
  return {
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
  }
}
