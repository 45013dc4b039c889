import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookie } from './authenticate-token.ts'
import { type CookieDeps, forget, keep } from './cookie-pages.ts'
import { landingOf } from './landing.ts'
import type { SignOn } from './open-session.ts'
import type { SignOnResult } from './sign-on.ts'
import { forgetWayBack, rememberMember } from './way-back-pages.ts'

/** Holds the ticket of a member who has several accounts, until one is chosen. */
const choiceCookie = 'store_choice'
/** Ties a sign-on to the browser that began it, so that nobody can finish theirs in somebody else's browser. */
const attemptCookie = 'store_sign_on'

export type { CookieDeps } from './cookie-pages.ts'

/**
 * Every way to sign on ends here for a browser: signed on and where it wanted to go, on the way to the site that serves the
 * account, or before the choice of account.
 */
export function completeSignOn(reply: FastifyReply, deps: CookieDeps, result: SignOnResult): FastifyReply {
  forget(reply, attemptCookie)
  if ('choice' in result) {
    keep(reply, deps, choiceCookie, result.choice.ticket, result.choice.expiresAt)
    return onward(reply, '/choose-account')
  }
  forget(reply, choiceCookie)
  if ('externalSite' in result) {
    // Whoever was signed on here has gone on to the other site.
    forget(reply, sessionCookie)
    return onward(reply, result.externalSite.url)
  }
  const { signOn } = result
  forgetWayBack(reply)
  rememberMember(reply, deps, signOn)
  keep(reply, deps, sessionCookie, sessionTokenOf(reply, signOn), signOn.expiresAt)
  return onward(reply, landingOf(signOn))
}

/** The bearer token of a session; it only names the session. */
export function sessionTokenOf(reply: FastifyReply, { sessionId }: Pick<SignOn, 'sessionId'>): string {
  return reply.server.jwt.sign({ sid: sessionId }, { expiresIn: '12h' })
}

/** Sends the browser to an identity provider with the cookie that it has to bring back. */
export function sendToProvider(
  reply: FastifyReply,
  deps: CookieDeps,
  departure: { readonly url: string; readonly browser: string; readonly expiresAt: Date },
): FastifyReply {
  keep(reply, deps, attemptCookie, departure.browser, departure.expiresAt)
  return onward(reply, departure.url)
}

export function choiceOf(request: FastifyRequest): string | null {
  return request.cookies[choiceCookie] ?? null
}

/** Empty for a browser that began nothing, which then matches nothing. */
export function attemptOf(request: FastifyRequest): string {
  return request.cookies[attemptCookie] ?? ''
}

/** Addresses on the way hold tickets and tokens: no cache keeps them, and no page after learns them. */
export function onward(reply: FastifyReply, location: string): FastifyReply {
  return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(location, 303)
}
