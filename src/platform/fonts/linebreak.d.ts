declare module 'linebreak' {
  /** Where a text may be broken. @see UAX 14 */
  class LineBreaker {
    constructor(text: string)
    nextBreak(): { readonly position: number; readonly required: boolean } | null
  }
  export = LineBreaker
}
