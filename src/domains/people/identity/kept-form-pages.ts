import { and, eq, gt, lt } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { storableText } from '../../../kernel/unfit-value.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { wantsPage } from '../../../platform/http/answer/error-pages.ts'
import type { PageRoutes } from '../../../platform/http/pages/page-routes.ts'
import { fieldsOf } from '../../../platform/http/request/forms.ts'
import { type CookieDeps, keep } from './cookie-pages.ts'
import { digestOf, newTicket } from './sign-on-tickets.ts'
import { keptForms } from './tables.ts'
import { formerMemberOf, ownerOf, pageOfForm } from './way-back-pages.ts'

/** Names the browser that sent a form after its session had ended. */
const browserCookie = 'store_kept'
/** Over a night and a day; it is of a person, so not for longer. */
const keptMs = 48 * 3_600_000
const longest = 64 * 1024
/** Fields with such a name are never kept. */
const secret = /password|token|secret/i

interface KeepDeps extends CookieDeps {
  readonly db: Db
  readonly pages: PageRoutes
}

/**
 * Forms that come after their session has ended: nothing is done of them, and what was typed waits for the same member in
 * the same browser. The guard asks it, and lets the form of no other stranger be read.
 */
export function formsOfEndedSessions(deps: KeepDeps) {
  return {
    isOne: (request: FastifyRequest) =>
      request.method === 'POST' &&
      wantsPage(request) &&
      (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') &&
      Number(request.headers['content-length'] ?? longest) < longest &&
      formerMemberOf(request) !== null,
    keep: (request: FastifyRequest, reply: FastifyReply) => saveForm(deps, request, reply),
  }
}

async function saveForm(deps: KeepDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const ownerDigest = formerMemberOf(request)
  const page = pageOfForm(request, deps.pages)?.split('?')[0]
  const fields = Object.fromEntries(
    Object.entries(fieldsOf(request))
      .filter(([name]) => !secret.test(name))
      .map(([name, text]) => [storableText(name), storableText(text)]),
  )
  if (ownerDigest === null || page === undefined || Object.keys(fields).length === 0) return
  const browser = request.cookies[browserCookie] ?? newTicket()
  const expiresAt = new Date(deps.clock.now().getTime() + keptMs)
  const row = { browserDigest: digestOf(browser), ownerDigest, page, fields, expiresAt }
  await deps.db
    .insert(keptForms)
    .values(row)
    .onConflictDoUpdate({
      target: [keptForms.browserDigest, keptForms.ownerDigest, keptForms.page],
      set: { fields, expiresAt },
    })
  keep(reply, deps, browserCookie, browser, expiresAt)
  kept.add(request)
}

const kept = new WeakSet<FastifyRequest>()

/** Whether what was typed into this very request is kept. */
export function isKept(request: FastifyRequest): boolean {
  return kept.has(request)
}

/** The fields that the member sent from this page after their session had ended; null when there are none. */
export async function keptFormOf(
  { db, clock }: Pick<KeepDeps, 'db' | 'clock'>,
  request: FastifyRequest,
): Promise<Readonly<Record<string, string>> | null> {
  const key = keyOf(request)
  if (key === null || request.method !== 'GET') return null
  const [row] = await db
    .select({ fields: keptForms.fields })
    .from(keptForms)
    .where(and(matching(key), gt(keptForms.expiresAt, clock.now())))
  return row?.fields ?? null
}

/** A form of the page that went well has taken what was kept for it. */
export function forgetSentForms(app: FastifyInstance, { db, pages }: Pick<KeepDeps, 'db' | 'pages'>): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.method !== 'POST' || reply.statusCode !== 303) return
    const key = keyOf(request)
    const page = key && pageOfForm(request, pages)?.split('?')[0]
    if (key && page) await db.delete(keptForms).where(matching({ ...key, page }))
  })
}

export async function forgetKeptForms(tx: Tx, before: Date): Promise<void> {
  await tx.delete(keptForms).where(lt(keptForms.expiresAt, before))
}

interface Key {
  readonly browserDigest: string
  readonly ownerDigest: string
  readonly page: string
}

function keyOf(request: FastifyRequest): Key | null {
  const browser = request.cookies[browserCookie]
  const { caller } = request
  if (browser === undefined || (caller?.kind !== 'member' && caller?.kind !== 'staff')) return null
  return { browserDigest: digestOf(browser), ownerDigest: ownerOf(caller), page: request.url.split('?')[0] ?? '' }
}

function matching({ browserDigest, ownerDigest, page }: Key) {
  return and(
    eq(keptForms.browserDigest, browserDigest),
    eq(keptForms.ownerDigest, ownerDigest),
    eq(keptForms.page, page),
  )
}
