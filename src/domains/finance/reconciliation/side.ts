import type { CauseCode } from './causes.ts'
import type { MatchSide } from './tables.ts'

/** One side of a line, with the cause when it disagrees. */
export interface SideResult {
  readonly side: MatchSide
  readonly cause: CauseCode | null
}

export function agrees(status: 'matched' | 'waiting' | 'not-needed', sentence: string): SideResult {
  return { side: { status, sentence }, cause: null }
}

export function differs(cause: CauseCode, status: 'different' | 'missing', sentence: string): SideResult {
  return { side: { status, sentence }, cause }
}
