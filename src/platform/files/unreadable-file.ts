import { InvalidInput } from '../http/answer/problems.ts'

/** What keeps a file from being read: where, why in words for the person who saved it, and a code that is public and stays. */
export interface FileMistake {
  /** Line in the file, from 1; 0 for the file as a whole. */
  readonly row: number
  /** As the header has it; empty for the row as a whole. */
  readonly column: string
  readonly code: string
  readonly detail: string
}

/** The file cannot be read at all, for one reason: whatever else could be said of it would follow from that. */
export class UnreadableFile extends InvalidInput {
  readonly mistake: FileMistake

  /** The remedy is for a person who can save the file once more, or say how it is written. */
  constructor(mistake: FileMistake, remedy = '') {
    const detail = `${mistake.detail} ${remedy}`.trim()
    super([{ pointer: `#/${mistake.row}/${mistake.column}`, ...mistake, detail }], detail)
    this.mistake = mistake
  }
}
