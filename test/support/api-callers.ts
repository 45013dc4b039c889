import { createHmac, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { boxSecrets } from '../../src/box-secrets.ts'
import type { Box } from './box.ts'

/**
 * Who may be behind a request; everybody but the last four has a good token. Of one company an administrator, approver,
 * buyer and viewer, of other accounts a customer, a reseller with and a distributor without customers, a vendor, of the
 * publisher's own account a member without any role of the store, and each role of staff.
 */
export const callerNames = [
  ...(['alice', 'bob', 'bruno', 'vera', 'beth', 'rosa', 'dieter', 'victor'] as const),
  ...(['ivy', 'reid', 'fiona', 'oscar', 'carla', 'site'] as const),
  ...(['nobody', 'expired', 'revoked', 'garbage'] as const),
] as const
export type CallerName = (typeof callerNames)[number]

const people: Readonly<Record<string, readonly [userName: string, accountId: string]>> = {
  alice: ['alice@acme.example', 'ACME'],
  bob: ['bob@acme.example', 'ACME'],
  bruno: ['bruno@acme.example', 'ACME'],
  vera: ['vera@acme.example', 'ACME'],
  beth: ['beth@bright.example', 'BRIGHT'],
  rosa: ['rosa@pixel.example', 'PIXEL'],
  dieter: ['dieter@canvas.example', 'CANVAS'],
  victor: ['victor@discworks.example', 'DISCWORKS'],
  ivy: ['ivy@paintworks.example', 'PAINTWORKS'],
  reid: ['reid@paintworks.example', 'PAINTWORKS'],
  fiona: ['fiona@paintworks.example', 'PAINTWORKS'],
  oscar: ['oscar@paintworks.example', 'PAINTWORKS'],
  carla: ['carla@paintworks.example', 'PAINTWORKS'],
}

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** A string goes as it is, anything else as JSON. */
  readonly body?: unknown
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; null when it is none. */
  readonly json: unknown
}

export async function callApi(box: Box, { method, path, token, headers = {}, body }: ApiRequest): Promise<ApiAnswer> {
  const response = await fetch(`${box.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parsed(text) }
}

/** A hand-off as the portal's button makes one; what is wrong with it is given. */
export async function handOffOf(
  box: Box,
  name: CallerName,
  wrong: {
    readonly audience?: string
    readonly issuer?: string
    readonly secret?: string
    readonly issuedAgo?: number
    readonly claims?: object
  } = {},
): Promise<string> {
  const [userName = '', accountId = ''] = people[name] ?? []
  const secret = wrong.secret ?? boxSecrets(box.store.deps.config.DATA_DIR).handoff
  const issuedAt = Math.floor(box.store.deps.clock.now().getTime() / 1000) - (wrong.issuedAgo ?? 0)
  return new SignJWT({ accountId, entry: 'catalog', profile: { address: null }, ...wrong.claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(wrong.issuer ?? 'portal')
    .setAudience(wrong.audience ?? 'entitlement-store')
    .setSubject(userName)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 300)
    .sign(new TextEncoder().encode(secret))
}

export async function tokenOf(box: Box, name: CallerName): Promise<string | null> {
  const { siteToken } = boxSecrets(box.store.deps.config.DATA_DIR)
  const sql = box.database.db
  switch (name) {
    case 'nobody':
      return null
    case 'garbage':
      return 'eyJhbGciOiJub25lIn0.eyJzaWQiOiJzZXNfMSJ9.'
    case 'site':
      return siteToken
    case 'expired': {
      const token = await signOn(box, 'alice')
      await sql.execute(`update sessions set expires_at = now() - interval '1 second' where id = '${sidOf(token)}'`)
      return token
    }
    case 'revoked': {
      const token = await signOn(box, 'alice')
      const answer = await callApi(box, { method: 'DELETE', path: '/api/session', token })
      if (answer.status !== 204) throw new Error(`signing off answered ${answer.status}`)
      return token
    }
    case 'ivy':
      // The platform's own administration has strong names for its people, and none of them is a role of the store.
      plantMember(box, 'ivy@paintworks.example', { PAINTWORKS: ['Producer Administrator', 'Buyer', 'store finance'] })
      return signOn(box, name)
    default:
      return signOn(box, name)
  }
}

export async function allTokens(box: Box): Promise<Readonly<Record<CallerName, string | null>>> {
  const entries: [CallerName, string | null][] = []
  for (const name of callerNames) entries.push([name, await tokenOf(box, name)])
  return Object.fromEntries(entries) as Record<CallerName, string | null>
}

/** Lists a member at the platform, or changes one there; the store hears of it by a sync, or at a first sign-on. */
export function plantMember(box: Box, userName: string, accounts: Readonly<Record<string, readonly string[]>>): void {
  const links = Object.entries(accounts).map(([accountId, roles]) => ({ accountId, roles }))
  box.portal.plant({ kind: 'member', action: 'upsert', row: { userName, accounts: links } })
}

/** The header of a signed event of the card processor. */
export function stripeSignature(box: Box, body: string): string {
  const at = Math.floor(box.store.deps.clock.now().getTime() / 1000)
  const { cardWebhook } = boxSecrets(box.store.deps.config.DATA_DIR)
  return `t=${at},v1=${createHmac('sha256', cardWebhook).update(`${at}.${body}`).digest('hex')}`
}

async function signOn(box: Box, name: CallerName): Promise<string> {
  const body = { token: await handOffOf(box, name) }
  const { json } = await callApi(box, { method: 'POST', path: '/api/sessions', body })
  return z.object({ accessToken: z.string() }).parse(json).accessToken
}

function sidOf(token: string): string {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  return z.object({ sid: z.string() }).parse(JSON.parse(payload)).sid
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
