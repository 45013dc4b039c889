import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PageRoutes } from '../../../platform/http/pages/page-routes.ts'
import { localPathOf } from '../../../platform/http/request/local-path.ts'
import { type CookieDeps, forget, keep } from './cookie-pages.ts'
import { landingOf } from './landing.ts'
import { digestOf } from './sign-on-tickets.ts'

/** Where the browser wanted to go: for the portal's hand-off, which names one of four entries and nothing else. */
const returnCookie = 'store_return'
/** Whose session was the last one here, as a digest: what is typed after its end belongs to that member alone. */
const memberCookie = 'store_member'

const returnMs = 30 * 60_000
const memberMs = 30 * 24 * 3_600_000

const returnSchema = z.object({ to: z.string(), of: z.string().nullable() })
const memberSchema = z.object({ was: z.string() })

/**
 * The way back for a page that asks to sign on: what is asked for now, else what was asked for before. Kept in the browser
 * too, for those ways to sign on whose contract has no room for it.
 */
export function saveWayBack(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CookieDeps & { readonly pages: PageRoutes },
): string | null {
  const asked = askedFor(request, deps.pages)
  if (asked === null) return keptWayBack(request)
  const token = signed(reply, { to: asked, of: formerMemberOf(request) }, returnMs)
  keep(reply, deps, returnCookie, token, new Date(deps.clock.now().getTime() + returnMs))
  return asked
}

export function forgetWayBack(reply: FastifyReply): void {
  forget(reply, returnCookie)
}

/**
 * Where a hand-off leads that asks for nothing in particular: the way back that this browser was promised, when it fits the
 * person who comes; null when there is none.
 */
export function wayBackOfHandoff(
  request: FastifyRequest,
  came: { readonly userName: string; readonly accountId: string; readonly entry: string; readonly staff: boolean },
): string | null {
  const kept = readReturn(request)
  if (kept === null || came.entry === 'kit' || (kept.of !== null && kept.of !== ownerOf(came))) return null
  return landingOf({ staff: came.staff, returnTo: kept.to }) === kept.to ? kept.to : null
}

/** Remembers whose session this browser has, beyond its end. */
export function rememberMember(
  reply: FastifyReply,
  deps: CookieDeps,
  member: { readonly accountId: string; readonly userName: string },
): void {
  const expires = new Date(deps.clock.now().getTime() + memberMs)
  keep(reply, deps, memberCookie, signed(reply, { was: ownerOf(member) }, memberMs), expires)
}

/** The digest of the member whose session was the last one of this browser; null when there was none. */
export function formerMemberOf(request: FastifyRequest): string | null {
  return verified(request, memberCookie, memberSchema)?.was ?? null
}

/** Names account and member to nobody who does not know them. */
export function ownerOf({ accountId, userName }: { readonly accountId: string; readonly userName: string }): string {
  return digestOf('member', accountId, userName)
}

/** The page that a form of an ended session stands on. */
export function pageOfForm(request: FastifyRequest, pages: PageRoutes): string | null {
  const own = request.routeOptions.config.formPage ?? pages.pageAt(pathOf(request.url))
  return refererOf(request, pages) ?? own
}

function askedFor(request: FastifyRequest, pages: PageRoutes): string | null {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const page = pageOfForm(request, pages)
    const there = localPathOf(page)
    if (there !== null) return there
  } else if (pages.isPage(pathOf(request.url)) && pathOf(request.url) !== '/') {
    const here = localPathOf(request.url)
    if (here !== null) return here
  }
  return wayBackIn(request.query)
}

/** The way back that an address carries; null when it carries none that leads to a page of this store. */
export function wayBackIn(query: unknown): string | null {
  return typeof query === 'object' && query !== null && 'returnTo' in query ? localPathOf(query.returnTo) : null
}

// Browsers say the whole address to the store's own pages. What leads to no page, such as the address of a form that was
// answered with its mistakes, is not one to go back to.
function refererOf(request: FastifyRequest, pages: PageRoutes): string | null {
  const { referer } = request.headers
  if (referer === undefined || !URL.canParse(referer)) return null
  const { host, pathname, search } = new URL(referer)
  return host === request.host && pages.isPage(pathname) ? localPathOf(`${pathname}${search}`) : null
}

function keptWayBack(request: FastifyRequest): string | null {
  return readReturn(request)?.to ?? null
}

function readReturn(request: FastifyRequest) {
  const found = verified(request, returnCookie, returnSchema)
  const to = localPathOf(found?.to)
  return found === null || to === null ? null : { to, of: found.of }
}

function signed(reply: FastifyReply, payload: object, lifeMs: number): string {
  return reply.server.jwt.sign(payload, { expiresIn: `${lifeMs / 1000}s` })
}

function verified<Schema extends z.ZodType>(request: FastifyRequest, name: string, schema: Schema) {
  const token = request.cookies[name]
  if (token === undefined) return null
  try {
    return schema.safeParse(request.server.jwt.verify(token)).data ?? null
  } catch {
    return null
  }
}

function pathOf(url: string): string {
  return url.split('?')[0] ?? ''
}
