import { SignInWrong, SignOnInvalid } from './errors.ts'
import { localPathOf } from './landing.ts'
import type { PlatformSignIn, ProvenIdentity, SignOnWay } from './port.ts'
import { countSignIn, forgiveSignIn } from './sign-in-failures.ts'
import { plainSignOn, type SignOnDeps, type SignOnResult, signOn } from './sign-on.ts'
import { digestOf } from './sign-on-tickets.ts'

type Deps = SignOnDeps & { readonly platformSignIn: PlatformSignIn }

// The platform does not say how long its token lives; those that portals make live minutes.
const tokenMemoryMs = 24 * 3_600_000

/**
 * Takes a token that the platform issued, which the platform itself validates; each works once.
 * @throws {SignOnInvalid | HandoffUsed | MemberUnknown | PartnerFailure}
 */
export async function signOnByToken(
  deps: Deps,
  given: { readonly userName: string; readonly token: string; readonly returnTo?: string | undefined },
): Promise<SignOnResult> {
  const { userName, token } = given
  if (!(await deps.platformSignIn.validateToken({ userName, token })))
    throw new SignOnInvalid('the platform does not vouch for the token')
  const expiresAt = new Date(deps.clock.now().getTime() + tokenMemoryMs)
  return signOn(deps, platformIdentity('flexnetToken', userName), {
    ...plainSignOn,
    returnTo: localPathOf(given.returnTo),
    once: { key: `flexnet:${digestOf(token)}`, expiresAt },
  })
}

/**
 * Has the platform check a password. The store keeps no password, and says the same of a name that it does not know.
 * @throws {SignInWrong | TooManySignIns | PartnerFailure}
 */
export async function signOnByPassword(
  deps: Deps,
  given: {
    readonly userName: string
    readonly password: string
    readonly address: string
    readonly accountId?: string | undefined
    readonly returnTo?: string | undefined
  },
): Promise<SignOnResult> {
  const { userName, password, address } = given
  await countSignIn(deps.db, { userName, address }, deps.clock.now())
  if (!(await deps.platformSignIn.checkPassword({ userName, password }))) throw new SignInWrong()
  await forgiveSignIn(deps.db, { userName, address }, deps.clock.now())
  return signOn(deps, platformIdentity('password', userName), {
    ...plainSignOn,
    accountId: given.accountId ?? null,
    returnTo: localPathOf(given.returnTo),
  })
}

function platformIdentity(way: SignOnWay, userName: string): ProvenIdentity {
  const name = userName.trim().toLowerCase()
  return { way, issuer: 'platform', subject: name, userName: name, email: null }
}
