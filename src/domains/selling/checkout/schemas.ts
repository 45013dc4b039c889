import { z } from 'zod'
import { orderSchema, purchaseOrderNumberSchema } from '../../fulfilment/orders/index.ts'

const amount = z.number().int()

export const placeOrderSchema = z
  .strictObject({
    pricedCartId: z.string().min(1).max(60),
    method: z.enum(['free', 'purchaseOrder', 'card']),
    purchaseOrderNumber: purchaseOrderNumberSchema.optional(),
    /** The total that the buyer saw; a higher one is refused. */
    expectedTotalMinor: amount.optional(),
  })
  .refine((order) => order.method !== 'purchaseOrder' || order.purchaseOrderNumber !== undefined, {
    path: ['purchaseOrderNumber'],
    message: 'Give your purchase order number',
  })
  .meta({ id: 'PlaceOrder' })

export type PlaceOrder = z.infer<typeof placeOrderSchema>

export const placementSchema = z
  .object({
    /**
     * `redirect`: send the buyer to `redirectUrl` to pay; the order is placed when the money is there. `approval`: it waits
     * for an approver of the company.
     */
    outcome: z.enum(['placed', 'redirect', 'approval']),
    order: orderSchema.nullable(),
    paymentId: z.string().nullable(),
    redirectUrl: z.string().nullable(),
    /** The request that waits; null when none was needed. */
    approvalId: z.string().nullable(),
    /** True when the same had been ordered, or asked for, before; then the answer is 200 instead of 201. */
    repeated: z.boolean(),
  })
  .meta({ id: 'Placement' })

export type Placement = z.infer<typeof placementSchema>
