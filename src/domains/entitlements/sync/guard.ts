/** Removals beyond both figures are held for a person: a short or empty feed must not empty the store. */
export const removalLimits = { count: 10, share: 0.1 }

/** What one question to the platform brought, beside what the mirror knows. */
export interface FeedFigures {
  readonly read: number
  /** Rows of the mirror that the feed could have had. */
  readonly known: number
  /** Those of them that it did not have. */
  readonly missing: number
}

export type RemovalJudgement = { readonly held: false } | { readonly held: true; readonly reason: string }

/**
 * Whether the rows that a feed did not have may be removed, or wait for a person. An empty feed is believed about
 * nothing, however few rows there were.
 */
export function judgeRemovals(figures: FeedFigures, limits: typeof removalLimits = removalLimits): RemovalJudgement {
  const { read, known, missing } = figures
  if (missing === 0) return { held: false }
  if (read === 0) return { held: true, reason: `the feed was empty, and ${known} were known` }
  if (missing > limits.count && missing > known * limits.share)
    return {
      held: true,
      reason: `${missing} of ${known} were missing: more than ${limits.count} and more than ${limits.share * 100} %`,
    }
  return { held: false }
}
