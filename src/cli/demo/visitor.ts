import type { z } from 'zod'

/** What came back after all redirects. */
export interface Page {
  readonly url: string
  readonly status: number
  readonly body: Buffer
  /** Addresses on the way, the first one first. */
  readonly via: readonly string[]
}

/** A person with a browser: cookies per origin, redirects followed, nothing else known of the other side. */
export interface Visitor {
  open(url: string): Promise<Page>
  /** Posts a form. */
  send(url: string, fields: Readonly<Record<string, string>>): Promise<Page>
  /** Speaks JSON with the same cookies. @throws {UnexpectedAnswer} on any status of 400 or above */
  ask<Schema extends z.ZodType>(schema: Schema, method: Method, url: string, body?: object): Promise<z.infer<Schema>>
  /** Sends a request whose answer may be a refusal. */
  tell(method: Method, url: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Page>
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const timeoutMs = 30_000
const maxRedirects = 8

export function createVisitor(): Visitor {
  const jars = new Map<string, Map<string, string>>()

  async function once(url: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(url)
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    const headers = new Headers(init.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal })
    for (const line of response.headers.getSetCookie()) saveCookie(jar, line)
    return response
  }

  async function follow(url: string, init: RequestInit): Promise<Page> {
    let at = url
    let response = await once(at, init)
    const via: string[] = []
    while (response.status >= 300 && response.status < 400 && via.length < maxRedirects) {
      await response.body?.cancel()
      via.push(at)
      at = new URL(response.headers.get('location') ?? '/', at).href
      response = await once(at, { headers: acceptOf(init) })
    }
    return { url: at, status: response.status, body: Buffer.from(await response.arrayBuffer()), via }
  }

  const html = { accept: 'text/html' }
  const tell: Visitor['tell'] = (method, url, body, headers = {}) =>
    follow(url, {
      method,
      headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  return {
    open: (url) => follow(url, { headers: html }),
    send: (url, fields) => follow(url, { method: 'POST', headers: html, body: new URLSearchParams(fields) }),
    tell,
    ask: async (schema, method, url, body) => {
      const page = await tell(method, url, body)
      if (page.status >= 400) throw new UnexpectedAnswer(method, page)
      return schema.parse(page.body.length === 0 ? null : JSON.parse(page.body.toString('utf8')))
    },
  }
}

function saveCookie(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const equals = pair.indexOf('=')
  const value = pair.slice(equals + 1)
  if (value === '') jar.delete(pair.slice(0, equals))
  else jar.set(pair.slice(0, equals), value)
}

function acceptOf(init: RequestInit): Record<string, string> {
  return { accept: new Headers(init.headers).get('accept') ?? '*/*' }
}

/** Says where, never with which query: links carry tokens. */
export class UnexpectedAnswer extends Error {
  readonly status: number
  constructor(method: string, page: Page) {
    const { pathname } = new URL(page.url)
    super(`${method} ${pathname} answered ${page.status}: ${page.body.toString('utf8').slice(0, 300)}`)
    this.name = 'UnexpectedAnswer'
    this.status = page.status
  }
}
