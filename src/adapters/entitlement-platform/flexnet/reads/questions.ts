import type { PageQuery, ProductKey } from '../../../../domains/entitlements/rights/port.ts'
import { addDays, dateOf, type LocalDate } from '../../../../kernel/local-date.ts'
import type { Element } from '../protocol/envelope.ts'

/** A search for exactly this text. */
export function equals(name: string, value: string): Element {
  return [
    name,
    [
      ['value', value],
      ['searchType', 'EQUALS'],
    ],
  ]
}

// The platform does not say whether AFTER includes the given day, nor in which zone it counts: a day of overlap covers both.
export function modifiedAfterDay(name: string, query: PageQuery): Element | null {
  return query.modifiedAfter ? after(name, addDays(dateOf(query.modifiedAfter), -1)) : null
}

// The same doubt to the second: a quarter of an hour of overlap.
export function modifiedAfterInstant(name: string, query: PageQuery): Element | null {
  if (!query.modifiedAfter) return null
  const from = new Date(query.modifiedAfter.getTime() - 15 * 60_000)
  return after(name, `${from.toISOString().slice(0, 19)}Z`)
}

function after(name: string, value: LocalDate | string): Element {
  return [
    name,
    [
      ['value', value],
      ['searchType', 'AFTER'],
    ],
  ]
}

/** `{ primaryKeys: { <key>: id } }` under the given name. */
export function identifiedBy(name: string, key: string, id: string): Element {
  return [name, [['primaryKeys', [[key, id]]]]]
}

export function productIdentifier(name: string, product: ProductKey): Element {
  return [
    name,
    [
      [
        'primaryKeys',
        [
          ['name', product.name],
          ['version', product.version],
        ],
      ],
    ],
  ]
}

export function switchedOn(names: readonly string[]): Element[] {
  return names.map((name): Element => [name, 'true'])
}

/** Left out when nothing is asked for, where the schema allows that. */
export function optionalParams(params: readonly (Element | null)[]): Element | null {
  return params.some((param) => param !== null) ? ['queryParams', params] : null
}
