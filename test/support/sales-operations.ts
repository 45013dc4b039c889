import { z } from 'zod'
import type { Box } from './box.ts'
import type { PreparedCall } from './operations.ts'
import { askAs, staffQuoteAnswer } from './sales.ts'
import { dublin } from './shopping.ts'

/** How to call the operations of quotes and deals so that each succeeds. */
export function salesOperations(box: Box): Record<string, PreparedCall | (() => Promise<PreparedCall>)> {
  let made = 0
  const requestKey = () => {
    made += 1
    return `sales-operations-${made}`
  }
  const lines = [{ partNumber: 'BOOK-PAINT-LIGHT', quantity: 1 }]
  const content = { contactUserName: 'alice@acme.example', shipTo: dublin, lines }
  const draft = () => ({ accountId: 'ACME', ...content, requestKey: requestKey() })
  const drafted = async () => {
    const { id } = await askAs(box, staffQuoteAnswer, 'carla', ['POST', '/api/admin/quotes'], draft())
    return id
  }
  const sent = async () => {
    const id = await drafted()
    await askAs(box, z.unknown(), 'carla', ['POST', `/api/admin/quotes/${id}/sending`])
    return id
  }
  const deal = () => ({
    endCustomerAccountId: '',
    prospectName: `Prospect ${requestKey()}`,
    partNumbers: ['SKETCH-5-LIC'],
    estimatedQuantity: 5,
    requestKey: requestKey(),
  })
  const registered = async () => {
    const { id } = await askAs(box, z.object({ id: z.string() }), 'rosa', ['POST', '/api/deals'], deal())
    return id
  }
  const as = (caller: PreparedCall['caller'], more: Partial<PreparedCall> = {}) => ({ caller, status: 200, ...more })
  const onQuote = (caller: PreparedCall['caller'], more: Partial<PreparedCall> = {}, make = sent) => {
    return async () => as(caller, { params: { quoteId: await make() }, ...more })
  }
  const onDeal = (caller: PreparedCall['caller'], body?: object) => {
    return async () => as(caller, { params: { dealId: await registered() }, ...(body ? { body } : {}) })
  }
  return {
    saveQuote: async () => {
      const line = { partNumber: 'BOOK-PAINT-LIGHT', quantity: 1 }
      await askAs(box, z.unknown(), 'alice', ['POST', '/api/cart/lines'], line)
      return as('alice', { status: 201, body: { shipTo: dublin, requestKey: requestKey() } })
    },
    listQuotes: as('vera'),
    viewQuote: onQuote('vera'),
    downloadQuote: onQuote('vera'),
    acceptQuote: onQuote('alice', {
      status: 201,
      body: { version: 1, method: 'purchaseOrder', purchaseOrderNumber: 'PO-OPERATIONS-QUOTE' },
    }),
    declineQuote: onQuote('alice', { body: { reason: 'too dear' } }),
    reloadQuote: onQuote('alice'),
    listAllQuotes: as('reid'),
    draftQuote: async () => as('carla', { status: 201, body: draft() }),
    viewAnyQuote: onQuote('reid', {}, drafted),
    redraftQuote: onQuote('carla', { body: content }),
    sendQuote: onQuote('carla', {}, drafted),
    withdrawQuote: onQuote('carla', { body: { reason: 'a mistake' } }),
    placeForAccount: onQuote('carla', { status: 201, body: { purchaseOrderNumber: 'PO-OPERATIONS-BEHALF' } }, drafted),

    listDeals: as('rosa'),
    registerDeal: async () => as('rosa', { status: 201, body: deal() }),
    viewDeal: onDeal('rosa'),
    withdrawDeal: onDeal('rosa'),
    listAllDeals: as('reid'),
    viewAnyDeal: onDeal('reid'),
    approveDeal: onDeal('carla', { discountBasisPoints: 500 }),
    rejectDeal: onDeal('carla', { reason: 'ours already' }),
  }
}
