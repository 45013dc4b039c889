import { z } from 'zod'
import type { PlatformSignIn } from '../../../../domains/entitlements/rights/port.ts'
import { text } from '../reads/answers.ts'
import type { Transport } from './transport.ts'

export interface Authentication extends PlatformSignIn {
  /** A token of five minutes that lets the store ask the delivery service in the member's name. */
  secureToken(userName: string): Promise<string>
}

/** Tokens and passwords of FlexnetAuthentication v1. */
export function createAuthentication(
  transport: Transport,
  settings: { readonly validTokenStatusCodes: ReadonlySet<string>; readonly signInDomain: string },
): Authentication {
  return {
    secureToken: async (userName) => {
      const answer = await transport.call({
        service: 'authentication',
        effect: 'read',
        request: [
          'secureTokenRequest',
          [
            ['userId', userName],
            ['tokenTimeoutSeconds', '300'],
          ],
        ],
        response: 'secureTokenResponse',
        hasStatus: false,
        schema: z.object({ token: z.string().min(1) }),
      })
      return answer.token
    },

    checkPassword: async ({ userName, password }) => {
      const answer = await transport.call({
        service: 'authentication',
        effect: 'read',
        request: [
          'AuthenticateUserInput',
          [
            ['userName', userName],
            ['password', password],
            ['domainName', settings.signInDomain],
          ],
        ],
        response: 'AuthenticateUserReturn',
        hasStatus: false,
        schema: z.object({ Success: text }),
      })
      return ['true', '1'].includes(answer.Success.trim().toLowerCase())
    },

    validateToken: async ({ userName, token }) => {
      const answer = await transport.call({
        service: 'authentication',
        effect: 'read',
        request: [
          'validateTokenRequest',
          [
            ['identity', [['userId', userName]]],
            ['token', token],
          ],
        ],
        response: 'validateTokenResponse',
        hasStatus: false,
        schema: z.preprocess((value) => (value === '' ? {} : value), z.object({ statusCode: text })),
      })
      // The codes are not documented: what is not known to be good is not good.
      return settings.validTokenStatusCodes.has(answer.statusCode.trim().toUpperCase())
    },
  }
}
