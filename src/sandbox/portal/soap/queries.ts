import { boolean, date, dateTime, integer, many, one, oneOf, optional, type ReadBy, sequence, text } from './types.ts'

export const stateType = oneOf('DRAFT', 'ACTIVE', 'INACTIVE', 'DEPLOYED', 'OBSOLETE', 'TEST', 'ON_HOLD')
const textSearch = oneOf('STARTS_WITH', 'CONTAINS', 'ENDS_WITH', 'EQUALS')
const timeSearch = oneOf('BEFORE', 'AFTER', 'ON')

export const simpleQuery = sequence({ value: one(text), searchType: one(textSearch) })
export const stateQuery = sequence({ value: one(stateType), searchType: one(textSearch) })
export const dateQuery = sequence({ value: one(date), searchType: one(timeSearch) })
export const dateTimeQuery = sequence({ value: one(dateTime), searchType: one(timeSearch) })
export const numberQuery = sequence({
  value: one(integer),
  searchType: one(
    oneOf('GREATER_THAN', 'GREATER_THAN_EQUALS', 'LESS_THAN', 'LESS_THAN_EQUALS', 'EQUALS', 'NOT_EQUALS'),
  ),
})
export const partnerTierQuery = sequence({
  value: one(text),
  searchType: one(textSearch),
  partnerTier: optional(text),
  isSearchByName: optional(boolean),
})

/** A custom attribute's value as requests carry it. */
export const attributeValues = sequence({
  attribute: many(
    sequence({
      attributeName: one(text),
      stringValue: optional(text),
      dateValue: optional(date),
      booleanValue: optional(boolean),
      integerValue: optional(integer),
      arrayValue: many(text),
    }),
  ),
})
export const attributeQuery = sequence({
  attribute: many(sequence({ attributeName: one(text), stringValue: optional(simpleQuery) })),
})

type TextQuery = { readonly value: string; readonly searchType: ReadBy<typeof textSearch> }

/** Text compares as written, letter case included; an absent query matches everything. */
export function textMatches(query: TextQuery | undefined, value: string | undefined): boolean {
  if (!query) return true
  if (value === undefined) return false
  if (query.searchType === 'STARTS_WITH') return value.startsWith(query.value)
  if (query.searchType === 'ENDS_WITH') return value.endsWith(query.value)
  if (query.searchType === 'CONTAINS') return value.includes(query.value)
  return value === query.value
}

/** Whether some value matches; for a product with several part numbers, for instance. */
export function anyTextMatches(query: TextQuery | undefined, values: readonly string[]): boolean {
  return !query || values.some((value) => textMatches(query, value))
}

/** AFTER and BEFORE leave out the given day; the vendor does not say, and this is the reading that loses more. */
export function dateMatches(query: ReadBy<typeof dateQuery> | undefined, day: string | undefined): boolean {
  if (!query) return true
  if (day === undefined) return false
  const own = day.slice(0, 10)
  if (query.searchType === 'AFTER') return own > query.value
  if (query.searchType === 'BEFORE') return own < query.value
  return own === query.value
}

/** AFTER and BEFORE leave out the given instant; instants count to the second. */
export function instantMatches(query: ReadBy<typeof dateTimeQuery> | undefined, instant: string): boolean {
  if (!query) return true
  const own = Math.floor(Date.parse(instant) / 1000)
  const asked = Math.floor(query.value.getTime() / 1000)
  if (query.searchType === 'AFTER') return own > asked
  if (query.searchType === 'BEFORE') return own < asked
  return own === asked
}

export function flagMatches(asked: boolean | undefined, own: boolean): boolean {
  return asked === undefined || asked === own
}

export function attributesMatch(
  query: ReadBy<typeof attributeQuery> | undefined,
  own: Readonly<Record<string, string>>,
): boolean {
  return (query?.attribute ?? []).every((wanted) => textMatches(wanted.stringValue, own[wanted.attributeName]))
}
