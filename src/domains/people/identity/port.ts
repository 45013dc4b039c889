import type { SignOnWay } from '../accounts/index.ts'

export type { SignOnWay } from '../accounts/index.ts'
export {
  HandoffExpired,
  HandoffInvalid,
  SignOnInvalid,
  SignOnRefused,
} from './errors.ts'

/** What a hand-off from the portal says. Proven to come from the portal, not to be true now: verify it with the platform. */
export interface HandoffClaims {
  /** Unique per hand-off; whoever lets somebody in keeps it until `expiresAt`, so that it works once. */
  readonly jti: string
  readonly userName: string
  readonly accountId: string
  readonly entry: 'kit' | 'catalog' | 'products' | 'admin'
  readonly partnerProductId: string | null
  /** When a session of it ends at the latest, because it follows from another one; null for one that stands alone. */
  readonly sessionUntil: Date | null
  /** As the portal had it; a hint for forms, never a proof of anything. */
  readonly profile: {
    readonly firstName: string
    readonly lastName: string
    readonly email: string
    readonly locale: string
    /** A name of the IANA database; null where nobody said one that this machine knows. */
    readonly timeZone?: string | null
    readonly address: {
      readonly line1: string
      readonly line2: string
      readonly city: string
      readonly region: string
      readonly postalCode: string
      readonly country: string
    } | null
  }
  /** What of the profile was cut or left out because it is not as agreed, by name. */
  readonly leftOut?: readonly string[]
  /** From then on `verify` refuses the token, tolerance for clocks included. */
  readonly expiresAt: Date
}

export interface HandoffVerifier {
  /**
   * Proves signature, issuer, audience and age, and parses the claims. Keeps nothing: the same token verifies again
   * until it expires.
   * @throws {HandoffExpired}
   * @throws {HandoffInvalid}
   * @throws {PartnerFailure} when the portal's keys cannot be read
   */
  verify(token: string): Promise<HandoffClaims>
  /** Proves that the keys can be read. @throws {PartnerFailure} */
  ping(): Promise<void>
}

/** Makes hand-offs for sites that take the portal's. */
export interface HandoffIssuer {
  /** `expiresAt` is when nobody accepts the token any more, tolerance for clocks included. */
  issue(
    claims: Pick<HandoffClaims, 'userName' | 'accountId' | 'entry' | 'partnerProductId' | 'sessionUntil'> & {
      readonly profile: { readonly locale: string }
    },
  ): Promise<{ readonly token: string; readonly jti: string; readonly expiresAt: Date }>
}

/** Somebody who has proved who they are, in the words of whoever vouches for it. Not yet a member of anything. */
export interface ProvenIdentity {
  readonly way: SignOnWay
  /** Who vouches for it. */
  readonly issuer: string
  /** The issuer's name for this person, which never changes hands. */
  readonly subject: string
  /** The platform's sign-in name; null when the issuer does not say one. */
  readonly userName: string | null
  /** In lower case; null unless the issuer says that it has verified it. */
  readonly email: string | null
  /** What came and could not be used, by the name of its claim. */
  readonly leftOut?: readonly string[]
}

/** A provider of OpenID Connect, by authorization code with PKCE. */
export interface OpenIdProvider {
  /** The secrets go back to `finish` and nowhere else. @throws {PartnerFailure} */
  start(given: {
    readonly redirectUri: string
    readonly state: string
  }): Promise<{ readonly url: string; readonly secrets: Record<string, string> }>
  /**
   * @param given.callback the address that the browser was sent back to, with its query
   * @throws {SignOnRefused} when the provider did not let the person in
   * @throws {SignOnInvalid} when its answer proves nothing
   * @throws {PartnerFailure} when it cannot be asked
   */
  finish(given: {
    readonly callback: URL
    readonly state: string
    readonly secrets: Readonly<Record<string, string>>
  }): Promise<ProvenIdentity>
  /** @throws {PartnerFailure} */
  ping(): Promise<void>
}

/** An identity provider that speaks SAML 2.0. */
export interface SamlProvider {
  /** The address that the browser is sent to; the request carries this id. */
  start(given: { readonly acsUrl: string; readonly relayState: string; readonly requestId: string }): Promise<string>
  /**
   * Keeps nothing: the same response is good again until it expires.
   * @throws {SignOnRefused | SignOnInvalid}
   */
  finish(given: { readonly acsUrl: string; readonly response: string; readonly requestId: string }): Promise<{
    readonly identity: ProvenIdentity
    readonly assertionId: string
    /** From then on `finish` refuses it, tolerance for clocks included. */
    readonly expiresAt: Date
  }>
  /** What the provider has to know about the store, as XML. */
  metadata(acsUrl: string): string
}

/** What the vendor has switched on beside the portal's hand-off; the label is of the button. */
export interface WaysToSignOn {
  readonly openId: { readonly label: string; readonly provider: OpenIdProvider } | null
  readonly saml: { readonly label: string; readonly provider: SamlProvider } | null
  readonly password: boolean
}

/** What the entitlement platform says of its own sign-in. */
export interface PlatformSignIn {
  /** True when the platform issued the token to this sign-in name and it has not expired. */
  validateToken(token: { readonly userName: string; readonly token: string }): Promise<boolean>
  /** True when it is the password of this sign-in name. Neither is kept or logged. */
  checkPassword(given: { readonly userName: string; readonly password: string }): Promise<boolean>
}
