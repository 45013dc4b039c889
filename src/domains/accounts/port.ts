export { HandoffExpired, HandoffInvalid } from './errors.ts'

/** What a hand-off from the portal says. Proven to come from the portal, not to be true now: verify it with the platform. */
export interface HandoffClaims {
  /** Unique per hand-off; whoever lets somebody in keeps it until `expiresAt`, so that it works once. */
  readonly jti: string
  readonly userName: string
  readonly accountId: string
  readonly entry: 'kit' | 'catalog' | 'products' | 'admin'
  readonly partnerProductId: string | null
  /** As the portal had it; a hint for forms, never a proof of anything. */
  readonly profile: {
    readonly firstName: string
    readonly lastName: string
    readonly email: string
    readonly locale: string
    readonly address: {
      readonly line1: string
      readonly line2: string
      readonly city: string
      readonly region: string
      readonly postalCode: string
      readonly country: string
    } | null
  }
  /** From then on `verify` refuses the token, tolerance for clocks included. */
  readonly expiresAt: Date
}

export interface HandoffVerifier {
  /**
   * Proves signature, issuer, audience and age, and parses the claims. Keeps nothing: the same token verifies again
   * until it expires.
   * @throws {HandoffExpired}
   * @throws {HandoffInvalid}
   */
  verify(token: string): Promise<HandoffClaims>
}
