import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { ProductKey } from './port.ts'

/** What the platform calls each product, such as `base` or `update`, by `Name@Version`; one without a word is missing. */
export async function productCategories(tx: Db | Tx, products: readonly ProductKey[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ name: string; version: string; category: string }>(sql`
    select p.name, p.version, p.attributes ->> 'storeCategory' as category
    from products p
    join jsonb_to_recordset(${JSON.stringify(products)}::jsonb) asked(name text, version text)
      on asked.name = p.name and asked.version = p.version
    where p.attributes ->> 'storeCategory' is not null`)
  return new Map(rows.map(({ name, version, category }) => [`${name}@${version}`, category]))
}

/** The package that the platform names for each product, by `Name@Version`; one without is missing. */
export async function productTitles(tx: Db | Tx, products: readonly ProductKey[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ name: string; version: string; title: string }>(sql`
    select p.name, p.version, p.attributes ->> 'partnerProductId' as title
    from products p
    join jsonb_to_recordset(${JSON.stringify(products)}::jsonb) asked(name text, version text)
      on asked.name = p.name and asked.version = p.version
    where p.attributes ->> 'partnerProductId' <> ''`)
  return new Map(rows.map(({ name, version, title }) => [`${name}@${version}`, title]))
}
