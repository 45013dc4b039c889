import { z } from 'zod'
import { orderLineSchema, orderSchema } from '../../fulfilment/orders/index.ts'
import { postalAddressAnswer } from '../../people/accounts/index.ts'

/** An order of a partner as the customer sees whom it was placed for. */
export const orderedForYouSchema = orderSchema
  .pick({ id: true, number: true, status: true, placedAt: true })
  .extend({
    partner: z.object({ accountId: z.string(), name: z.string() }),
    /** Where the parcels go, when they go to the customer itself; null when they go to the partner. */
    shipTo: postalAddressAnswer.nullable(),
    lines: z.array(
      orderLineSchema
        .pick({
          lineNumber: true,
          partNumber: true,
          title: true,
          obligation: true,
          quantity: true,
          base: true,
          state: true,
          sentence: true,
          right: true,
          production: true,
          shipment: true,
        })
        .extend({
          /** Where the files of a live licence are listed; null where there are none. */
          downloadsHref: z.string().nullable(),
        }),
    ),
  })
  .meta({ id: 'OrderedForYou' })
export type OrderedForYou = z.infer<typeof orderedForYouSchema>
