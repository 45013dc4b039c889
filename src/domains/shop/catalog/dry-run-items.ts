import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { type DryRunObservers, keep, saveHoldings } from '../../entitlements/sync/index.ts'
import { changesOf, keepSeen } from './dry-run-pairs.ts'

/** What the rules of `visibilityOf` ask of an item on a day, and whether anything else of it changed. */
const ruled = (from: string, on: LocalDate) => sql`select part_number, title,
  withdrawn_at is null and unsellable_reason is null and category <> 'update'
    and coalesce(visible_from <= ${on}::date, true) and coalesce(visible_through >= ${on}::date, true) as sells,
  sold_to, requires_any_of, requires_all_of, requires_none_of, partner_tiers, only_accounts, not_accounts, adds_to_line,
  requires_any_of = '{}' and requires_none_of = '{}' and partner_tiers = '{}' and only_accounts = '{}'
    and not_accounts = '{}' and not adds_to_line as plain,
  product_name || coalesce('@' || product_version, '') as own_entry, row_hash from ${sql.raw(from)}`

/**
 * Which accounts gain or lose which items when the rest of the transaction publishes. Compares what changed: items whose
 * rules differ with the accounts that have what they ask for, and accounts that hold something else with the items that
 * ask for it. Items that ask for an account type alone are compared by account type. Whether an item has a price is not
 * asked.
 */
export const dryRunItems: DryRunObservers['items'] = async (tx) => {
  await keep(tx, 'former_items', sql`select * from items`)
  return async (after, on) => {
    await keep(after, 'dry_run_items_before', ruled('former_items', on))
    await keep(after, 'dry_run_items_after', ruled('items', on))
    for (const side of ['before', 'after'])
      await after.execute(sql`create index on ${sql.raw(`dry_run_items_${side}`)} (part_number)`)
    await saveChangedItems(after)
    const holdings = await saveHoldings(after, {
      on,
      words: {
        held: (name, version) => (version === null ? name : sql`${name} || '@' || ${version}`),
        offered: (name, version) => sql`'offered: ' || ${name} || '@' || ${version}`,
      },
      wanted: sql`select distinct entry from dry_run_item_entries
        where part_number in (select part_number from dry_run_items where ruled)`,
    })
    await keepSeen(after, holdings)
    const changes = await changesOf(after, holdings)
    const touched = {
      accountIds: holdings.touched,
      partNumbers: sql`(select part_number from dry_run_items)`,
    }
    return { changes, touched }
  }
}

/** Items of which anything changed, `ruled` where a rule may answer differently, and what every item asks for. */
async function saveChangedItems(tx: Tx): Promise<void> {
  const rules = (side: string) =>
    sql.raw(
      `coalesce(${side}.sells, false), case when ${side}.sells then row(${side}.sold_to, ${side}.requires_any_of, ${side}.requires_all_of, ${side}.requires_none_of, ${side}.partner_tiers, ${side}.only_accounts, ${side}.not_accounts, ${side}.adds_to_line, ${side}.own_entry)::text end`,
    )
  const open = (side: string) => sql.raw(`coalesce(${side}.sells and ${side}.plain, false)`)
  await keep(
    tx,
    'dry_run_items',
    sql`select part_number, coalesce(a.title, b.title) as title, (${rules('b')}) is distinct from (${rules('a')}) as ruled,
      ${open('b')} as open_before, ${open('a')} as open_after,
      coalesce(b.sold_to, '{}') as sold_to_before, coalesce(a.sold_to, '{}') as sold_to_after
    from dry_run_items_before b full join dry_run_items_after a using (part_number)
    where b is distinct from a`,
  )
  await keep(
    tx,
    'dry_run_item_entries',
    sql`select part_number, entry
      from (select * from dry_run_items_before union select * from dry_run_items_after) i,
        lateral (select unnest(requires_any_of || requires_all_of || requires_none_of) as entry
          union select own_entry where adds_to_line and own_entry is not null) entries
      where sells group by part_number, entry`,
  )
  await tx.execute(sql`create index on dry_run_item_entries (entry)`)
}
