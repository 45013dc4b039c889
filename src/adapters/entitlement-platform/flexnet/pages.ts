import type { z } from 'zod'
import type { MarkedPage, MarkedPageQuery, Page } from '../../../domains/entitlements/port.ts'
import type { Call, Transport } from './transport.ts'

/** A full page means that there may be another: answers carry no total. */
export function pageOf<Item>(items: readonly Item[], pageSize: number, received = items.length): Page<Item> {
  return { items, hasMore: received >= pageSize }
}

/** The page that is asked for, unless its answer has the mark that is known. */
export async function markedPage<Schema extends z.ZodType, Item>(
  transport: Transport,
  question: Call<Schema>,
  { knownMark }: MarkedPageQuery,
  pageIn: (found: z.infer<Schema>) => Page<Item>,
): Promise<MarkedPage<Item>> {
  const answered = await transport.callMarked(question, knownMark)
  if (answered === null) return { items: [], hasMore: true, unchanged: true }
  return { ...pageIn(answered.found), mark: answered.mark }
}
