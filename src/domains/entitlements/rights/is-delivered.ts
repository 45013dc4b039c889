import { type DeliveredRight, deliveredFor } from './delivered.ts'
import type { FactLine } from './effective-rights.ts'
import type { DownloadPackage } from './port.ts'

export type HeldLine = Pick<FactLine, 'activationId' | 'productName'>

/** So many lines are asked about in one question. */
const linesAtOnce = 100

/**
 * Whether the platform delivers to an account what a chain grants it: with the line that brings it, or with any other line
 * that the account holds. The other lines are asked about only where that one does not have it.
 */
export async function isDelivered(
  ask: (activationIds: readonly string[]) => Promise<readonly DownloadPackage[]>,
  grant: DeliveredRight & { readonly activationId: string },
  lines: readonly HeldLine[],
): Promise<boolean> {
  if (deliveredFor(grant, await ask([grant.activationId])).length > 0) return true
  const others = lines.filter((line) => line.activationId !== grant.activationId && mayDeliver(grant, line))
  for (let from = 0; from < others.length; from += linesAtOnce) {
    const packages = await ask(others.slice(from, from + linesAtOnce).map(({ activationId }) => activationId))
    if (deliveredFor({ ...grant, lineProductName: grant.productName }, packages).length > 0) return true
  }
  return false
}

/** Where the platform names no package for the product, its version alone does not tell it among other products. */
export function mayDeliver(grant: DeliveredRight, line: HeldLine): boolean {
  return grant.title !== null || line.productName === grant.productName
}
