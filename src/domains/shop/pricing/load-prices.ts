import type { LocalDate } from '../../../kernel/local-date.ts'
import { type Money, money } from '../../../kernel/money.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Viewer } from '../catalog/index.ts'
import { decidePrice, type PriceDecision } from './price.ts'
import { type CandidateList, type DiscountRule, usableLists } from './price-terms.ts'
import { type Entry, entriesOf, freightRatesOf, type PriceTerms, type Rates, taxRatesOf, termsFor } from './store.ts'
import type { TaxRate } from './tax.ts'

export interface PriceRequest {
  readonly partNumber: string
  readonly category: string
  /** Null: the least that is sold. */
  readonly quantity: number | null
  /** Rules beside those of the buyer's audience, for this part number alone; the best of all wins. */
  readonly extraRules?: readonly DiscountRule[]
}

/** The prices of several items for one viewer, by part number, each wanted once. Two statements, however many there are. */
export async function priceItems(
  tx: Db | Tx,
  viewer: Viewer,
  requests: readonly PriceRequest[],
): Promise<Map<string, PriceDecision>> {
  return priceWithTerms(tx, viewer.on, await termsFor(tx, viewer), requests)
}

/** Prices several items by lists and rules that are at hand. One statement. */
export async function priceWithTerms(
  tx: Db | Tx,
  on: LocalDate,
  terms: PriceTerms,
  requests: readonly PriceRequest[],
): Promise<Map<string, PriceDecision>> {
  const entries = await entriesOf(
    tx,
    usableLists(terms.lists, terms.buyer, on).map(({ id }) => id),
    requests.map(({ partNumber }) => partNumber),
  )
  return priceByEntries(requests, { on, terms, entries })
}

/** Prices several items by lists, rules and entries that are at hand. */
export function priceByEntries(
  requests: readonly PriceRequest[],
  given: { readonly on: LocalDate; readonly terms: PriceTerms; readonly entries: readonly Entry[] },
): Map<string, PriceDecision> {
  const { on, terms } = given
  const byPart = new Map<string, Entry[]>()
  for (const entry of given.entries) byPart.set(entry.partNumber, [...(byPart.get(entry.partNumber) ?? []), entry])
  return new Map(
    requests.map(({ partNumber, category, quantity, extraRules }) => {
      const lists = candidates(terms, byPart.get(partNumber) ?? [])
      const rules = extraRules === undefined ? terms.rules : [...terms.rules, ...extraRules]
      return [partNumber, decidePrice({ partNumber, category, quantity, buyer: terms.buyer, on, lists, rules })]
    }),
  )
}

/** What a destination country (ISO 3166-1 alpha-2) adds; empty where no rate is known, also when none is due. */
export async function taxRatesFor(tx: Db | Tx, country: string): Promise<TaxRate[]> {
  return taxRatesOf(tx, country)
}

/** What a country adds to prices in a currency: its tax, and freight. Two statements. */
export async function ratesFor(tx: Db | Tx, country: string, currency: string): Promise<Rates> {
  return { tax: await taxRatesOf(tx, country), freight: await freightRatesOf(tx, country, currency) }
}

/** What a parcel to the country costs; null when nothing is said for it in this currency, not even for `*`. */
export function freightOf({ freight }: Pick<Rates, 'freight'>, country: string, currency: string): Money | null {
  const rate = freight.find((found) => found.country === country) ?? freight.find((found) => found.country === '*')
  return rate ? money(rate.unitMinor, currency) : null
}

function candidates(terms: PriceTerms, entries: readonly Entry[]): CandidateList[] {
  // Name by name: to spread lists into new objects, for each item of a page, took about as long as deciding its prices.
  return terms.lists.map((list) => ({
    id: list.id,
    name: list.name,
    audience: list.audience,
    audienceValue: list.audienceValue,
    currency: list.currency,
    priority: list.priority,
    fallsBack: list.fallsBack,
    validFrom: list.validFrom,
    validThrough: list.validThrough,
    entries: entries.filter(({ priceListId }) => priceListId === list.id),
  }))
}
