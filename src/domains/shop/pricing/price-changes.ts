import type { ListedEntry } from './price-csv.ts'
import type { PriceList } from './price-terms.ts'

/** A quantity step of a part number that costs something else, or is new or gone. */
export interface EntryChange {
  readonly partNumber: string
  readonly minQuantity: number
  /** Null where there was none, or is none any more. */
  readonly beforeMinor: number | null
  readonly nowMinor: number | null
}

export interface ListChange {
  /** Which terms are others than before; all of them in a list that is new. */
  readonly terms: readonly (keyof PriceList)[]
  readonly isNew: boolean
  readonly dearer: number
  readonly cheaper: number
  readonly added: number
  readonly gone: number
  /** Steps at the same price whose increment is another. */
  readonly otherIncrement: number
  readonly same: number
  /** The greatest drop (negative) and rise in percent, of what was not free before; null when nothing changed so. */
  readonly lowestPercent: number | null
  readonly highestPercent: number | null
  readonly changes: readonly EntryChange[]
}

const compared = [
  ...(['name', 'audience', 'audienceValue', 'currency', 'priority', 'validFrom', 'validThrough', 'fallsBack'] as const),
]

/** What becomes of a list when another takes its place. Amounts of two currencies are never compared: all is new, all gone. */
export function changeOf(
  before: { readonly terms: PriceList; readonly entries: readonly ListedEntry[] } | null,
  now: { readonly terms: PriceList; readonly entries: readonly ListedEntry[] },
): ListChange {
  const isComparable = before?.terms.currency === now.terms.currency
  const key = ({ partNumber, minQuantity }: ListedEntry) => JSON.stringify([partNumber, minQuantity])
  const old = new Map((before?.entries ?? []).map((entry) => [key(entry), entry]))
  const kept = new Set(isComparable ? now.entries.map(key) : [])
  const pairs = now.entries.map((entry) => ({ entry, was: isComparable ? old.get(key(entry)) : undefined }))
  const gone = [...old].flatMap(([id, entry]) => (kept.has(id) ? [] : [entry]))
  const changed = pairs.flatMap(({ entry, was }) => (was && was.unitMinor !== entry.unitMinor ? [{ entry, was }] : []))
  const added = pairs.filter(({ was }) => was === undefined)
  const percents = changed.flatMap(({ entry, was }) => percentOf(was.unitMinor, entry.unitMinor) ?? [])
  const otherIncrement = pairs.filter(
    ({ entry, was }) => was && was.unitMinor === entry.unitMinor && was.increment !== entry.increment,
  ).length
  return {
    terms: compared.filter((term) => before === null || before.terms[term] !== now.terms[term]),
    isNew: before === null,
    dearer: changed.filter(({ entry, was }) => entry.unitMinor > was.unitMinor).length,
    cheaper: changed.filter(({ entry, was }) => entry.unitMinor < was.unitMinor).length,
    added: added.length,
    gone: gone.length,
    otherIncrement,
    same: pairs.length - changed.length - added.length - otherIncrement,
    lowestPercent: percents.length === 0 ? null : percents.reduce((a, b) => Math.min(a, b)),
    highestPercent: percents.length === 0 ? null : percents.reduce((a, b) => Math.max(a, b)),
    changes: [
      ...changed.map(({ entry, was }) => changeRow(entry, was.unitMinor, entry.unitMinor)),
      ...added.map(({ entry }) => changeRow(entry, null, entry.unitMinor)),
      ...gone.map((entry) => changeRow(entry, entry.unitMinor, null)),
    ],
  }
}

/** The change in percent, to a tenth; null from nothing, which has no percent. */
export function percentOf(beforeMinor: number, nowMinor: number): number | null {
  return beforeMinor === 0 ? null : Math.round(((nowMinor - beforeMinor) / beforeMinor) * 1000) / 10
}

function changeRow({ partNumber, minQuantity }: ListedEntry, beforeMinor: number | null, nowMinor: number | null) {
  return { partNumber, minQuantity, beforeMinor, nowMinor }
}
