import type { FeedMistake } from './mistakes.ts'

/** What is wrong with a row, before it is said where. */
export type RowMistake = Pick<FeedMistake, 'column' | 'code' | 'reason'>

/** A row as an encoding has it, still to be held against the layout; or what keeps it from being one. */
export type RawRow = {
  /** Line in the file, from 1. */
  readonly row: number
  /** Bytes of the text before it; what lies between it and the row before may be empty lines. */
  readonly at: number
} & (
  | { readonly raw: object }
  | {
      readonly mistakes: readonly RowMistake[]
      /** True: nothing of the file can be understood from here on, so that it is refused whole. */
      readonly ends?: true
    }
)
