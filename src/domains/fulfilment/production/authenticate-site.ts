import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { productionSites } from './tables.ts'

/** The site behind a token; null when there is none. A site that is not active still finishes the jobs it has. */
export async function siteOfToken(tx: Tx, token: string): Promise<string | null> {
  const [site] = await tx
    .select({ id: productionSites.id })
    .from(productionSites)
    .where(eq(productionSites.tokenHash, hashOfToken(token)))
  return site?.id ?? null
}

// The token has 120 random bits or more, so a plain hash cannot be turned back and leaks nothing by its timing.
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
