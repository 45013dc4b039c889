import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import { textArray } from '../../../platform/db/text-array.ts'
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

/** The live ones of these part numbers, for the catalog to make items of. Three statements; give it some thousands at a time. */
export async function platformOffers(tx: Tx, partNumbers: readonly string[]): Promise<PlatformOffer[]> {
  const asked = sql`${platformPartNumbers.partNumber} = any(${textArray(partNumbers)})`
  const { name, version, kind, description, state, productLine, attributes } = products
  const rows = await tx
    .select({
      partNumber: platformPartNumbers.partNumber,
      description: platformPartNumbers.description,
      product: { name, version, kind, description, state, productLine, attributes },
    })
    .from(platformPartNumbers)
    .leftJoin(
      products,
      and(
        eq(products.name, platformPartNumbers.productName),
        eq(products.version, platformPartNumbers.productVersion),
        isNull(products.removedAt),
      ),
    )
    .where(and(isNull(platformPartNumbers.removedAt), asked))
  const relations = await tx
    .select()
    .from(productRelations)
    .where(
      and(
        isNull(productRelations.removedAt),
        sql`(${productRelations.toName}, ${productRelations.toVersion}) in (
          select ${platformPartNumbers.productName}, ${platformPartNumbers.productVersion}
          from ${platformPartNumbers} where ${asked})`,
      ),
    )
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
  return rows.map(({ product, ...part }) => ({
    ...part,
    product,
    chainedFrom: product ? (chains.get(JSON.stringify([product.name, product.version])) ?? []) : [],
    relatedFrom: product ? (byTarget.get(JSON.stringify([product.name, product.version])) ?? []) : [],
  }))
}

/** Part numbers of the platform that were not removed, in the database's order, after the given one. */
export async function livePartNumbers(
  tx: Tx,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const { partNumber, removedAt } = platformPartNumbers
  const rows = await tx
    .select({ partNumber })
    .from(platformPartNumbers)
    .where(and(isNull(removedAt), after === null ? undefined : gt(partNumber, after)))
    .orderBy(asc(partNumber))
    .limit(limit)
  return rows.map((row) => row.partNumber)
}

/** Those of the part numbers that the platform has. */
export async function livePartNumbersAmong(tx: Tx, partNumbers: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ partNumber: platformPartNumbers.partNumber })
    .from(platformPartNumbers)
    .where(
      and(
        isNull(platformPartNumbers.removedAt),
        sql`${platformPartNumbers.partNumber} = any(${textArray(partNumbers)})`,
      ),
    )
  return new Set(rows.map(({ partNumber }) => partNumber))
}

/**
 * The part numbers about which the open run has read something: their own row, their product's, or a relation that leads
 * to it. What nobody read has not changed, so an incremental run leaves the other items alone.
 */
export async function partNumbersRead(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ part_number: string }>(sql`
    select part_number from staged_platform_part_numbers
    union select p.part_number from platform_part_numbers p
      join staged_products s on s.name = p.product_name and s.version = p.product_version
    union select p.part_number from platform_part_numbers p
      join staged_product_relations s on s.to_name = p.product_name and s.to_version = p.product_version`)
  return rows.map(({ part_number }) => part_number)
}
