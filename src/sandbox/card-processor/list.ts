import type Stripe from 'stripe'
import { noSuch } from './stripe-error.ts'
import type { StripeObject } from './stripe-object.ts'

interface Paging {
  readonly limit: number
  readonly starting_after?: string | undefined
  readonly ending_before?: string | undefined
  readonly created?:
    | {
        readonly gt?: number | undefined
        readonly gte?: number | undefined
        readonly lt?: number | undefined
        readonly lte?: number | undefined
      }
    | undefined
}

/** One page of Stripe's list object, newest first; rows come in order of creation. */
export function listPage<Row extends { readonly id: string; readonly created: number }>(
  rows: readonly Row[],
  query: Paging,
  url: string,
  render: (row: Row) => StripeObject,
): StripeObject {
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = query.created ?? {}
  const newestFirst = rows
    .filter(({ created }) => created > gt && created >= gte && created < lt && created <= lte)
    .reverse()
  const [from, to] = boundsOf(newestFirst, query)
  const page = newestFirst.slice(from, to)
  const hasMore = query.ending_before === undefined ? to < newestFirst.length : from > 0
  return { object: 'list', url, has_more: hasMore, data: page.map(render) } satisfies Stripe.ApiList<StripeObject>
}

function boundsOf(rows: readonly { readonly id: string }[], query: Paging): [number, number] {
  if (query.ending_before !== undefined) {
    const end = indexOf(rows, query.ending_before)
    return [Math.max(0, end - query.limit), end]
  }
  const start = query.starting_after === undefined ? 0 : indexOf(rows, query.starting_after) + 1
  return [start, start + query.limit]
}

function indexOf(rows: readonly { readonly id: string }[], id: string): number {
  const index = rows.findIndex((row) => row.id === id)
  if (index < 0) throw noSuch('object in this list', id)
  return index
}
