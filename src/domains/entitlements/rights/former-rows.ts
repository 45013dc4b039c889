import { sql } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/db.ts'
import type { RightsSources } from './effective-rights.ts'

/** The rows that rights follow from: as they were before this transaction, as they are now, and those that differ. */
export interface BothSides {
  readonly before: RightsSources
  readonly after: RightsSources
  /** Former and present versions of what this transaction wrote or deleted. */
  readonly changed: RightsSources
  /** Every row of either side; a row that changed is in it twice. */
  readonly either: RightsSources
}

// What the platform delivers has no history: it counts on both sides as it is known now.
const tables: Readonly<Record<Exclude<keyof RightsSources, 'undelivered'>, string>> = {
  lines: 'entitlement_lines',
  maintenance: 'maintenance_lines',
  accounts: 'accounts',
  parents: 'account_parents',
  products: 'products',
  relations: 'product_relations',
  chains: 'product_chains',
  releases: 'product_releases',
}

/**
 * Reads from the history what this transaction has changed so far. The triggers stamp rows with the beginning of their
 * transaction, so its own are told from what others commit meanwhile, which counts on both sides alike.
 */
export async function saveFormerRows(tx: Tx): Promise<BothSides> {
  for (const name of Object.values(tables)) {
    const former = sql.raw(`former_${name}`)
    await tx.execute(sql`create temporary table ${former} on commit drop as
      select f.* from rights_history h, json_populate_record(null::${sql.raw(name)}, h.data) f
      where h.table_name = ${name} and h.valid_to = now()`)
    await tx.execute(sql`analyze ${former}`)
  }
  return {
    before: sources(
      (name, former) => `(select * from ${name} where valid_from <> now() union all select * from ${former})`,
    ),
    after: sources((name) => name),
    changed: sources(
      (name, former) => `(select * from ${name} where valid_from = now() union all select * from ${former})`,
    ),
    either: sources((name, former) => `(select * from ${name} union all select * from ${former})`),
  }
}

function sources(of: (name: string, former: string) => string): RightsSources {
  const source = (key: keyof typeof tables) => sql.raw(of(tables[key], `former_${tables[key]}`))
  return {
    lines: source('lines'),
    maintenance: source('maintenance'),
    accounts: source('accounts'),
    parents: source('parents'),
    products: source('products'),
    relations: source('relations'),
    chains: source('chains'),
    releases: source('releases'),
    undelivered: sql`undelivered_grants`,
  }
}
