import { and, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { lineMirror, maintenanceMirror, platformPartNumbers } from '../rights/index.ts'
import type { Push, PushLine } from './push-store.ts'

/** A line with the parent that the platform has named for it so far; setting it is work of its own. */
export type StandingLine = PushLine & { readonly parentThere?: string | null }

/** Shows what was just pushed at once, instead of after the next sync. May run twice. */
export async function mirrorPushedLines(tx: Tx, push: Push, lines: readonly StandingLine[]): Promise<void> {
  const rights = lines.filter((line) => line.maintenanceOf === null)
  const products = await productsOf(
    tx,
    rights.map((line) => line.partNumber),
  )
  await lineMirror.upsert(
    tx,
    rights.map((line) => ({
      activationId: line.activationId,
      entitlementId: line.targetEntitlementId ?? push.entitlementId,
      accountId: push.accountId,
      entitlementState: 'DEPLOYED',
      state: 'DEPLOYED',
      product: products.get(line.partNumber) ?? null,
      partNumber: line.partNumber,
      quantity: line.quantity,
      remainingQuantity: line.quantity,
      startDate: line.startDate,
      expirationDate: line.expirationDate,
      permanent: line.expirationDate === null,
      orderId: push.orderNumber,
      orderLineNumber: String(line.orderLineNumber),
      parentActivationId: line.parentThere ?? null,
      // Known from the next sync on.
      platformId: null,
      originActivationId: null,
      // A line that joins an entitlement has the partners of that one.
      partnerAccountIds:
        line.targetEntitlementId !== null ? null : push.partnerAccountId === null ? [] : [push.partnerAccountId],
    })),
  )
  await maintenanceMirror.upsert(
    tx,
    lines.flatMap((line) =>
      line.maintenanceOf === null
        ? []
        : [
            {
              activationId: line.activationId,
              entitlementId: line.targetEntitlementId ?? push.entitlementId,
              state: 'DEPLOYED' as const,
              product: { name: line.maintenanceOf.name, version: line.maintenanceOf.version },
              partNumber: line.partNumber,
              startDate: line.startDate,
              expirationDate: line.expirationDate,
              permanent: false,
              orderId: push.orderNumber,
              orderLineNumber: String(line.orderLineNumber),
              coveredActivationIds: line.maintenanceOf.covers,
            },
          ],
    ),
  )
}

async function productsOf(
  tx: Tx,
  partNumbers: readonly string[],
): Promise<Map<string, { name: string; version: string }>> {
  if (partNumbers.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(platformPartNumbers)
    .where(and(inArray(platformPartNumbers.partNumber, [...partNumbers]), isNull(platformPartNumbers.removedAt)))
  return new Map(
    rows.flatMap((row) =>
      row.productName === null || row.productVersion === null
        ? []
        : [[row.partNumber, { name: row.productName, version: row.productVersion }] as const],
    ),
  )
}
