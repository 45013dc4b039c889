import { z } from 'zod'
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'

const cause = z.enum(['missing-on-platform', 'missing-in-store', 'different', 'changed-after-push'])
const count = z.number().int()
const total = z.object({
  currency: z.string().nullable(),
  count,
  valueMinor: z.number().int(),
})

export const driftSchema = z
  .object({
    compare: z
      .object({
        runId: z.string(),
        comparedAt: z.date(),
        compared: count,
        found: count,
        counts: z.array(z.object({ kind: z.string(), cause, count })),
      })
      .nullable(),
    unsellable: count,
    /** Rows of the platform that cannot be read, at most five hundred; the runs of the sync name them. */
    quarantined: count,
    listedAt: z.date().nullable(),
    withoutOrder: z.array(total),
    granted: z.array(total),
  })
  .meta({ id: 'Drift' })

export const findingQuerySchema = pageQuerySchema.extend({ runId: z.string().max(60).optional() })

export const findingSchema = z
  .object({
    kind: z.string(),
    subject: z.string(),
    accountId: z.string().nullable(),
    orderNumber: z.string().nullable(),
    cause,
    sentence: z.string(),
    differences: z.array(
      z.object({ field: z.string(), store: z.string().nullable(), platform: z.string().nullable() }),
    ),
  })
  .meta({ id: 'DriftFinding' })

export const unsellableSchema = z.object({ partNumber: z.string(), why: z.string() }).meta({ id: 'UnsellableItems' })

export const undeliveredSchema = z
  .object({
    items: z.array(
      z.object({
        activationId: z.string(),
        accountId: z.string(),
        productName: z.string(),
        productVersion: z.string(),
        chainId: z.string(),
        firstFoundAt: z.date(),
        lastFoundAt: z.date(),
      }),
    ),
  })
  .meta({ id: 'UndeliveredGrant' })

export const rightsQuerySchema = pageQuerySchema.extend({ granted: z.enum(['true', 'false']).default('false') })

export const listedRightSchema = z
  .object({
    activationId: z.string(),
    entitlementId: z.string(),
    obligation: z.enum(['licence', 'maintenance']),
    accountId: z.string().nullable(),
    accountName: z.string().nullable(),
    productName: z.string().nullable(),
    productVersion: z.string().nullable(),
    partNumber: z.string().nullable(),
    quantity: z.number().int(),
    startDate: z.string().nullable(),
    expirationDate: z.string().nullable(),
    unitMinor: z.number().int().nullable(),
    valueMinor: z.number().int().nullable(),
    currency: z.string().nullable(),
    reason: z.string().nullable(),
    grantedBy: z.string().nullable(),
    grantedAt: z.date().nullable(),
  })
  .meta({ id: 'ListedRight' })

export const nothing = z.null()

export const grantParamsSchema = z.object({ activationId: z.string().max(255) })

export const grantSchema = z
  .strictObject({
    reason: z.string().trim().min(1, 'Say why it was given away').max(500, 'Say it in at most 500 characters'),
  })
  .meta({ id: 'GrantRight' })
