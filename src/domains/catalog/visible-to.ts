import { and, isNull, type SQL, sql } from 'drizzle-orm'
import { textArray } from '../../platform/db/text-array.ts'
import { items } from './tables.ts'
import type { Viewer } from './viewer.ts'
import { metEntries } from './visibility.ts'

/** `visibilityOf` in SQL; a property test holds the two together. */
export function visibleTo(viewer: Viewer): SQL | undefined {
  const entries = entriesOf(viewer)
  // That most items say nothing is said first, because the planner knows how many do, and guesses the rest far too low.
  return and(
    isNull(items.withdrawnAt),
    isNull(items.drift),
    sql`${items.category} <> 'update'`,
    sql`(${items.visibleFrom} is null or ${items.visibleFrom} <= ${viewer.on}::date)`,
    sql`(${items.visibleThrough} is null or ${items.visibleThrough} >= ${viewer.on}::date)`,
    sql`${viewer.accountType} = any(${items.soldTo})`,
    sql`(${items.partnerTiers} = '{}' or ${viewer.partnerTier}::text = any(${items.partnerTiers}))`,
    sql`(${items.onlyAccounts} = '{}' or ${viewer.accountId} = any(${items.onlyAccounts}))`,
    sql`(${items.notAccounts} = '{}' or not (${viewer.accountId} = any(${items.notAccounts})))`,
    sql`(${items.requiresAnyOf} = '{}' or ${items.requiresAnyOf} && ${entries})`,
    sql`(${items.requiresAllOf} = '{}' or ${items.requiresAllOf} <@ ${entries})`,
    sql`(${items.requiresNoneOf} = '{}' or not (${items.requiresNoneOf} && ${entries}))`,
    sql`(not ${items.addsToLine}
      or ${items.productName} || coalesce('@' || ${items.productVersion}, '') = any(${textArray([
        ...metEntries(
          viewer.held.filter(({ grantedBy }) => grantedBy === null),
          [],
        ),
      ])}))`,
  )
}

/**
 * Two conditions that part what may be visible: open to all, and opened by the viewer's rights. To be asked apart, because
 * one walk in the order of titles would pass every item that other accounts' rights open: 350 ms instead of a few among
 * 100,000 items. The array is made once, from the index of requirements.
 */
export function openings(viewer: Viewer): readonly [openToAll: SQL, openedByRights: SQL] {
  return [
    sql`${items.requiresAnyOf} = '{}'`,
    sql`${items.partNumber} = any(array(
      select opened.part_number from items opened where opened.requires_any_of && ${entriesOf(viewer)}))`,
  ]
}

function entriesOf({ held, offered }: Viewer): SQL {
  return textArray([...metEntries(held, offered)])
}
