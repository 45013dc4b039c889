import { z } from 'zod'
import { requestSync } from '../../src/domains/entitlements/sync/index.ts'
import type { Box } from './box.ts'

const choice = z.object({
  partNumber: z.string(),
  title: z.string(),
  productVersion: z.string().nullable(),
  quantity: z.number(),
  unitPriceMinor: z.number(),
  currency: z.string(),
  priceSentence: z.string(),
})

/** What the tests read of the install base. */
export const installBaseAnswer = z.object({
  lines: z.array(
    z.object({
      activationId: z.string(),
      productName: z.string(),
      productVersion: z.string(),
      category: z.string(),
      quantity: z.number(),
      under: z.string().nullable(),
      maintenance: z.string(),
      maintenanceThrough: z.string().nullable(),
      expirationDate: z.string().nullable(),
      inheritedFrom: z.string().nullable(),
      inheritedFromName: z.string().nullable(),
      orderId: z.string().nullable(),
      grantedBy: z.object({ sentence: z.string() }).nullable(),
      can: z.object({
        download: z.object({ state: z.string(), packages: z.number() }),
        media: z.array(choice.extend({ partnerProductId: z.string(), left: z.number() })),
        seats: z.array(choice),
        components: z.array(choice),
        upgrades: z.array(choice),
        renewals: z.array(choice.extend({ startDate: z.string(), through: z.string() })),
      }),
    }),
  ),
  total: z.number(),
  found: z.number(),
  categories: z.array(z.string()),
  nextCursor: z.string().nullable(),
})

export const coTermCart = z.object({
  coTermThrough: z.string().nullable(),
  netMinor: z.number(),
  lines: z.array(
    z.object({
      id: z.string(),
      partNumber: z.string(),
      netMinor: z.number().nullable(),
      quantity: z.number(),
      targetActivationId: z.string().nullable(),
      downloadedBefore: z.object({ at: z.string(), by: z.string(), files: z.number() }).nullable(),
      term: z
        .object({
          startDate: z.string(),
          through: z.string(),
          wholeTerms: z.number(),
          daysUsed: z.number(),
          daysInTerm: z.number(),
          coTerm: z.boolean(),
        })
        .nullable(),
    }),
  ),
})

/** What an account bought long ago: a line of its own, with maintenance through a day when one is given. */
export function plantLine(
  box: Box,
  line: {
    readonly activationId: string
    readonly accountId: string
    readonly partNumber: string
    readonly quantity: number
    readonly startDate: string
    readonly expirationDate?: string
    readonly maintenanceThrough?: string
  },
): void {
  const { activationId, accountId, partNumber, quantity, startDate, expirationDate, maintenanceThrough } = line
  const entitlementId = `ENT-${activationId}`
  box.portal.plant({ kind: 'entitlement', action: 'upsert', row: { id: entitlementId, soldTo: accountId } })
  box.portal.plant({
    kind: 'entitlementLine',
    action: 'upsert',
    row: {
      activationId,
      entitlementId,
      partNumber,
      quantity,
      startDate,
      ...(expirationDate === undefined ? {} : { expirationDate }),
    },
  })
  if (maintenanceThrough === undefined) return
  box.portal.plant({
    kind: 'maintenanceLine',
    action: 'upsert',
    row: {
      activationId: `MNT-${activationId}`,
      entitlementId,
      partNumber: 'PAINT-MNT-1Y',
      startDate,
      expirationDate: maintenanceThrough,
      covers: [activationId],
    },
  })
}

/** Reads the platform anew, whole. */
export async function syncNow(box: Box): Promise<void> {
  await requestSync(box.store.deps, { mode: 'full', dryRun: false, trigger: 'test' })
  await box.drain()
}
