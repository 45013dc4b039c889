/** A rejection that the caller can act on. The code is public: never renamed, never reused. */
export class DomainError extends Error {
  readonly code: string
  /** Facts for the log and for the problem document; no personal data, no secrets. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, facts: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.facts = facts
  }
}
