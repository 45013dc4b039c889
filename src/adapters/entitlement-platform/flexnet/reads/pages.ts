import type { z } from 'zod'
import type { Found, MarkedPage, MarkedPageQuery, OddRow, Page } from '../../../../domains/entitlements/rights/port.ts'
import { OddAnswer } from '../protocol/failures.ts'
import type { Call, Transport } from '../protocol/transport.ts'

/** A full page means that there may be another: answers carry no total. */
export function pageOf<Item>(items: readonly Item[], pageSize: number, received = items.length): Page<Item> {
  return { items, hasMore: received >= pageSize }
}

/** Cuts a page whose answer holds rows that cannot be read. */
export function pageOfRows<Item>(
  { items, odd, received }: { items: readonly Item[]; odd: readonly OddRow[]; received: number },
  pageSize: number,
): Page<Item> {
  return { ...pageOf(items, pageSize, received), ...(odd.length === 0 ? {} : { odd }) }
}

/** Answers to questions that are asked one by one; a refusal is odd for the one that it is about. */
export async function askEach<Asked, Item>(
  asked: readonly Asked[],
  ask: (one: Asked) => Promise<readonly Item[]>,
  keyOf: (one: Asked) => readonly string[],
): Promise<Found<Item>> {
  const odd: OddRow[] = []
  const found = await Promise.all(
    asked.map((one) =>
      ask(one).catch((error: unknown) => {
        if (!(error instanceof OddAnswer)) throw error
        odd.push({ key: keyOf(one), place: 'the whole answer', reason: error.message })
        return []
      }),
    ),
  )
  return odd.length === 0 ? found.flat() : Object.assign(found.flat(), { odd })
}

/** The page that is asked for, unless its answer has the mark that is known. */
export async function markedPage<Schema extends z.ZodType, Item>(
  transport: Transport,
  question: Call<Schema>,
  { ifNoneMatch }: MarkedPageQuery,
  pageIn: (found: z.infer<Schema>) => Page<Item>,
): Promise<MarkedPage<Item>> {
  const answered = await transport.callMarked(question, ifNoneMatch)
  if (answered === null) return { items: [], hasMore: true, notModified: true }
  const page = pageIn(answered.found)
  // The next full run reads a page with such rows again.
  return page.odd ? page : { ...page, etag: answered.etag }
}
