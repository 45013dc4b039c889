import { z } from 'zod'
import type { CallerName } from './api-callers.ts'
import type { Box } from './box.ts'
import { askAs, placed } from './sales.ts'
import { dublin } from './shopping.ts'

export interface PartnersOrder {
  readonly id: string
  readonly number: string
  readonly pricedCartId: string
}

/** A partner's order for a customer on a purchase order, by the partner's member; nothing of it is worked yet. */
export async function orderFor(
  box: Box,
  caller: CallerName,
  customer: string,
  wanted: {
    readonly partNumbers: readonly string[]
    readonly purchaseOrderNumber: string
    /** Parcels go to the customer; to the partner unless told. */
    readonly toCustomer?: boolean
  },
): Promise<PartnersOrder> {
  await askAs(box, z.unknown(), caller, ['PUT', '/api/cart/end-customer'], { accountId: customer })
  for (const partNumber of wanted.partNumbers)
    await askAs(box, z.unknown(), caller, ['POST', '/api/cart/lines'], { partNumber, downloadDeclined: true })
  const { id: pricedCartId } = await askAs(box, z.object({ id: z.string() }), caller, ['POST', '/api/priced-carts'], {
    shipTo: { ...dublin, recipient: 'The goods-in desk' },
    ...(wanted.toCustomer ? { shipToAccountId: customer } : {}),
  })
  const { order } = await askAs(box, placed, caller, ['POST', '/api/orders'], {
    pricedCartId,
    method: 'purchaseOrder',
    purchaseOrderNumber: wanted.purchaseOrderNumber,
  })
  return { id: order.id, number: z.string().parse(order['number']), pricedCartId }
}
