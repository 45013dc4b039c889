import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { jsonOf } from '../../../platform/db/json-of.ts'
import { param, prepare, run } from '../../../platform/db/prepared-query.ts'
import { textArray } from '../../../platform/db/text-array.ts'
import type { Buyer, DiscountRule, PriceList } from './price-terms.ts'
import { discountRules, freightRates, priceListEntries, priceLists, taxRates } from './tables.ts'
import type { TaxRate } from './tax.ts'

export interface PriceTerms {
  readonly buyer: Buyer
  readonly lists: readonly PriceList[]
  readonly rules: readonly DiscountRule[]
}

export interface Entry {
  readonly priceListId: string
  readonly partNumber: string
  readonly minQuantity: number
  readonly increment: number
  readonly unitMinor: number
}

/**
 * Every list and rule that names the buyer, in force or not, and the groups it is in. No other account's list is even
 * read. One statement.
 */
export async function termsFor(
  tx: Db | Tx,
  { accountId, partnerTier, accountType, currency }: Omit<Buyer, 'groups'>,
): Promise<PriceTerms> {
  const buyer = { accountId, partnerTier, accountType, currency }
  const { terms } = await run<{ terms: TermsFacts }, keyof typeof buyer>(tx, termsStatement, buyer)
  return termsOfFacts(buyer, terms)
}

/** What the expressions below give. */
export interface TermsFacts extends Pick<PriceTerms, 'rules'> {
  readonly groups: readonly string[]
  readonly listed: {
    readonly lists: PriceTerms['lists']
    /** List by list, what it says of the part numbers; null when none was asked for. */
    readonly entries: readonly (readonly Entry[])[] | null
  }
}

export function termsOfFacts(buyer: Omit<Buyer, 'groups'>, { groups, listed, rules }: TermsFacts): PriceTerms {
  const { accountId, partnerTier, accountType, currency } = buyer
  return { buyer: { accountId, partnerTier, accountType, currency, groups }, lists: listed.lists, rules }
}

/** An expression for the lists and rules that name the buyer who stands in `asked`. */
export const termsFacts: SQL = termsWith(sql`json_build_object('lists', coalesce(json_agg(${listJson()}), '[]'))
  from price_lists join named using (audience, audience_value)`)

/** Lists, rules and what the lists say of a part number; lists in the buyer's currency only, since no other can price it. */
export function termsFactsAt(partNumber: SQL): SQL {
  const said = entriesFacts(sql`part_number = ${partNumber} and price_list_id = price_lists.id`)
  return termsWith(sql`json_build_object('lists', coalesce(json_agg(${listJson()}), '[]'),
      'entries', coalesce(json_agg(${said}), '[]'))
    from price_lists join named using (audience, audience_value) where currency = ${param('currency')}`)
}

/** The lists and rules that name the buyer, with what the lists say of an array of part numbers. */
export function termsFactsOf(partNumbers: SQL): SQL {
  const said = entriesFacts(sql`part_number = any(${partNumbers}) and price_list_id = price_lists.id`)
  return termsWith(sql`json_build_object('lists', coalesce(json_agg(${listJson()}), '[]'),
      'entries', coalesce(json_agg(${said}), '[]'))
    from price_lists join named using (audience, audience_value)`)
}

/** An expression for what a country adds to a price in a currency. */
export function ratesFacts(country: SQL, currency: SQL): SQL {
  return sql`json_build_object(
    'tax', (select coalesce(json_agg(json_build_object('obligation', obligation, 'name', name, 'basisPoints', basis_points)
      order by obligation), '[]') from tax_rates where country = ${country}),
    'freight', (select coalesce(json_agg(json_build_object('country', country, 'unitMinor', unit_minor)), '[]')
      from freight_rates where country in (${country}, '*') and currency = ${currency}))`
}

/** What `ratesFacts` gives. */
export interface Rates {
  readonly tax: readonly TaxRate[]
  readonly freight: readonly { readonly country: string; readonly unitMinor: number }[]
}

function listJson(): SQL {
  return jsonOf(priceLists, 'price_lists')
}

function termsWith(listed: SQL): SQL {
  return sql`(
    with named (audience, audience_value) as (
      select names.* from asked buyer cross join lateral (
        values ('everybody', ''), ('account', buyer."accountId"), ('partnerTier', buyer."partnerTier"),
          ('accountType', buyer."accountType")
        union all select 'group', group_id from account_groups where account_groups.account_id = buyer."accountId") names)
    select json_build_object(
      'groups', (select coalesce(json_agg(audience_value), '[]') from named where audience = 'group'),
      'listed', (select ${listed}),
      'rules', (select coalesce(json_agg(${jsonOf(discountRules, 'discount_rules')}), '[]')
        from discount_rules join named using (audience, audience_value))))`
}

const termsStatement = prepare(['accountId', 'partnerTier', 'accountType', 'currency'], { terms: termsFacts })

/** What these lists say about these part numbers. One statement. */
export async function entriesOf(
  tx: Db | Tx,
  listIds: readonly string[],
  partNumbers: readonly string[],
): Promise<Entry[]> {
  if (listIds.length === 0 || partNumbers.length === 0) return []
  return tx
    .select()
    .from(priceListEntries)
    .where(
      and(
        sql`${priceListEntries.partNumber} = any(${textArray([...new Set(partNumbers)])})`,
        sql`${priceListEntries.priceListId} = any(${textArray(listIds)})`,
      ),
    )
}

/** An expression for entries, as JSON: those for which the condition holds. */
export function entriesFacts(condition: SQL): SQL<readonly Entry[]> {
  return sql<readonly Entry[]>`(select coalesce(json_agg(${jsonOf(priceListEntries, 'price_list_entries')}), '[]')
    from price_list_entries where ${condition})`
}

/** A condition that holds where one of these lists, given as an array, sells the part number, in whatever quantity. */
export function pricedByOneOf(listIds: SQL, partNumber: SQL): SQL {
  return sql`exists (${sellingOneOf(listIds, partNumber)})`
}

/** `pricedByOneOf` that never becomes a join, which would look at all prices: for lists that end once a page is full. */
export function pricedByOneOfEach(listIds: SQL, partNumber: SQL): SQL {
  return sql`exists (${sellingOneOf(listIds, partNumber)} offset 0)`
}

function sellingOneOf(listIds: SQL, partNumber: SQL): SQL {
  return sql`select from ${priceListEntries} where ${priceListEntries.partNumber} = ${partNumber}
    and ${priceListEntries.priceListId} = any(${listIds})`
}

export async function taxRatesOf(tx: Db | Tx, country: string): Promise<TaxRate[]> {
  return tx
    .select({ obligation: taxRates.obligation, name: taxRates.name, basisPoints: taxRates.basisPoints })
    .from(taxRates)
    .where(eq(taxRates.country, country))
    .orderBy(asc(taxRates.obligation))
}

/** The country's rate and that of the rest of the world (`*`), whichever exist. */
export async function freightRatesOf(
  tx: Db | Tx,
  country: string,
  currency: string,
): Promise<{ country: string; unitMinor: number }[]> {
  return tx
    .select({ country: freightRates.country, unitMinor: freightRates.unitMinor })
    .from(freightRates)
    .where(and(inArray(freightRates.country, [country, '*']), eq(freightRates.currency, currency)))
}

/** Waits for others who replace price lists; held until the transaction ends. */
export async function lockPriceLists(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7246319)`)
}

/** Puts a list in place of the one with its id, entries and all. */
export async function replacePriceList(
  tx: Tx,
  list: typeof priceLists.$inferInsert,
  entries: readonly Omit<Entry, 'priceListId'>[],
): Promise<void> {
  const { id, ...rest } = list
  await tx.insert(priceLists).values(list).onConflictDoUpdate({ target: priceLists.id, set: rest })
  const records = JSON.stringify(
    entries.map(({ partNumber, minQuantity, increment, unitMinor }) => ({
      part_number: partNumber,
      min_quantity: minQuantity,
      increment,
      unit_minor: unitMinor,
    })),
  )
  // Only what differs is written: former versions of every row that is go into the history.
  await tx.execute(sql`delete from price_list_entries e where price_list_id = ${id} and not exists (
    select from jsonb_to_recordset(${records}::jsonb) as entry(part_number text, min_quantity int)
    where entry.part_number = e.part_number and entry.min_quantity = e.min_quantity)`)
  await tx.execute(sql`
    insert into price_list_entries as e (price_list_id, part_number, min_quantity, increment, unit_minor)
    select ${id}, part_number, min_quantity, increment, unit_minor
    from jsonb_to_recordset(${records}::jsonb)
      as entry(part_number text, min_quantity int, increment int, unit_minor bigint)
    on conflict (part_number, price_list_id, min_quantity) do update
      set increment = excluded.increment, unit_minor = excluded.unit_minor
      where (e.increment, e.unit_minor) <> (excluded.increment, excluded.unit_minor)`)
}

export async function upsertDiscountRules(
  tx: Tx,
  rules: readonly (typeof discountRules.$inferInsert)[],
): Promise<void> {
  for (const rule of rules) {
    const { id: _, ...rest } = rule
    await tx.insert(discountRules).values(rule).onConflictDoUpdate({ target: discountRules.id, set: rest })
  }
}

export async function upsertTaxRates(tx: Tx, rates: readonly (typeof taxRates.$inferInsert)[]): Promise<void> {
  for (const rate of rates)
    await tx
      .insert(taxRates)
      .values(rate)
      .onConflictDoUpdate({
        target: [taxRates.country, taxRates.obligation],
        set: { name: rate.name, basisPoints: rate.basisPoints },
      })
}

export async function upsertFreightRates(tx: Tx, rates: readonly (typeof freightRates.$inferInsert)[]): Promise<void> {
  for (const rate of rates)
    await tx
      .insert(freightRates)
      .values(rate)
      .onConflictDoUpdate({
        target: [freightRates.country, freightRates.currency],
        set: { unitMinor: rate.unitMinor },
      })
}
