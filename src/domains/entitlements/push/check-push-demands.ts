import { sql } from 'drizzle-orm'
import type { Db } from '../../../platform/db/db.ts'
import type { PlatformReader } from '../rights/index.ts'
import { demandsOf, type LineDemands } from './push-attributes.ts'

/** So many part numbers are looked at; a row for a product line may stand for tens of thousands that are all alike. */
const partNumbersChecked = 5_000

/**
 * Holds the license models and attributes that lines would be created with against those of the platform, and writes
 * nothing there. Attributes of lines and entitlements are not looked at: the platform does not say which of them it knows.
 * @returns a sentence for each mistake, and how many license models were asked about; null where the platform keeps none
 * @throws {PartnerFailure}
 */
export async function checkPushDemands(
  db: Db,
  platform: Pick<PlatformReader, 'attributesOfModel'>,
): Promise<{ readonly models: number; readonly mistakes: readonly string[] } | null> {
  const sold = await db.execute<{ part_number: string }>(sql`
    select n.part_number from platform_part_numbers n left join products p on p.name = n.product_name and p.version = n.product_version
    where n.removed_at is null and exists (select from push_attributes a where n.part_number = a.row ->> 'partNumber'
      or n.product_name = a.row -> 'product' ->> 'name' or p.product_line = a.row ->> 'productLine')
    order by n.part_number limit ${partNumbersChecked}`)
  const demands = await demandsOf(
    db,
    sold.map(({ part_number: partNumber }) => ({ partNumber })),
  )
  const known = new Map<string, Awaited<ReturnType<typeof platform.attributesOfModel>>>()
  const mistakes = new Map<string, string>()
  for (const [partNumber, { licenseModel, licenseModelAttributes }] of demands) {
    if (licenseModel === null) continue
    const asked = known.get(licenseModel) ?? (await platform.attributesOfModel(licenseModel))
    known.set(licenseModel, asked)
    if (asked === 'no models kept') return null
    // One sentence for all part numbers that make the same mistake.
    for (const mistake of mistakesOf(licenseModel, licenseModelAttributes, asked))
      if (!mistakes.has(mistake)) mistakes.set(mistake, partNumber)
  }
  return { models: known.size, mistakes: [...mistakes].map(([mistake, first]) => `${first}: ${mistake}`) }
}

function mistakesOf(
  model: string,
  given: LineDemands['licenseModelAttributes'],
  asked: 'unknown model' | readonly { readonly name: string; readonly values: readonly string[] }[],
): string[] {
  if (asked === 'unknown model') return [`the platform has no license model "${model}"`]
  const names = new Set(asked.map(({ name }) => name))
  const strange = Object.keys(given).filter((name) => !names.has(name))
  return [
    ...strange.map((name) => `license model "${model}" has no attribute "${name}"`),
    ...asked.flatMap(({ name, values }) => {
      const value = given[name]
      if (value === undefined) return [`license model "${model}" asks for "${name}"`]
      if (values.length === 0 || values.includes(String(value))) return []
      return [`"${name}" of license model "${model}" may be ${values.join(', ')}, not "${String(value)}"`]
    }),
  ]
}
