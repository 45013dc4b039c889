import { z } from 'zod'

/** The parcel of an order line, as the API shows it. */
export const shipmentSchema = z
  .object({
    carrier: z.string(),
    trackingNumber: z.string(),
    /** The carrier's public page of the parcel; null for a carrier whose page the store does not know. */
    trackingUrl: z.string().nullable(),
    shippedAt: z.iso.datetime(),
  })
  .meta({ id: 'Shipment' })
