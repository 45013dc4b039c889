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

/** A replacement character stands for a letter that some program has lost; it may be written as an escape of JSON. */
export function isDamaged(text: string): boolean {
  return /\ufffd|\\ufffd/i.test(text)
}

export const damaged: RowMistake = {
  column: null,
  code: 'replacement-character',
  reason: 'The row has a replacement character (U+FFFD): a letter was lost before the file was written',
}
