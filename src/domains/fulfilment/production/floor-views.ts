import { z } from 'zod'
import type { Tx } from '../../../platform/db/db.ts'
import { jsonObject } from '../../../platform/http/request/json-object.ts'
import { mediumSchema } from './site-contract.ts'
import { kitsWithBom, sitesWithQueues } from './store.ts'

export const siteSchema = z
  .object({
    siteId: z.string(),
    name: z.string(),
    countries: z.array(z.string()),
    media: z.array(z.string()),
    priority: z.number().int(),
    active: z.boolean(),
    checkedInAt: z.iso.datetime().nullable(),
    /** What the site said at its last check-in. */
    checkIn: jsonObject.nullable(),
    queueLength: z.number().int(),
  })
  .meta({ id: 'ProductionSite' })

export const kitSchema = z
  .object({
    partNumber: z.string(),
    title: z.string(),
    brandId: z.string(),
    medium: mediumSchema,
    bomVersion: z.number().int(),
    items: z.array(
      z.object({
        position: z.number().int(),
        kind: z.enum(['package', 'stock']),
        reference: z.string(),
        quantity: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'MediaKit' })

export async function siteViews(tx: Tx): Promise<z.infer<typeof siteSchema>[]> {
  return (await sitesWithQueues(tx)).map(({ site, queueLength }) => ({
    siteId: site.id,
    name: site.name,
    countries: site.countries,
    media: site.media,
    priority: site.priority,
    active: site.active,
    checkedInAt: site.checkedInAt?.toISOString() ?? null,
    checkIn: site.checkIn,
    queueLength,
  }))
}

export async function kitViews(tx: Tx): Promise<z.infer<typeof kitSchema>[]> {
  return (await kitsWithBom(tx)).map(({ items, ...kit }) => ({
    ...kit,
    items: items.map(({ position, kind, reference, quantity }) => ({ position, kind, reference, quantity })),
  }))
}
