import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../../platform/db/db.ts'
import { allChains } from './chain-store.ts'
import type { ChainGrant } from './tables.ts'
import { platformPartNumbers, productRelations, products } from './tables.ts'

/** A part number as the platform has it, with its product and what that product is related to. */
export interface PlatformOffer {
  readonly partNumber: string
  readonly description: string
  /** Null when the part number is mapped to no product that the mirror knows. */
  readonly product: {
    readonly name: string
    readonly version: string
    readonly kind: 'product' | 'suite' | 'maintenance'
    readonly description: string
    readonly state: string
    readonly productLine: string | null
    readonly attributes: Readonly<Record<string, string>>
  } | null
  /** Relations that point at the product, read as "from, relation, this". */
  readonly relatedFrom: readonly { readonly name: string; readonly version: string; readonly relation: string }[]
  /** The store's chains to the product; each takes the place of the relations from where it comes. */
  readonly chainedFrom: readonly {
    readonly name: string
    readonly version: string | null
    readonly grants: ChainGrant
  }[]
}

/** Every part number of the platform that was not removed, for the catalog to make items of. Three statements. */
export async function platformOffers(tx: Tx): Promise<PlatformOffer[]> {
  const rows = await tx
    .select()
    .from(platformPartNumbers)
    .leftJoin(
      products,
      and(
        eq(products.name, platformPartNumbers.productName),
        eq(products.version, platformPartNumbers.productVersion),
        isNull(products.removedAt),
      ),
    )
    .where(isNull(platformPartNumbers.removedAt))
  const relations = await tx.select().from(productRelations).where(isNull(productRelations.removedAt))
  const byTarget = new Map<string, PlatformOffer['relatedFrom'][number][]>()
  for (const { fromName, fromVersion, toName, toVersion, relation } of relations) {
    const key = JSON.stringify([toName, toVersion])
    const list = byTarget.get(key) ?? []
    list.push({ name: fromName, version: fromVersion, relation })
    byTarget.set(key, list)
  }
  const chains = new Map<string, PlatformOffer['chainedFrom'][number][]>()
  for (const { from, to, grants } of await allChains(tx)) {
    const key = JSON.stringify([to.name, to.version])
    chains.set(key, [...(chains.get(key) ?? []), { ...from, grants }])
  }
  return rows.map(({ platform_part_numbers: part, products: product }) => ({
    partNumber: part.partNumber,
    description: part.description,
    product: product && {
      name: product.name,
      version: product.version,
      kind: product.kind,
      description: product.description,
      state: product.state,
      productLine: product.productLine,
      attributes: product.attributes,
    },
    chainedFrom: product ? (chains.get(JSON.stringify([product.name, product.version])) ?? []) : [],
    relatedFrom: product ? (byTarget.get(JSON.stringify([product.name, product.version])) ?? []) : [],
  }))
}
