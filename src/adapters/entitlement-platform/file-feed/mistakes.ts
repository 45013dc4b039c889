import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { UnreadableFile } from '../../../platform/files/unreadable-file.ts'

export const partner = 'file-feed'

/** Public: never renamed, never reused. */
export type MistakeCode =
  | 'missing-file'
  | 'two-encodings'
  | 'not-utf8'
  | 'replacement-character'
  | 'wrong-separator'
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
  | 'too-many-odd-rows'

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
const keptMistakes = 1000

/** The first mistakes that were found, and how many there are: of a million bad rows nobody reads more. */
export class Mistakes {
  readonly kept: FeedMistake[] = []
  count = 0

  add(mistake: FeedMistake): void {
    this.count += 1
    if (this.kept.length < keptMistakes) this.kept.push(mistake)
  }

  addAll({ kept, count }: Mistakes): void {
    for (const mistake of kept) this.add(mistake)
    this.count += count - kept.length
  }
}

/** Nothing of a feed is taken while one of its files cannot be read: a part of it would look like rows that are gone. */
export class FeedRefused extends PartnerFailure {
  readonly mistakes: readonly FeedMistake[]

  constructor({ kept: mistakes, count }: Pick<Mistakes, 'kept' | 'count'>) {
    const shown = mistakes.slice(0, shownMistakes).map(sentenceOf)
    const more = count > shown.length ? [`and ${count - shown.length} more`] : []
    super(partner, 'final', `The feed is refused whole: ${[...shown, ...more].join('; ')}`)
    this.name = 'FeedRefused'
    this.mistakes = mistakes
  }
}

/** Why the bytes of a file are no text, with the row of the first that is wrong. */
export function unreadable(file: string, { mistake: { row, detail } }: UnreadableFile): FeedMistake {
  return { file, row, column: null, code: 'not-utf8', reason: detail }
}

/** What was found in a file does not count when the file is another one by now. */
export class FeedChanged extends PartnerFailure {
  readonly file: string

  /** `final` for whoever reads page by page: the pages that are left would not fit those that were read. */
  constructor(file: string, judgement: 'retryable' | 'final') {
    super(partner, judgement, `${file} was changed while it was read, so nothing more of it is taken (file-changed)`)
    this.name = 'FeedChanged'
    this.file = file
  }
}

function sentenceOf({ file, row, column, code, reason }: FeedMistake): string {
  const place = [file, ...(row > 0 ? [`row ${row}`] : []), ...(column === null ? [] : [`column ${column}`])]
  return `${place.join(', ')}: ${reason} (${code})`
}
