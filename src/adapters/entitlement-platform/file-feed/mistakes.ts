import { PartnerFailure } from '../../../kernel/partner-failure.ts'

export const partner = 'file-feed'

/** Public: never renamed, never reused. */
export type MistakeCode =
  | 'missing-file'
  | 'two-encodings'
  | 'not-utf8'
  | 'not-json'
  | 'not-an-object'
  | 'not-csv'
  | 'wrong-cell-count'
  | 'duplicate-column'
  | 'missing-column'
  | 'unknown-column'
  | 'invalid-value'
  | 'duplicate-key'
  | 'unknown-reference'

export interface FeedMistake {
  readonly file: string
  /** Line in the file, from 1; 0 for the file as a whole. */
  readonly row: number
  /** Null for the row as a whole; parts of a column after a dot. */
  readonly column: string | null
  readonly code: MistakeCode
  /** Never holds a value of the row, because rows hold people. */
  readonly reason: string
}

const shownMistakes = 20

/** Nothing of a feed is taken while one of its rows is bad: a part of it would look like rows that are gone. */
export class FeedRefused extends PartnerFailure {
  readonly mistakes: readonly FeedMistake[]

  constructor(mistakes: readonly FeedMistake[]) {
    const shown = mistakes.slice(0, shownMistakes).map(sentenceOf)
    const more = mistakes.length > shown.length ? [`and ${mistakes.length - shown.length} more`] : []
    super(partner, 'final', `The feed is refused whole: ${[...shown, ...more].join('; ')}`)
    this.name = 'FeedRefused'
    this.mistakes = mistakes
  }
}

function sentenceOf({ file, row, column, code, reason }: FeedMistake): string {
  const place = [file, ...(row > 0 ? [`row ${row}`] : []), ...(column === null ? [] : [`column ${column}`])]
  return `${place.join(', ')}: ${reason} (${code})`
}
