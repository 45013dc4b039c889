import type { FastifyInstance } from 'fastify'
import { staffOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { actOnQuote, placeForAccountSchema, type SalesDeps, sellerOf } from '../quotes/index.ts'
import { placeForAccount } from './place-for-account.ts'

/** Staff place the order of a quote for its account, from the page of the quote. */
export function registerPlaceForAccountPages(app: FastifyInstance, deps: OrderDeps & SalesDeps): void {
  actOnQuote(app, deps, 'order', async (request, quoteId, fields) => {
    const number = (fields['purchaseOrderNumber'] ?? '').trim()
    const asked = placeForAccountSchema.parse(number === '' ? {} : { purchaseOrderNumber: number })
    const { order } = await placeForAccount(deps, sellerOf(deps, staffOf(request)), quoteId, asked)
    return order ? `/admin/orders/${order.id}` : `/admin/quotes/${quoteId}`
  })
}
