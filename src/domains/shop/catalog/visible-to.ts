import { type SQL, sql } from 'drizzle-orm'
import { param, type QueryParams } from '../../../platform/db/prepared-query.ts'
import { arrayLiteral } from '../../../platform/db/text-array.ts'
import { metEntries } from './requirements.ts'
import type { Viewer } from './viewer.ts'

/** What of a viewer the conditions compare items with: values of the types that they say. */
interface Compared {
  readonly accountId: SQL
  readonly accountType: SQL
  readonly partnerTier: SQL
  readonly on: SQL
  /** Every requirement that the rights meet. */
  readonly entries: SQL
  /** Those that lines meet by themselves, which can be added to. */
  readonly lines: SQL
}

const types = {
  accountId: 'text',
  accountType: 'text',
  partnerTier: 'text',
  on: 'date',
  entries: 'text[]',
  lines: 'text[]',
}

function compared(value: (name: keyof typeof types) => SQL): Compared {
  const typed = (name: keyof typeof types) => sql`${value(name)}::${sql.raw(types[name])}`
  return {
    accountId: typed('accountId'),
    accountType: typed('accountType'),
    partnerTier: typed('partnerTier'),
    on: typed('on'),
    entries: typed('entries'),
    lines: typed('lines'),
  }
}

/** The viewer as a statement is `asked` for it. */
export function askedBy({ accountId, accountType, partnerTier, on, held, offered }: Viewer) {
  const lines = held.filter(({ grantedBy }) => grantedBy === null)
  return {
    accountId,
    accountType,
    partnerTier,
    on,
    entries: arrayLiteral([...metEntries(held, offered)]),
    lines: arrayLiteral([...metEntries(lines, [])]),
  } satisfies QueryParams
}

/** `visibilityOf` in SQL; a property test holds the two together. */
export function visibleTo(viewer: Viewer): SQL {
  return visibleWhere(parametersOf(viewer))
}

/**
 * Two conditions that part what may be visible: open to all, and opened by the viewer's rights. To be asked apart, because
 * one walk in the order of titles would pass every item that other accounts' rights open: 350 ms instead of a few among
 * 100,000 items. The array is made once, from the index of requirements.
 */
export function openings(viewer: Viewer): readonly [openToAll: SQL, openedByRights: SQL] {
  return openingsWhere(parametersOf(viewer))
}

function parametersOf(viewer: Viewer): Compared {
  const values = askedBy(viewer)
  return compared((name) => sql`${values[name]}`)
}

const fromAsked = compared(param)

/** The conditions for a statement that is asked `askedBy` the viewer. */
export const visibleToAsked = visibleWhere(fromAsked)
export const openingsAsked = openingsWhere(fromAsked)

function visibleWhere({ accountId, accountType, partnerTier, on, entries, lines }: Compared): SQL {
  // That most items say nothing is said first, because the planner knows how many do, and guesses the rest far too low.
  return sql`items.withdrawn_at is null and items.unsellable_reason is null and items.category <> 'update'
    and (items.visible_from is null or items.visible_from <= ${on})
    and (items.visible_through is null or items.visible_through >= ${on})
    and ${accountType} = any(items.sold_to)
    and (items.partner_tiers = '{}' or ${partnerTier} = any(items.partner_tiers))
    and (items.only_accounts = '{}' or ${accountId} = any(items.only_accounts))
    and (items.not_accounts = '{}' or not (${accountId} = any(items.not_accounts)))
    and (items.requires_any_of = '{}' or items.requires_any_of && ${entries})
    and (items.requires_all_of = '{}' or items.requires_all_of <@ ${entries})
    and (items.requires_none_of = '{}' or not (items.requires_none_of && ${entries}))
    and (not items.adds_to_line or items.product_name || coalesce('@' || items.product_version, '') = any(${lines}))`
}

function openingsWhere({ entries }: Compared): readonly [openToAll: SQL, openedByRights: SQL] {
  return [
    sql`items.requires_any_of = '{}'`,
    sql`items.part_number = any(array(
      select opened.part_number from items opened where opened.requires_any_of && ${entries}))`,
  ]
}
