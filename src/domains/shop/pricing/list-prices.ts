import { type SQL, sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'

/**
 * What everybody pays for one on a day, at the least that is sold to all, as a query for statements about whole tables: one row for each part number
 * and currency, by the same rank as in `price.ts`. Columns: `part_number`, `currency`, `unit_minor`.
 */
export function everybodysPrices(on: LocalDate): SQL {
  return sql`select distinct on (entry.part_number, list.currency) entry.part_number, list.currency, entry.unit_minor
    from price_list_entries entry join price_lists list on list.id = entry.price_list_id
    where list.audience = 'everybody'
      and (list.valid_from is null or list.valid_from <= ${on}::date)
      and (list.valid_through is null or list.valid_through >= ${on}::date)
    order by entry.part_number, list.currency, entry.min_quantity, list.priority desc, list.id`
}
