/** One line of the health page; what it is about is for the caller to know. */
export interface PartHealth {
  readonly name: string
  /** `unknown`: nothing has been heard yet. */
  readonly state: 'ok' | 'late' | 'down' | 'unknown'
  readonly lastSuccessAt: Date | null
  readonly sentence: string
  /** The page that tells more. */
  readonly href: string
}
