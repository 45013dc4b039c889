import { keyOf } from './check-feed.ts'
import type { Feed } from './feed.ts'
import type { RowOf } from './rows.ts'

interface FeedIndex {
  readonly relations: ReadonlyMap<string, readonly RowOf<'relations'>[]>
  readonly accounts: ReadonlyMap<string, RowOf<'accounts'>>
  /** By sign-in name in lower case. */
  readonly members: ReadonlyMap<string, RowOf<'members'>>
}

const indexes = new WeakMap<Feed, FeedIndex>()

/** What a sync asks once for every product and account, and a sign-in for one member; made once for each feed. */
export function indexOf(feed: Feed): FeedIndex {
  const made = indexes.get(feed)
  if (made) return made
  const relations = new Map<string, RowOf<'relations'>[]>()
  for (const row of feed.relations)
    for (const key of new Set([keyOf(row.from), keyOf(row.to)])) {
      const rows = relations.get(key)
      if (rows) rows.push(row)
      else relations.set(key, [row])
    }
  const index: FeedIndex = {
    relations,
    accounts: new Map(feed.accounts.map((row) => [row.accountId, row])),
    members: new Map(feed.members.map((row) => [row.userName.toLowerCase(), row])),
  }
  indexes.set(feed, index)
  return index
}
