import type { FeedMistake } from './mistakes.ts'

/** What is wrong with a row, before it is said where. */
export type RowMistake = Pick<FeedMistake, 'column' | 'code' | 'reason'>

/** A row as an encoding has it, still to be held against the layout; or what keeps it from being one. */
export type RawRow =
  | { readonly row: number; readonly raw: object }
  | { readonly row: number; readonly mistakes: readonly RowMistake[] }
