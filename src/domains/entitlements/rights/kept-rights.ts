import { type SQL, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { LocalDate } from '../../../kernel/local-date.ts'
import { cacheVersion } from '../../../platform/answers/cache-version.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type ReadRights, rightsFacts } from './effective-rights.ts'
import { type RightsAndOffers, rightsOfFacts } from './held-rights.ts'

/** What `rightsSinceFacts` gives: the rights as they are, or null where they are those of the version that was known. */
export interface RightsSince {
  readonly version: string
  readonly rights: ReadRights | null
}

/**
 * An expression for an account's rights on a day, unless nothing has changed that they follow from since a version was
 * read. The version is compared in the statement that reads, so what was kept is never older than what would be read.
 */
export function rightsSinceFacts(accountId: SQL, on: SQL, knownVersion: SQL): SQL {
  return sql`(select json_build_object('version', kept.version,
      'rights', case when kept.version is distinct from ${knownVersion} then ${rightsFacts(accountId, on)} end)
    from (select ${cacheVersion(accountId)} as version offset 0) kept)`
}

/** The version of the rights that were decided last; null where none are kept. To be asked for as `knownVersion`. */
export interface KnownRights {
  readonly version: string | null
  /** The rights that the statement found. */
  since(found: RightsSince): RightsAndOffers
}

/** So many lines and grants of all accounts together, of about 400 bytes each. */
const mostRights = 50_000

interface Kept extends RightsAndOffers {
  readonly version: string
}

// Of each database by itself: what one process keeps of two of them has nothing to do with each other.
const keptOf = new WeakMap<Db, LRUCache<string, Kept>>()

/**
 * The rights that a process has decided, for as long as they hold. To read and decide them again takes longer than all else
 * that a cart needs, and it needs them three times for an order.
 */
export function knownRights(db: Db, accountId: string, on: LocalDate): KnownRights {
  const kept = keptOf.get(db) ?? new LRUCache<string, Kept>({ maxSize: mostRights, sizeCalculation: sizeOf })
  keptOf.set(db, kept)
  const key = JSON.stringify([accountId, on])
  const known = kept.get(key)
  return {
    version: known?.version ?? null,
    since: ({ version, rights }) => {
      if (rights === null) {
        if (known?.version !== version) throw new Error(`the rights of ${accountId} were not read, and are not known`)
        return known
      }
      const decided = rightsOfFacts(rights, on)
      kept.set(key, { ...decided, version })
      return decided
    },
  }
}

function sizeOf({ held, undelivered, offered }: RightsAndOffers): number {
  return 1 + held.length + undelivered.length + offered.length
}
