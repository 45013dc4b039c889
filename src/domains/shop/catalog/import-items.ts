import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../../../platform/db/db.ts'
import { anyOf, type ItemOverride, type ItemRow } from './derive-item.ts'
import { KitAlreadyMapped, PartNumberTaken } from './errors.ts'
import { anyBuyer, categorySchema, defaultMaxQuantity, type Item, obligationSchema } from './item.ts'
import { buyersSchema, productsSchema, ruleFields } from './item-rules.ts'
import { keepSwitchedOff } from './media-offers.ts'
import { publishCatalog } from './publish-catalog.ts'
import { itemsByPartNumber, lockItems, tidySearch, upsertItems, upsertOverrides } from './store.ts'
import { kitsOf, unmapTitles } from './title-store.ts'

const partNumberSchema = z.string().trim().min(1).max(100)

/** Discs in one order of one kit when nothing else is said. */
const defaultMaxCopies = 5

/** An item that only the store knows: a media kit with the portal's id of its title, a book. */
export const storeItemSchema = z
  .strictObject({
    partNumber: partNumberSchema,
    title: z.string().trim().min(1).max(200),
    description: z.string().trim().max(2000).default(''),
    category: categorySchema,
    obligation: obligationSchema.optional(),
    productLine: z.string().trim().min(1).max(100).nullable().default(null),
    soldTo: buyersSchema.default(buyersSchema.parse(anyBuyer)),
    requiresAnyOf: productsSchema.default([]),
    ...ruleFields,
    maxQuantity: z.number().int().positive().max(1_000_000).optional(),
    partnerProductId: z.string().trim().min(1).max(100).nullable().default(null),
    withdrawnAt: z.coerce.date().nullable().default(null),
  })
  .refine((item) => item.partnerProductId === null || item.category === 'media', {
    path: ['partnerProductId'],
    message: 'Only a media kit is made from a title of the portal',
  })
  .meta({ id: 'StoreItem' })
export type StoreItem = z.input<typeof storeItemSchema>

export const itemOverrideSchema = z
  .strictObject({
    partNumber: partNumberSchema,
    title: z.string().trim().min(1).max(200).nullable().default(null),
    category: categorySchema.nullable().default(null),
    soldTo: buyersSchema.nullable().default(null),
    requiresAnyOf: productsSchema.nullable().default(null),
    ...ruleFields,
    termMonths: z.number().int().positive().max(1200).nullable().default(null),
    addsToLine: z.boolean().nullable().default(null),
    maxQuantity: z.number().int().positive().max(1_000_000).nullable().default(null),
  })
  .meta({ id: 'ItemOverride' })
export type StoreOverride = z.input<typeof itemOverrideSchema>

/**
 * Adds or replaces items of the store's own, all or none. May be run again. A title keeps one kit; within one import a
 * title may move from one item to another.
 * @throws {KitAlreadyMapped} when a title would have a second kit
 * @throws {PartNumberTaken} when the platform has the part number
 */
export async function importItems(tx: Tx, input: readonly StoreItem[]): Promise<void> {
  const rows = [...new Map(input.map((item) => rowOf(item)).map((row) => [row.partNumber, row])).values()]
  if (rows.length === 0) return
  await lockItems(tx)
  const partNumbers = rows.map(({ partNumber }) => partNumber)
  for (const { partNumber, origin } of (await itemsByPartNumber(tx, partNumbers)).values())
    if (origin === 'platform') throw new PartNumberTaken(partNumber)
  await refuseSecondKits(tx, rows)
  await unmapTitles(tx, partNumbers)
  await upsertItems(tx, rows)
  await tidySearch(tx)
  await keepSwitchedOff(tx, partNumbers)
}

/** Adds or replaces what the store says about part numbers of the platform, and brings their items up to date. */
export async function importOverrides(
  tx: Tx,
  input: readonly StoreOverride[],
  { at }: { readonly at: Date },
): Promise<void> {
  const rows = new Map(input.map((row) => itemOverrideSchema.parse(row)).map((row) => [row.partNumber, row]))
  if (rows.size === 0) return
  await upsertOverrides(tx, [...rows.values()])
  await publishCatalog(tx, { at, partNumbers: [...rows.keys()] })
}

async function refuseSecondKits(tx: Tx, rows: readonly ItemRow[]): Promise<void> {
  const imported = new Set(rows.map(({ partNumber }) => partNumber))
  const kits = await kitsOf(
    tx,
    rows.flatMap(({ partnerProductId }) => partnerProductId ?? []),
  )
  // An item of this import loses its old title first, so it does not stand in the way.
  for (const [title, partNumber] of kits) if (imported.has(partNumber)) kits.delete(title)
  for (const { partNumber, partnerProductId: title } of rows) {
    if (!title) continue
    const mapped = kits.get(title)
    if (mapped !== undefined) throw new KitAlreadyMapped(title, mapped, partNumber)
    kits.set(title, partNumber)
  }
}

function rowOf(input: StoreItem): ItemRow {
  const item = storeItemSchema.parse(input)
  const asks = item.requiresAnyOf.length > 0 || (item.requiresAllOf?.length ?? 0) > 0
  const row = {
    ...item,
    origin: 'store' as const,
    obligation: item.obligation ?? (item.category === 'media' ? ('media' as const) : ('goods' as const)),
    productName: null,
    productVersion: null,
    requiresAnyOf: anyOf(item.requiresAnyOf, item.requiresAllOf),
    requirementFrom: asks ? ('STORE_RULE' as const) : null,
    requiresAllOf: [...(item.requiresAllOf ?? [])].sort(),
    requiresNoneOf: item.requiresNoneOf ?? [],
    partnerTiers: item.partnerTiers ?? [],
    onlyAccounts: item.onlyAccounts ?? [],
    notAccounts: item.notAccounts ?? [],
    termMonths: null,
    addsToLine: false,
    maxQuantity: item.maxQuantity ?? (item.category === 'media' ? defaultMaxCopies : defaultMaxQuantity),
    unsellableReason: null,
  }
  return { ...row, rowHash: createHash('sha256').update(JSON.stringify(row)).digest('base64url') }
}

/** An item of the store's own as it was imported. */
export function storeItemOf(item: Item): StoreItem {
  const { partNumber, title, description, category, obligation, productLine, partnerProductId, withdrawnAt } = item
  return { partNumber, title, description, category, obligation, productLine, partnerProductId, withdrawnAt }
}

/** What the store says about a part number as it was imported; nothing where it says nothing. */
export function storeOverrideOf(override: ItemOverride | undefined): Required<z.output<typeof itemOverrideSchema>> {
  return itemOverrideSchema.parse(override ?? { partNumber: '-' })
}
