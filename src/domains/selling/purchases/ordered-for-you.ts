import type { Db, Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { cutPage, decodeCursor, isCursorInstant, type Page } from '../../../platform/http/request/paging.ts'
import * as orders from '../../fulfilment/orders/index.ts'
import { isForCustomer, isSentToCustomer, type OrderView, viewIn } from '../../fulfilment/orders/index.ts'
import { accountNames } from '../../people/accounts/index.ts'
import type { OrderedForYou } from './ordered-for-you-schema.ts'

const failedSentence = 'Something went wrong on our side. Our staff have been told and will see to it.'

/**
 * What partners ordered for the account, newest first, whether or not they may order for it still. What the partner pays,
 * its numbers and its people are no part of it.
 */
export async function ordersForAccount(
  deps: { readonly db: Db },
  accountId: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<OrderedForYou>> {
  const [placedAt, id] = decodeCursor(page.cursor) ?? []
  const before = isCursorInstant(placedAt) && id !== undefined ? ([placedAt, id] as const) : null
  return deps.db.transaction(
    async (tx) => {
      const rows = await orders.listOrders(tx, { orderedFor: accountId, before, limit: page.limit + 1 })
      const { items, nextCursor } = cutPage(rows, page.limit, (last) => [last.placedAt.toISOString(), last.id])
      const views: OrderedForYou[] = []
      for (const order of items) views.push(await viewForCustomer(tx, order))
      return { items: views, nextCursor }
    },
    { accessMode: 'read only' },
  )
}

/** @throws {NotFound} alike for an order that was placed for another account and for one that does not exist */
export async function orderForAccount(
  deps: { readonly db: Db },
  accountId: string,
  orderId: string,
): Promise<OrderedForYou> {
  return deps.db.transaction(
    async (tx) => {
      const order = await orders.findOrder(tx, orderId)
      if (order?.endCustomerAccountId !== accountId || !isForCustomer(order)) throw new NotFound('order')
      return viewForCustomer(tx, order)
    },
    { accessMode: 'read only' },
  )
}

async function viewForCustomer(tx: Tx, order: orders.Order): Promise<OrderedForYou> {
  const { id, number, status, placedAt, shipTo, lines } = await viewIn(tx, order)
  const names = await accountNames(tx, [order.accountId])
  return {
    id,
    number,
    status,
    placedAt,
    partner: { accountId: order.accountId, name: names.get(order.accountId) ?? order.accountId },
    shipTo: isSentToCustomer(order) ? shipTo : null,
    lines: lines.map(lineForCustomer),
  }
}

// Every field is named, so that a field of the partner's that is added to the order stays the partner's.
function lineForCustomer(line: OrderView['lines'][number]): OrderedForYou['lines'][number] {
  const { lineNumber, partNumber, title, obligation, quantity, base, state, right, production, shipment } = line
  return {
    lineNumber,
    partNumber,
    title,
    obligation,
    quantity,
    base,
    state,
    right,
    production,
    shipment,
    sentence: state === 'failed' ? failedSentence : line.sentence,
    downloadsHref:
      right?.live && obligation === 'licence'
        ? `/api/products/${encodeURIComponent(right.activationId)}/downloads`
        : null,
  }
}
