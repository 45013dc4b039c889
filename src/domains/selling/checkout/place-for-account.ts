import { NotFound } from '../../../platform/http/answer/problems.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import type { Staff } from '../quotes/index.ts'
import * as quotes from '../quotes/index.ts'
import { acceptVersion } from './accept-quote.ts'
import type { Placement } from './schemas.ts'

/**
 * Places the order of a quote for its account, on the purchase order that the account gave, in the name of the member
 * whom the quote is for: the latest draft, or what was sent. The order says who did it.
 * @throws {NotFound} and what accepting throws
 */
export async function placeForAccount(
  deps: OrderDeps,
  staff: Staff,
  quoteId: string,
  { purchaseOrderNumber }: { readonly purchaseOrderNumber?: string | undefined },
): Promise<Placement> {
  const quote = await quotes.findQuote(deps.db, quoteId)
  const version = (await quotes.versionsOf(deps.db, [quoteId])).at(-1)
  if (!quote || !version) throw new NotFound('quote')
  const actor = { accountId: quote.accountId, userName: quote.contactUserName }
  return acceptVersion(deps, actor, version.id, {
    payment: purchaseOrderNumber === undefined ? { method: 'free' } : { method: 'purchaseOrder', purchaseOrderNumber },
    acceptedForBy: staff.userName,
  })
}
