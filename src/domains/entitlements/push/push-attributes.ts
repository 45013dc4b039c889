import { inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { isLocalDate } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { AttributeValue } from '../rights/index.ts'
import { platformPartNumbers, products } from '../rights/index.ts'
import { pushAttributes } from './push-attribute-tables.ts'
import type { PushLine } from './push-store.ts'

const name = z.string().trim().min(1).max(255)
const value = z.union([
  z.string().min(1).max(2000),
  z.boolean(),
  z.number().int(),
  z.strictObject({ date: z.string().refine(isLocalDate, 'Not a calendar date, YYYY-MM-DD') }),
])
const values = z.record(name, value).default({})

/** What a tenant demands of lines when they are created; for one part number, product (any version if none) or product line. */
export const pushAttributeSchema = z
  .strictObject({
    partNumber: name.nullish(),
    product: z.strictObject({ name, version: name.nullish() }).nullish(),
    productLine: name.nullish(),
    licenseModel: name.nullish(),
    licenseModelAttributes: values,
    lineAttributes: values,
    entitlementAttributes: values,
  })
  .refine((row) => [row.partNumber, row.product, row.productLine].filter((scope) => scope != null).length === 1, {
    message: 'Give exactly one of partNumber, product and productLine',
  })
export type PushAttributeRow = z.infer<typeof pushAttributeSchema>

/** One key for one scope: a file that names it again replaces it. */
export function scopeOf({ partNumber, product, productLine }: PushAttributeRow): string {
  if (partNumber != null) return JSON.stringify(['part', partNumber])
  if (product != null) return JSON.stringify(['product', product.name, product.version ?? null])
  return JSON.stringify(['line', productLine])
}

/** Puts these rows in place of all that were there, so that the file is the whole truth. */
export async function replacePushAttributes(tx: Tx, rows: readonly PushAttributeRow[]): Promise<void> {
  await tx.delete(pushAttributes)
  if (rows.length > 0) await tx.insert(pushAttributes).values(rows.map((row) => ({ scope: scopeOf(row), row })))
}

export interface LineDemands {
  readonly licenseModel: string | null
  readonly licenseModelAttributes: Readonly<Record<string, AttributeValue>>
  readonly lineAttributes: Readonly<Record<string, AttributeValue>>
  readonly entitlementAttributes: Readonly<Record<string, AttributeValue>>
}

export const noDemands: LineDemands = {
  licenseModel: null,
  licenseModelAttributes: {},
  lineAttributes: {},
  entitlementAttributes: {},
}

/** By part number, what its lines are created with: the narrower row wins, name by name. Two statements. */
export async function demandsOf(
  tx: Db | Tx,
  lines: readonly Pick<PushLine, 'partNumber'>[],
): Promise<ReadonlyMap<string, LineDemands>> {
  const stored = await tx.select().from(pushAttributes)
  if (stored.length === 0) return new Map()
  const rows = new Map(stored.map(({ scope, row }) => [scope, pushAttributeSchema.parse(row)]))
  const numbers = [...new Set(lines.map(({ partNumber }) => partNumber))]
  const sold = await tx
    .select({
      partNumber: platformPartNumbers.partNumber,
      productName: platformPartNumbers.productName,
      productVersion: platformPartNumbers.productVersion,
      productLine: products.productLine,
    })
    .from(platformPartNumbers)
    .leftJoin(
      products,
      sql`${products.name} = ${platformPartNumbers.productName} and ${products.version} = ${platformPartNumbers.productVersion}`,
    )
    .where(inArray(platformPartNumbers.partNumber, numbers))
  return new Map(
    sold.map(({ partNumber, productName, productVersion, productLine }) => {
      const scopes = [
        ['line', productLine],
        ['product', productName, null],
        ['product', productName, productVersion],
        ['part', partNumber],
      ]
      return [partNumber, merged(scopes.flatMap((scope) => rows.get(JSON.stringify(scope)) ?? []))] as const
    }),
  )
}

function merged(rows: readonly PushAttributeRow[]): LineDemands {
  return rows.reduce<LineDemands>(
    (wider, row) => ({
      licenseModel: row.licenseModel ?? wider.licenseModel,
      licenseModelAttributes: { ...wider.licenseModelAttributes, ...row.licenseModelAttributes },
      lineAttributes: { ...wider.lineAttributes, ...row.lineAttributes },
      entitlementAttributes: { ...wider.entitlementAttributes, ...row.entitlementAttributes },
    }),
    noDemands,
  )
}

/** Rows that name nothing that the mirror has, a sentence each, and how many rows there are. */
export async function checkPushAttributes(tx: Db | Tx): Promise<{ rows: number; strays: string[] }> {
  const stored = await tx.select().from(pushAttributes)
  const strays = await tx.execute<{ scope: string }>(sql`
    select a.scope from push_attributes a where not exists (
      select from platform_part_numbers n left join products p on p.name = n.product_name and p.version = n.product_version
      where n.removed_at is null and (n.part_number = a.row ->> 'partNumber'
        or (n.product_name = a.row -> 'product' ->> 'name'
          and coalesce(a.row -> 'product' ->> 'version', n.product_version) = n.product_version)
        or p.product_line = a.row ->> 'productLine'))`)
  return { rows: stored.length, strays: strays.map(({ scope }) => scope) }
}
