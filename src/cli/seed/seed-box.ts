import { defineSite, siteOfToken } from '../../domains/fulfilment/production/index.ts'
import { findItem } from '../../domains/shop/catalog/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { debianKitsOf, seedDebian } from './debian.ts'
import { seedPaintworks } from './seed-paintworks.ts'

/**
 * Gives a new box what the vendor's people would have entered, at its first start; later it leaves what is there as it
 * is, so that a change made by staff survives. Only the token of the box's own site follows at every start. With the
 * `Packages` file of a Debian index its part numbers get prices too. Not for a store beside a real platform.
 */
export async function seedBox(deps: {
  readonly db: Db
  readonly clock: Clock
  readonly siteToken: string
  readonly debianPackages?: string | undefined
}): Promise<void> {
  const { db, siteToken, debianPackages } = deps
  if ((await findItem(db, 'KIT-PAINT-PRO-2')) === null) await seedPaintworks(deps)
  if (debianPackages !== undefined) {
    const [kit] = await debianKitsOf(debianPackages)
    if (kit !== undefined && (await findItem(db, kit)) === null) await seedDebian(deps, debianPackages)
  }
  await db.transaction(async (tx) => {
    if ((await siteOfToken(tx, siteToken)) !== null) return
    await defineSite(tx, { id: 'dublin', name: 'Dublin', media: ['CD', 'DVD', 'DVD-DL'], token: siteToken })
  })
}
