import { z } from 'zod'

/** What the demo reads of the store's answers; they hold more. */
export const sessionAnswer = z.object({ accountId: z.string(), accountType: z.string(), address: z.object({}).loose() })

export const itemsAnswer = z.object({
  items: z.array(z.object({ partNumber: z.string() })),
  nextCursor: z.string().nullable(),
})

export const explanationAnswer = z.object({
  because: z.array(z.object({ rule: z.string(), passed: z.boolean(), sentence: z.string() })),
  unitPrice: z.object({ minor: z.number(), currency: z.string() }),
})

export const cartAnswer = z.object({ lines: z.array(z.object({ id: z.string(), partNumber: z.string() })) })

export const pricedCartAnswer = z.object({
  id: z.string(),
  currency: z.string(),
  totalMinor: z.number(),
  lines: z.array(
    z.object({ partNumber: z.string(), unitPriceMinor: z.number(), listPriceMinor: z.number(), priceRule: z.string() }),
  ),
})

const lineAnswer = z.object({
  lineNumber: z.number(),
  partNumber: z.string(),
  obligation: z.string(),
  state: z.string(),
  sentence: z.string(),
  right: z.object({ activationId: z.string(), live: z.boolean() }).nullable(),
  production: z
    .object({ reference: z.string(), state: z.string(), discsMade: z.number(), discsFailed: z.number() })
    .nullable(),
})
export const orderAnswer = z.object({
  id: z.string(),
  number: z.string(),
  status: z.string(),
  currency: z.string(),
  totalMinor: z.number(),
  lines: z.array(lineAnswer),
})
export type OrderAnswer = z.infer<typeof orderAnswer>

export const placementAnswer = z.object({
  outcome: z.enum(['placed', 'redirect', 'approval']),
  order: orderAnswer.nullable(),
  paymentId: z.string().nullable(),
  redirectUrl: z.string().nullable(),
})

export const paymentAnswer = z.object({ state: z.string(), orderId: z.string().nullable() })

export const downloadsAnswer = z.object({
  packages: z.array(
    z.object({
      packageId: z.string(),
      files: z.array(
        z.object({
          name: z.string(),
          sizeBytes: z.number().nullable(),
          md5: z.string().nullable(),
          sha256: z.string().nullable(),
          href: z.string(),
        }),
      ),
    }),
  ),
})

export const productsAnswer = z.object({
  lines: z.array(z.object({ activationId: z.string(), inheritedFrom: z.string().nullable() })),
})

export const syncRunsAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      report: z.object({ kinds: z.record(z.string(), z.object({ read: z.number() })) }).nullable(),
    }),
  ),
})
export const startedSyncAnswer = z.object({ runId: z.string() })

export const pushAnswer = z.object({
  state: z.string(),
  attempts: z.number(),
  tries: z.array(z.object({ action: z.string(), outcome: z.string() })),
})

export const mediaJobsAnswer = z.object({ items: z.array(z.object({ jobId: z.string(), orderId: z.string() })) })
export const mediaJobAnswer = z.object({
  reference: z.string(),
  state: z.string(),
  siteId: z.string().nullable(),
  failure: z.string().nullable(),
  manifest: z
    .object({
      discs: z.array(
        z.object({
          number: z.number(),
          files: z.array(z.object({ path: z.string(), md5: z.string().nullable(), sha256: z.string() })),
        }),
      ),
    })
    .nullable(),
  reports: z.array(z.object({ step: z.string(), message: z.string(), detail: z.record(z.string(), z.unknown()) })),
  discs: z.array(
    z.object({ discNumber: z.number(), copy: z.number(), outcome: z.string(), reason: z.string(), serial: z.string() }),
  ),
})

export const payoutsAnswer = z.object({ items: z.array(z.object({ payoutId: z.string() })) })
export const payoutSheetAnswer = z.object({
  payoutId: z.string(),
  currency: z.string(),
  posted: z.boolean(),
  items: z.array(z.object({ orderNumber: z.string().nullable() })),
  sums: z.object({
    orderLinesMinor: z.number(),
    feesMinor: z.number(),
    leftoversMinor: z.number(),
    payoutMinor: z.number(),
    restMinor: z.number(),
  }),
})

export const matchRunAnswer = z.object({
  id: z.string(),
  lineCount: z.number(),
  differenceCount: z.number(),
  totals: z.array(z.object({ currency: z.string(), orderedMinor: z.number(), ledgerMinor: z.number() })).nullable(),
})
export const matchRowsAnswer = z.object({
  items: z.array(
    z.object({
      orderNumber: z.string(),
      lineNumber: z.number(),
      cause: z.string().nullable(),
      owner: z.string().nullable(),
      nextStep: z.string().nullable(),
    }),
  ),
})

export const portalStateAnswer = z.object({ entitlements: z.number(), lines: z.number(), products: z.number() }).loose()
