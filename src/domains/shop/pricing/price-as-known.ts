import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { jsonOf } from '../../../platform/db/json-of.ts'
import { rowsAsKnown } from '../../entitlements/rights/index.ts'
import type { Viewer } from '../catalog/index.ts'
import { priceByEntries } from './load-prices.ts'
import type { PriceDecision } from './price.ts'
import { type Entry, type PriceTerms, termsOfFacts } from './store.ts'
import { discountRules, priceListEntries, priceLists } from './tables.ts'

interface Known {
  readonly groups: readonly string[]
  readonly lists: PriceTerms['lists']
  readonly rules: PriceTerms['rules']
  readonly entries: readonly Entry[]
  /** Whether the store had begun to keep former prices. */
  readonly kept: boolean
}

/**
 * The price that the viewer would have had by the lists, rules and groups as they stood at an instant, whatever was
 * imported since. One statement; its cost grows with what has changed since.
 */
export async function priceAsKnown(
  tx: Db | Tx,
  viewer: Viewer,
  request: {
    readonly partNumber: string
    readonly category: string
    readonly quantity: number | null
    readonly knownAt: Date
  },
): Promise<PriceDecision> {
  const { partNumber, category, quantity, knownAt } = request
  const { accountId, partnerTier, accountType } = viewer
  const at = (table: string) => rowsAsKnown(table, knownAt, 'known_from')
  const [row] = await tx.execute<{ known: Known }>(sql`
    with named (audience, audience_value) as (
      values ('everybody', ''), ('account', ${accountId}::text), ('partnerTier', ${partnerTier}::text),
        ('accountType', ${accountType}::text)
      union all select 'group', group_id from ${at('account_groups')} g where g.account_id = ${accountId}),
    lists as materialized (select l.* from ${at('price_lists')} l join named using (audience, audience_value))
    select json_build_object(
      'groups', (select coalesce(json_agg(audience_value), '[]') from named where audience = 'group'),
      'lists', (select coalesce(json_agg(${jsonOf(priceLists, 'lists')}), '[]') from lists),
      'rules', (select coalesce(json_agg(${jsonOf(discountRules, 'rules')}), '[]')
        from ${at('discount_rules')} rules join named using (audience, audience_value)),
      'entries', (select coalesce(json_agg(${jsonOf(priceListEntries, 'entries')}), '[]')
        from ${at('price_list_entries')} entries
        where entries.part_number = ${partNumber} and entries.price_list_id in (select id from lists)),
      'kept', coalesce((select min(since) <= ${knownAt.toISOString()}::timestamptz from (
        select known_from as since from price_lists
        union all select valid_from from rights_history where table_name = 'price_lists') stamps), false)) as known`)
  if (row === undefined) throw new Error('a select without a table gave no row')
  const { groups, lists, rules, entries, kept } = row.known
  const notKnown: PriceDecision = { priced: false, reason: 'PRICE_NOT_KNOWN', losers: [], nearest: [] }
  if (!kept) return notKnown
  const terms = termsOfFacts(viewer, { groups, rules, listed: { lists, entries: null } })
  const requests = [{ partNumber, category, quantity }]
  return priceByEntries(requests, { on: viewer.on, terms, entries }).get(partNumber) ?? notKnown
}
