import type { Config } from '../../config.ts'
import { findItem } from '../../domains/catalog/index.ts'
import { defineSite, siteOfToken } from '../../domains/production/index.ts'
import type { Db } from '../../platform/db/db.ts'
import { debianKitsOf, seedDebian } from './debian.ts'
import { seedPaintworks } from './seed-paintworks.ts'

/**
 * Gives a new box what the vendor's people would have entered. What is there is left as it is, so that a change made by
 * staff survives the next start; and beside a real platform nothing is done at all. Only the token of the box's own site
 * follows the environment at every start.
 */
export async function seedBox(
  deps: { readonly db: Db; readonly config: Pick<Config, 'FLEXNET_URL' | 'DEBIAN_PACKAGES'> },
  secrets: { readonly siteToken: string },
): Promise<void> {
  const { db, config } = deps
  if (config.FLEXNET_URL !== undefined) return
  if ((await findItem(db, 'KIT-PAINT-PRO-2')) === null) await seedPaintworks(deps)
  if (config.DEBIAN_PACKAGES !== undefined) {
    const [kit] = await debianKitsOf(config.DEBIAN_PACKAGES)
    if (kit !== undefined && (await findItem(db, kit)) === null) await seedDebian(deps, config.DEBIAN_PACKAGES)
  }
  await db.transaction(async (tx) => {
    if ((await siteOfToken(tx, secrets.siteToken)) !== null) return
    await defineSite(tx, { id: 'dublin', name: 'Dublin', media: ['CD', 'DVD', 'DVD-DL'], token: secrets.siteToken })
  })
}
