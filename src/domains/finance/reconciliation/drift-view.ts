import type { Db, Tx } from '../../../platform/db/db.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import {
  type DriftReport,
  driftOf,
  driftRowsOf,
  lastPublished,
  latestDrift,
  type QuarantinedRow,
  quarantined,
} from '../../entitlements/sync/index.ts'
import { type DriftFinding, toFinding } from './drift-words.ts'
import { type RightsTotal, rightsListing, rightsTotals } from './rights-store.ts'

const quarantineShown = 500

export interface Drift {
  /** Null before the first full sync. */
  readonly compare: DriftReport | null
  /** Part numbers that the store would sell and cannot. */
  readonly unsellable: number
  /** Rows of the platform that cannot be read, the longest first; at most `quarantineShown`. */
  readonly quarantine: readonly QuarantinedRow[]
  /** Null before the list was made. */
  readonly listedAt: Date | null
  readonly withoutOrder: readonly RightsTotal[]
  readonly granted: readonly RightsTotal[]
}

/** The figures of the drift between store and platform: what differed, what cannot be sold, what nobody ordered. */
export async function driftNow(tx: Db | Tx): Promise<Drift> {
  const [compare, published, quarantine, listing, totals] = await Promise.all([
    latestDrift(tx),
    lastPublished(tx),
    quarantined(tx, quarantineShown),
    rightsListing(tx),
    rightsTotals(tx),
  ])
  return {
    compare,
    unsellable: published?.report?.unsellable.length ?? 0,
    quarantine,
    listedAt: listing?.listedAt ?? null,
    withoutOrder: totals.filter(({ granted }) => !granted),
    granted: totals.filter(({ granted }) => granted),
  }
}

interface PageQuery {
  readonly cursor?: string | undefined
  readonly limit: number
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** What a full run found to differ, of the latest one unless told; of each kind the first five hundred. */
export async function driftFindings(
  tx: Db | Tx,
  { runId, cursor, limit }: PageQuery & { readonly runId?: string | undefined },
): Promise<Page<DriftFinding>> {
  const report = runId === undefined ? await latestDrift(tx) : await driftOf(tx, runId)
  if (!report) return { items: [], nextCursor: null }
  const [ofRun, kind, key] = decodeCursor(cursor) ?? []
  const after = ofRun === report.runId && kind && key ? ([kind, decoded(key)] as const) : undefined
  const rows = await driftRowsOf(tx, report.runId, { after, limit: limit + 1 })
  const last = rows[limit - 1]
  const isMore = rows.length > limit && last !== undefined
  return {
    items: rows.slice(0, limit).map(toFinding),
    nextCursor: isMore ? encodeCursor([report.runId, last.kind, encodeURIComponent(last.key)]) : null,
  }
}

export interface Unsellable {
  readonly partNumber: string
  readonly why: string
}

/** Part numbers that the store would sell and cannot, and why, as the last published sync found them. */
export async function unsellablePartNumbers(tx: Db | Tx, { cursor, limit }: PageQuery): Promise<Page<Unsellable>> {
  const published = await lastPublished(tx)
  const [ofRun, place = ''] = decodeCursor(cursor) ?? []
  const from = published && ofRun === published.id && /^\d{1,9}$/.test(place) ? Number(place) : 0
  const sentences = published?.report?.unsellable ?? []
  const through = from + limit
  return {
    items: sentences.slice(from, through).map(partedAtColon),
    nextCursor: published && through < sentences.length ? encodeCursor([published.id, String(through)]) : null,
  }
}

function partedAtColon(sentence: string): Unsellable {
  const at = sentence.indexOf(': ')
  return { partNumber: sentence.slice(0, at), why: sentence.slice(at + 2) }
}

// A cursor takes no control characters, and one of them parts the key. What cannot be read starts at the kind's beginning.
function decoded(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return ''
  }
}
