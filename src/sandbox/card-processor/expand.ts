import { invalidRequest } from './stripe-error.ts'
import type { StripeObject } from './stripe-object.ts'

type Find = (id: string) => StripeObject | undefined

/**
 * Replaces ids by the objects behind them along paths such as `payment_intent.latest_charge` or `data.source`.
 * @throws {StripeProblem} when a path names a property that is not there
 */
export function expandPaths(object: StripeObject, paths: readonly string[], find: Find): StripeObject {
  return paths.reduce((current, path) => expandIn(current, path.split('.'), path, find), object)
}

function expandIn(
  object: StripeObject,
  [head = '', ...rest]: readonly string[],
  path: string,
  find: Find,
): StripeObject {
  if (!(head in object)) throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' })
  return { ...object, [head]: expandValue(object[head], rest, path, find) }
}

function expandValue(value: unknown, rest: readonly string[], path: string, find: Find): unknown {
  if (value === null) return null
  if (Array.isArray(value)) return value.map((item: unknown) => expandItem(item, rest, path, find))
  const found = typeof value === 'string' ? (find(value) ?? value) : value
  return rest.length > 0 && isObject(found) ? expandIn(found, rest, path, find) : found
}

function expandItem(item: unknown, rest: readonly string[], path: string, find: Find): unknown {
  return isObject(item) && rest.length > 0 ? expandIn(item, rest, path, find) : item
}

function isObject(value: unknown): value is StripeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
