import { operation, type Service, SoapFault } from '../soap/service.ts'
import { integer, one, optional, sequence, text } from '../soap/types.ts'
import type { SecureTokens } from '../tokens.ts'
import { boxPassword } from '../world/account-data.ts'
import type { World } from '../world/world.ts'

// The vendor's default life of a secure token.
const defaultSeconds = 300

/** FlexnetAuthentication v1. Tokens are issued to members and to the integration user. */
export function authenticationService(
  world: World,
  deps: { readonly tokens: SecureTokens; readonly soapUser: string; readonly goodTokenCode?: string | undefined },
): Service {
  const knows = (userName: string) => userName === deps.soapUser || world.members.get(userName.toLowerCase())?.active
  return {
    path: '/flexnet/services/v1/FlexnetAuthentication',
    namespace: 'urn:v1.webservices.platform.flexnet.com',
    prefix: '',
    operations: [
      operation({
        name: 'getSecureToken',
        request: 'secureTokenRequest',
        type: sequence({ userId: one(text), tokenTimeoutSeconds: optional(integer) }),
        run({ userId, tokenTimeoutSeconds = defaultSeconds }) {
          if (!knows(userId)) throw new SoapFault('Client', 'The user does not exist or is not active')
          if (tokenTimeoutSeconds < 1) throw new SoapFault('Client', 'tokenTimeoutSeconds must be at least 1')
          return { token: deps.tokens.issue(userId, tokenTimeoutSeconds) }
        },
      }),
      operation({
        name: 'authenticateUser',
        request: 'AuthenticateUserInput',
        response: 'AuthenticateUserReturn',
        type: sequence({ userName: one(text), password: one(text), domainName: one(text) }),
        run: ({ userName, password }) => ({
          Success: password === boxPassword && world.members.get(userName.toLowerCase())?.active === true,
        }),
      }),
      operation({
        name: 'validateToken',
        request: 'validateTokenRequest',
        type: sequence({
          identity: optional(sequence({ userId: one(text), tokenTimeoutSeconds: optional(integer) })),
          token: one(text),
        }),
        run({ identity, token }) {
          const good = identity !== undefined && deps.tokens.holds(identity.userId, token)
          // The vendor documents no code values; these two are this stand-in's.
          return good
            ? { statusCode: deps.goodTokenCode ?? '0', statusMessage: 'VALID' }
            : { statusCode: '1', statusMessage: 'INVALID' }
        },
      }),
    ],
  }
}
