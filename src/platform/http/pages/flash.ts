import type { FastifyReply, FastifyRequest } from 'fastify'
import { cutText } from '../../../kernel/cut-text.ts'
import { seeOther } from '../request/forms.ts'

// A notice says what one person has just done, so it is with that person's browser, and no address carries it: who
// reloads the page, opens it again or is sent its address does not see that it was done.

const cookieName = 'notice'
// From the answer to the next request of the same browser.
const lifeSeconds = 60

const kinds = [
  ...(['added', 'asked', 'declined', 'granted', 'invited', 'placed'] as const),
  ...(['published', 'removed', 'saved', 'withdrawn'] as const),
]
type FlashKind = (typeof kinds)[number]

/** What was done, for the page that is shown next. */
export interface Flash {
  readonly kind: FlashKind
  /** What it was done to, such as the title that lies in the cart; empty where the kind says all. */
  readonly about: string
}

/** Post, redirect, get, with a notice for the page that it leads to. The browser shows it once. */
export function seeOtherWith(reply: FastifyReply, location: string, flash: Flash): FastifyReply {
  const { pathname } = new URL(location, 'http://store.invalid')
  const value = Buffer.from(JSON.stringify([pathname, flash.kind, cutText(flash.about, 300)])).toString('base64url')
  reply.setCookie(cookieName, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: 'auto',
    maxAge: lifeSeconds,
  })
  return seeOther(reply, location)
}

/** The notice of this page, taken away with this answer; null when there is none, or when it is another page's. */
export function takeFlash(request: FastifyRequest, reply: FastifyReply): Flash | null {
  const value = request.cookies[cookieName]
  if (value === undefined || request.method !== 'GET') return null
  const flash = flashIn(value, request.url.split('?')[0] ?? '')
  if (flash !== null) reply.clearCookie(cookieName, { path: '/' })
  return flash
}

// The browser may send anything under this name: it is text for a page, escaped there, and decides nothing.
function flashIn(value: string, path: string): Flash | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed)) return null
    const [at, said, about] = parsed
    const kind = kinds.find((known) => known === said)
    if (at !== path || kind === undefined || typeof about !== 'string') return null
    return { kind, about: about.slice(0, 300) }
  } catch {
    return null
  }
}
