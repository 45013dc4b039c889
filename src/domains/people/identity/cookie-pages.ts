import type { FastifyReply } from 'fastify'
import type { Clock } from '../../../kernel/clock.ts'

/** Cookies only over HTTPS, when the store's address is HTTPS. */
export interface CookieDeps {
  readonly secureCookies: () => boolean
  readonly clock: Clock
}

export function keep(
  reply: FastifyReply,
  deps: Pick<CookieDeps, 'secureCookies'>,
  name: string,
  value: string,
  expires: Date,
): void {
  // Lax: the way back from a provider is a link from its site, and the cookie has to come along.
  reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure: deps.secureCookies(), expires })
}

export function forget(reply: FastifyReply, name: string): void {
  reply.clearCookie(name, { path: '/' })
}
