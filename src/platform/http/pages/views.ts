import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { escapeHtml } from '../../messages/escape-html.ts'
import { type Message, type Messages, messagesIn } from '../../messages/messages.ts'
import { projectRoot } from '../../project-root.ts'
import type { FormState } from '../request/forms.ts'
import { type Brand, brandStyle } from './brand.ts'
import { faviconOf } from './favicon.ts'
import { takeFlash } from './flash.ts'
import { type Names, type NamesAsked, pageNames } from './page-names.ts'
import { helpersIn } from './view-helpers.ts'

/** What the frame of every page shows of whoever is signed on. */
export interface Shell {
  readonly memberName: string
  readonly accountName: string
  readonly staff: boolean
  /** Whether the account buys for customers of its own. */
  readonly isPartner: boolean
  /** False for viewers of a company, who get no buttons to order. */
  readonly mayOrder: boolean
  /** Whether there is another account to go on for. */
  readonly severalAccounts: boolean
  /** Pieces in the cart; null where there is no cart. */
  readonly cartCount: number | null
  /** What waits for the member's own decision in the company. */
  readonly waitingCount: number
  /** Of the member's profile; null where it names none. */
  readonly timeZone: string | null
}

/** What a page that asks to sign on says of the person and carries along. */
export interface SignOnAsked {
  /** A path of this store; null for wherever people usually begin. */
  readonly returnTo: string | null
  /** Whether this browser had a session before. */
  readonly ended: boolean
  /** Whether what was typed is kept for the person. */
  readonly kept: boolean
}

interface ViewOptions {
  readonly brand: Brand
  /** Where "go to the portal" leads; null when nobody said. */
  readonly portalUrl: string | null
  /** Of people whose profile names none. */
  readonly timeZone: string
  /** Of every page. */
  readonly language: string
  /** Null for somebody who is not signed on. */
  readonly namesOf: (asked: NamesAsked) => Promise<Names>
  readonly shellOf: (request: FastifyRequest) => Promise<Shell | null>
  /** For pages that ask to sign on. */
  readonly signOnAsked: (request: FastifyRequest, reply: FastifyReply) => SignOnAsked
  /** The fields that the person sent from this page after their session had ended; null when there are none. */
  readonly keptFormOf: (request: FastifyRequest) => Promise<Readonly<Record<string, string>> | null>
  /** The page that a form stands on; null when it stands on none of this store. */
  readonly pageOfForm: (request: FastifyRequest) => string | null
}

interface Page {
  /** Of the window, before the brand. */
  readonly title: string | Message
  /** Which entry of the navigation is this page's. */
  readonly section?: string
  readonly status?: number
  /** Seconds after which a page that waits looks again. */
  readonly refreshSeconds?: number
  readonly form?: FormState
  /** Without what the frame says of the person and the cart. */
  readonly bare?: boolean
  readonly [fact: string]: unknown
}

declare module 'fastify' {
  interface FastifyInstance {
    views: ViewOptions & { readonly assets: Readonly<Record<string, string>> }
  }
}

const viewsFolder = join(projectRoot, 'views')
const year = 365 * 24 * 3600

/**
 * `part(name, facts)` of every template. A part sees its facts and the view helpers `h`, and no variable of the page
 * around it: Eta's own `include` would add all of them.
 */
const partFunction = "const part = (name, facts) => this.render('/parts/' + name, { ...facts, h: it.h });"

/** Templates, the style sheet and the small script. Call before any page is registered. */
export async function setUpViews(app: FastifyInstance, options: ViewOptions): Promise<void> {
  const { logo } = options.brand
  const files: readonly (readonly [name: string, type: string, content: string | Buffer])[] = [
    ['store.css', 'text/css; charset=utf-8', await readFile(join(viewsFolder, 'assets/store.css'), 'utf8')],
    ['store.js', 'text/javascript; charset=utf-8', await readFile(join(viewsFolder, 'assets/store.js'), 'utf8')],
    ['brand.css', 'text/css; charset=utf-8', brandStyle(options.brand)],
    ['icon.svg', 'image/svg+xml', iconOf(options.brand)],
    ...(logo?.kind === 'picture' ? [['logo', logo.type, logo.bytes] as const] : []),
  ]
  const assets: Record<string, string> = logo?.kind === 'address' ? { logo: logo.address } : {}
  for (const [name, type, content] of files) {
    const version = createHash('sha256').update(content).digest('base64url').slice(0, 12)
    assets[name] = `/assets/${name}?v=${version}`
    app.get(`/assets/${name}`, { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) =>
      reply
        // The version is part of the address, so the content at an address never changes.
        .header('cache-control', `public, max-age=${year}, immutable`)
        .header('x-content-type-options', 'nosniff')
        .type(type)
        .send(content),
    )
  }
  let favicon: Buffer | null = null
  app.get('/favicon.ico', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    favicon ??= faviconOf(iconOf(options.brand))
    // Its address carries no version, so that a new brand is seen the next day.
    return reply.header('cache-control', 'public, max-age=86400').type('image/vnd.microsoft.icon').send(favicon)
  })
  const eta = new Eta({
    views: viewsFolder,
    cache: true,
    useWith: false,
    rmWhitespace: true,
    functionHeader: partFunction,
  })
  await app.register(fastifyView, { engine: { eta }, templates: viewsFolder, production: true })
  app.decorate('views', { ...options, assets })
}

/** Answers with a page inside the frame of the store. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  page: Page,
): Promise<FastifyReply> {
  const { brand, portalUrl, assets, shellOf, timeZone, language, namesOf, keptFormOf, pageOfForm } =
    request.server.views
  const messages = messagesIn(language)
  const shell = page.bare ? null : await shellOf(request)
  const kept = page.bare || (page.status ?? 200) !== 200 ? null : await keptFormOf(request)
  const names = pageNames(escapeHtml, shell?.staff ?? false)
  const html = await reply.viewAsync(`pages/${template}.eta`, {
    ...page,
    title: typeof page.title === 'string' ? page.title : messages.of(page.title),
    ...(page.form ? { form: formAsShown(page.form, messages, kept) } : {}),
    hasKeptForm: kept !== null,
    // A browser that goes back to a refused form, or loads it again, asks for this page and sends nothing twice.
    formPage: request.method === 'POST' && hasErrors(page.form) ? pageOfForm(request) : null,
    flash: takeFlash(request, reply),
    h: { ...helpersIn(shell?.timeZone ?? timeZone), ...messages, ...names.helpers },
    path: request.url.split('?')[0],
    brand,
    portalUrl,
    assets,
    shell,
  })
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(await names.fill(html, namesOf))
}

function formAsShown(form: FormState, messages: Messages, kept: Readonly<Record<string, string>> | null): FormState {
  const errors = Object.entries(form.errors).map(([field, error]) => [
    field,
    typeof error === 'string' ? error : messages.of(error),
  ])
  return { ...form, values: { ...form.values, ...kept }, errors: Object.fromEntries(errors) }
}

function hasErrors(form: FormState | undefined): boolean {
  return form !== undefined && Object.keys(form.errors).length > 0
}

function iconOf({ colour }: Brand): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="${colour}"/><circle cx="16" cy="16" r="5" fill="#fff"/><circle cx="16" cy="16" r="2" fill="${colour}"/></svg>`
}
