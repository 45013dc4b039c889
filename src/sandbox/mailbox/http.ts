import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Mails } from './mails.ts'
import { type Misbehaviours, misbehaviourSchema } from './misbehaviour.ts'
import { listPage, mailPage, notFoundPage } from './pages.ts'
import { style } from './style.ts'

const largestBodyBytes = 10_000

// What a mail brings along may be shown, never run, and may not call home.
const mailPolicy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox"
const pagePolicy = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"

/**
 * `GET /` and `/mails/:id` for people, `GET /api/mails` (newest first) for programs, `POST /sandbox/misbehave` for tests.
 */
export async function answer(
  options: { readonly mails: Mails; readonly misbehaviours: Misbehaviours },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { mails, misbehaviours } = options
  const { pathname } = new URL(request.url ?? '/', 'http://mailbox')
  const [, id = '', part] = /^\/mails\/(\d+)(\/html)?$/.exec(pathname) ?? []
  const mail = id === '' ? undefined : mails.get(id)

  if (request.method === 'POST' && pathname === '/sandbox/misbehave') {
    const parsed = misbehaviourSchema.safeParse(parse(await bodyOf(request)))
    if (!parsed.success) return send(response, 400, json({ error: z.prettifyError(parsed.error) }))
    misbehaviours.plan(parsed.data)
    return send(response, 200, json(parsed.data))
  }
  if (request.method !== 'GET') return send(response, 405, html(notFoundPage()))
  if (pathname === '/') return send(response, 200, html(listPage(mails.all())))
  if (pathname === '/style.css') return send(response, 200, { type: 'text/css', text: style })
  if (pathname === '/api/mails') return send(response, 200, json({ mails: mails.all() }))
  if (mail && part) return send(response, 200, { ...html(withLinksOutside(mail.html)), policy: mailPolicy })
  if (mail) return send(response, 200, html(mailPage(mail)))
  return send(response, 404, html(notFoundPage()))
}

// A link of the mail opens a window of its own: the frame may not navigate to pages that refuse frames.
function withLinksOutside(mail: string): string {
  const base = '<base target="_blank">'
  return /<head[^>]*>/i.test(mail) ? mail.replace(/<head[^>]*>/i, (head) => head + base) : base + mail
}

interface Content {
  readonly type: string
  readonly text: string
  readonly policy?: string
}

function html(text: string): Content {
  return { type: 'text/html', text }
}

function json(value: unknown): Content {
  return { type: 'application/json', text: JSON.stringify(value) }
}

function send(response: ServerResponse, status: number, content: Content): void {
  response.writeHead(status, {
    'content-type': `${content.type}; charset=utf-8`,
    'content-security-policy': content.policy ?? pagePolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
  response.end(content.text)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    sizeBytes += bytes.byteLength
    if (sizeBytes <= largestBodyBytes) chunks.push(bytes)
  }
  return sizeBytes > largestBodyBytes ? '' : Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
