import { createHash } from 'node:crypto'
import type { PlatformOffer } from '../../entitlements/rights/index.ts'
import { anyBuyer, categorySchema, defaultMaxQuantity } from './item.ts'
import { entryOf, offerEntryOf } from './requirements.ts'
import type { ItemCategory, itemOverrides, items, RequirementSource } from './tables.ts'

/** Every column: rows are written whole. */
export type ItemRow = Omit<typeof items.$inferSelect, 'search'>
export type ItemOverride = typeof itemOverrides.$inferSelect

/** Maintenance is sold by the year where nothing says otherwise. */
const maintenanceTermMonths = 12

/** Which relation of the platform opens a category: whoever holds a product that it comes from may buy. */
const openingRelation: Partial<Record<ItemCategory, RequirementSource>> = {
  addon: 'UPSELL_TO',
  upgrade: 'UPGRADE_TO',
  maintenance: 'HAS_MAINTENANCE',
}

/** The item that a part number of the platform makes, with the store's word where the platform says nothing. */
export function deriveItem(offer: PlatformOffer, override: ItemOverride | undefined): ItemRow {
  const { product, partNumber } = offer
  const said = categoryOf(offer, override)
  // A row has to have one; the reason keeps it from being sold under it.
  const category = said ?? 'base'
  const requirement = requirementOf(offer, category, override)
  const row = {
    partNumber,
    origin: 'platform' as const,
    title: override?.title ?? (offer.description || (product ? `${product.name} ${product.version}` : partNumber)),
    description: product?.description ?? '',
    category,
    obligation: product?.kind === 'maintenance' ? ('maintenance' as const) : ('licence' as const),
    productName: product?.name ?? null,
    productVersion: product?.version ?? null,
    productLine: product?.productLine ?? null,
    soldTo: [...(override?.soldTo ?? anyBuyer)],
    requiresAnyOf: anyOf(requirement.entries, override?.requiresAllOf),
    requirementFrom: requirement.from ?? (override?.requiresAllOf?.length ? ('STORE_RULE' as const) : null),
    requiresAllOf: [...(override?.requiresAllOf ?? [])].sort(),
    requiresNoneOf: [...(override?.requiresNoneOf ?? [])].sort(),
    partnerTiers: [...(override?.partnerTiers ?? [])],
    onlyAccounts: [...(override?.onlyAccounts ?? [])],
    notAccounts: [...(override?.notAccounts ?? [])],
    visibleFrom: override?.visibleFrom ?? null,
    visibleThrough: override?.visibleThrough ?? null,
    maxPerAccount: override?.maxPerAccount ?? null,
    perAccountDays: override?.perAccountDays ?? null,
    termMonths: override?.termMonths ?? (category === 'maintenance' ? maintenanceTermMonths : null),
    addsToLine: override?.addsToLine ?? category === 'seat',
    maxQuantity: override?.maxQuantity ?? defaultMaxQuantity,
    partnerProductId: null,
    withdrawnAt: null,
    unsellableReason: whyUnsellable(offer, said, requirement),
  }
  return { ...row, rowHash: createHash('sha256').update(JSON.stringify(row)).digest('base64url') }
}

/**
 * Who has to hold all of some products holds one of them. Said twice, so that an index finds the item by what is held
 * and nothing that asks for a right passes for open to all.
 */
export function anyOf(any: readonly string[], all: readonly string[] | null | undefined): string[] {
  return [...(any.length === 0 ? (all ?? []) : any)].sort()
}

function categoryOf({ product, relatedFrom }: PlatformOffer, override: ItemOverride | undefined): ItemCategory | null {
  if (override?.category) return override.category
  if (override?.addsToLine) return 'seat'
  if (product?.kind === 'maintenance') return 'maintenance'
  const said = categorySchema.safeParse(product?.attributes['storeCategory'])
  if (said.success) return said.data
  const leading = new Set(relatedFrom.map(({ relation }) => relation))
  if (leading.has('HAS_MAINTENANCE')) return 'maintenance'
  if (leading.has('UPGRADE_TO')) return 'upgrade'
  return leading.has('UPSELL_TO') ? 'addon' : null
}

interface Requirement {
  readonly entries: string[]
  readonly from: RequirementSource | null
}

function requirementOf(
  { product, relatedFrom, chainedFrom }: PlatformOffer,
  category: ItemCategory,
  override: ItemOverride | undefined,
): Requirement {
  if (override?.requiresAnyOf) {
    const entries = [...override.requiresAnyOf].sort()
    return { entries, from: entries.length === 0 ? null : 'STORE_RULE' }
  }
  if (category === 'seat' && product) return { entries: [entryOf(product.name, product.version)], from: 'SAME_PRODUCT' }
  const from = openingRelation[category]
  if (from === undefined) return { entries: [], from: null }
  const chains = category === 'upgrade' ? chainedFrom : []
  const entries = relatedFrom
    .filter((found) => found.relation === from && !chains.some((chain) => isFrom(chain, found)))
    .map((found) => entryOf(found.name, found.version))
  if (product && chains.some(({ grants }) => grants === 'upgrade')) {
    const offer = offerEntryOf(product.name, product.version)
    return { entries: [...new Set([...entries, offer])].sort(), from: entries.length === 0 ? 'PRODUCT_CHAIN' : from }
  }
  return { entries: [...new Set(entries)].sort(), from }
}

function isFrom(chain: PlatformOffer['chainedFrom'][number], found: PlatformOffer['relatedFrom'][number]): boolean {
  return chain.name === found.name && (chain.version === null || chain.version === found.version)
}

function whyUnsellable(
  { product, chainedFrom }: PlatformOffer,
  category: ItemCategory | null,
  { entries, from }: Requirement,
): string | null {
  if (!product) return 'the platform maps it to no product that it has'
  if (product.state !== 'DEPLOYED')
    return `${product.name} ${product.version} is ${product.state} on the platform, not DEPLOYED`
  if (category === null) return 'has no category'
  // Without this an upgrade that nothing leads to yet would ask for nothing, and so be open to everybody.
  // Chains take the place of relations of upgrades alone.
  if (from !== null && entries.length === 0 && category === 'upgrade' && chainedFrom.length > 0)
    return `the product chains to ${product.name} ${product.version} offer it to nobody`
  if (from !== null && entries.length === 0)
    return `no product on the platform has a relation ${from} to ${product.name} ${product.version}`
  return null
}
