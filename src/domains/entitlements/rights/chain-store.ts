import { getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { type Chain, chainSchema, type ImportedChain } from './chain.ts'
import { requestCheckOfChains } from './request-grant-check.ts'
import { productChains, undeliveredGrants } from './tables.ts'

type ChainRow = typeof productChains.$inferSelect

/**
 * Adds or replaces product chains by id, all or none. May be run again. What they grant counts from this transaction on;
 * which items they offer at a price, or hide, from the next publication on: `saveChains` of the catalog publishes them. Leaving out `generalFrom` takes a general
 * release back to its cohort. The platform is then asked whether it delivers what they grant.
 */
export async function importChains(tx: Tx, input: readonly ImportedChain[]): Promise<void> {
  const rows = new Map(input.map((chain) => chainSchema.parse(chain)).map((chain) => [chain.id, rowOf(chain)]))
  const { id: _, ...columns } = getTableColumns(productChains)
  const set = Object.fromEntries(
    Object.entries(columns).map(([property, { name }]) => [property, sql.raw(`excluded."${name}"`)]),
  )
  for (const slice of slices([...rows.values()], 500))
    await tx.insert(productChains).values(slice).onConflictDoUpdate({ target: productChains.id, set })
  await requestCheckOfChains(tx, [...rows.keys()])
}

/** Takes chains away; an id that is not there is no error. The platform's relations speak for themselves again. */
export async function removeChains(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const slice of slices(ids, 500)) {
    await tx.delete(productChains).where(inArray(productChains.id, slice))
    await tx.delete(undeliveredGrants).where(inArray(undeliveredGrants.chainId, slice))
  }
}

/** Every chain of the store, by id. */
export async function allChains(tx: Db | Tx): Promise<Chain[]> {
  const rows = await tx.select().from(productChains).orderBy(productChains.id)
  return rows.map(chainOf)
}

function rowOf({ from, to, cohort, ...chain }: ReturnType<typeof chainSchema.parse>): ChainRow {
  return {
    ...chain,
    fromName: from.name,
    fromVersion: from.version,
    toName: to.name,
    toVersion: to.version,
    cohort: [...new Set(cohort)],
  }
}

function chainOf({ fromName, fromVersion, toName, toVersion, ...chain }: ChainRow): Chain {
  return { ...chain, from: { name: fromName, version: fromVersion }, to: { name: toName, version: toVersion } }
}

function slices<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size))
}
