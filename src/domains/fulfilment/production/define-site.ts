import { and, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import { newId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { hashOfToken } from './authenticate-site.ts'
import { mediumSchema } from './site-contract.ts'
import { bomItems, brands, mediaKits, productionSites } from './tables.ts'

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

const siteDefinitionSchema = z.strictObject({
  id,
  name: z.string().min(1).max(200),
  /** Destination countries, ISO 3166-1 alpha-2; empty: all. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).default([]),
  media: z.array(mediumSchema).min(1),
  /** Smaller goes first. */
  priority: z.number().int().default(100),
  active: z.boolean().default(true),
  /** Replaces the token of a site that exists; a new site without one is given one. */
  token: z.string().min(20).max(200).optional(),
})
type SiteDefinition = z.input<typeof siteDefinitionSchema>

/** Makes or changes a site. @returns its token when one was made or given now; it is not kept and cannot be read later */
export async function defineSite(
  tx: Tx,
  definition: SiteDefinition,
): Promise<{ siteId: string; token: string | null }> {
  const { token, ...site } = siteDefinitionSchema.parse(definition)
  const change = token === undefined ? site : { ...site, tokenHash: hashOfToken(token) }
  const changed = await tx
    .update(productionSites)
    .set(change)
    .where(eq(productionSites.id, site.id))
    .returning({ id: productionSites.id })
  if (changed.length > 0) return { siteId: site.id, token: token ?? null }
  const first = token ?? newId('site')
  await tx.insert(productionSites).values({ ...site, tokenHash: hashOfToken(first), checkedInAt: null, checkIn: null })
  return { siteId: site.id, token: first }
}

const brandDefinitionSchema = z.strictObject({
  id,
  name: z.string().min(1).max(100),
  colour: z.string().regex(/^#[0-9a-f]{6}$/i),
  licenceNotice: z.string().max(500),
})
type BrandDefinition = z.input<typeof brandDefinitionSchema>

export async function defineBrand(tx: Tx, definition: BrandDefinition): Promise<void> {
  const brand = brandDefinitionSchema.parse(definition)
  await tx.insert(brands).values(brand).onConflictDoUpdate({ target: brands.id, set: brand })
}

const kitDefinitionSchema = z.strictObject({
  partNumber: z.string().min(1).max(64),
  title: z.string().min(1).max(200),
  brandId: id,
  medium: mediumSchema,
  /** A new version keeps the BOM of the old one beside it. */
  bomVersion: z.number().int().positive(),
  items: z
    .array(
      z.strictObject({
        kind: z.enum(['package', 'stock']),
        /** A package id or package family, or the stock item's number. */
        reference: z.string().min(1).max(200),
        quantity: z.number().int().positive().default(1),
      }),
    )
    .min(1),
})
type KitDefinition = z.input<typeof kitDefinitionSchema>

/** Makes or changes a media kit with its bill of materials. Jobs that are released keep what they were released with. */
export async function defineKit(tx: Tx, definition: KitDefinition): Promise<void> {
  const { items, ...kit } = kitDefinitionSchema.parse(definition)
  const { partNumber, bomVersion } = kit
  await tx.insert(mediaKits).values(kit).onConflictDoUpdate({ target: mediaKits.partNumber, set: kit })
  for (const [index, item] of items.entries()) {
    const row = { partNumber, bomVersion, position: index + 1, ...item }
    await tx
      .insert(bomItems)
      .values(row)
      .onConflictDoUpdate({ target: [bomItems.partNumber, bomItems.bomVersion, bomItems.position], set: row })
  }
  await tx
    .delete(bomItems)
    .where(
      and(
        eq(bomItems.partNumber, partNumber),
        eq(bomItems.bomVersion, bomVersion),
        gt(bomItems.position, items.length),
      ),
    )
}
