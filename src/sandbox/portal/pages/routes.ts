import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Collection } from '../../journal.ts'
import type { Checksums } from '../files.ts'
import { entries, mintHandOff } from '../hand-off.ts'
import { type OpenIdClient, openIdRoutes } from '../openid.ts'
import type { DownloadLinks, SecureTokens } from '../tokens.ts'
import { linesFor, packagesFor } from '../visibility.ts'
import type { Account, Member, PackageFile } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { downloadsContent } from './downloads.ts'
import { html } from './html.ts'
import { page, type Visitor } from './layout.ts'
import { accountsContent, signInContent } from './sign-in.ts'

export interface Session {
  readonly userName: string
  /** Null until a member of several accounts has chosen. */
  readonly accountId: string | null
}

interface Deps {
  readonly world: World
  readonly clock: Clock
  readonly tokens: SecureTokens
  readonly links: DownloadLinks
  readonly checksums: (file: PackageFile) => Checksums
  readonly sessions: Collection<Session>
  readonly storeUrl: () => string
  readonly handoffSecret: string
  readonly openIdClient?: Omit<OpenIdClient, 'redirectUri'>
}

interface SignedOn {
  readonly sessionId: string
  readonly member: Member
  readonly accounts: readonly Account[]
  readonly account: Account | null
}

const cookieName = 'portal_session'
/** Where somebody was going who had to sign in first; only ever a path that this portal has set itself. */
const waitingCookie = 'portal_waiting'
const goSchema = z.object({ entry: z.enum(entries), package: z.string().optional() })

/** The portal's pages: sign-in, choice of account, downloads, and the hand-over to the store. */
export async function pageRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const { world, sessions } = deps

  const signedOn = (request: FastifyRequest): SignedOn | null => {
    const sessionId = request.cookies[cookieName] ?? ''
    const session = sessions.get(sessionId)
    const member = world.members.get(session?.userName ?? '')
    if (!session || !member?.active) return null
    const accounts = member.accounts.flatMap((link) => world.accounts.get(link.accountId) ?? [])
    return { sessionId, member, accounts, account: accounts.find((one) => one.id === session.accountId) ?? null }
  }
  const signOn = (request: FastifyRequest, reply: FastifyReply, member: Member) => {
    const sessionId = randomBytes(24).toString('base64url')
    const only = member.accounts.length === 1 ? (member.accounts[0]?.accountId ?? null) : null
    sessions.set(sessionId, { userName: member.userName, accountId: only })
    reply.setCookie(cookieName, sessionId, { path: '/', httpOnly: true, sameSite: 'lax' })
    const waiting = request.cookies[waitingCookie]
    if (waiting?.startsWith('/openid/authorize?'))
      return reply.clearCookie(waitingCookie, { path: '/' }).redirect(waiting, 303)
    return reply.redirect(only === null ? '/accounts' : '/downloads', 303)
  }
  const show = (reply: FastifyReply, text: string) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text)

  if (deps.openIdClient)
    await app.register(openIdRoutes, {
      clock: deps.clock,
      client: { ...deps.openIdClient, redirectUri: () => `${deps.storeUrl()}/sso/oidc/callback` },
      memberOf: (request) => signedOn(request)?.member ?? null,
      waitAtSignIn: (request, reply) => {
        reply.setCookie(waitingCookie, request.url, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 600 })
        return '/'
      },
    })

  app.get('/', async (request, reply) =>
    signedOn(request) ? reply.redirect('/downloads', 303) : show(reply, page('Sign in', null, signInContent(world))),
  )

  app.post('/sign-in', async (request, reply) => {
    const form = z.object({ userName: z.string() }).safeParse(request.body)
    const member = form.success ? world.members.get(form.data.userName.toLowerCase()) : undefined
    if (!member?.active) return show(reply.code(403), notPossible('This member does not exist or may not sign in.'))
    return signOn(request, reply, member)
  })

  app.post('/sign-out', async (request, reply) => {
    const visitor = signedOn(request)
    if (visitor) sessions.delete(visitor.sessionId)
    return reply.clearCookie(cookieName, { path: '/' }).redirect('/', 303)
  })

  app.get('/accounts', async (request, reply) => {
    const visitor = signedOn(request)
    if (!visitor) return reply.redirect('/', 303)
    return show(reply, page('Choose an account', null, accountsContent(visitor.accounts)))
  })

  app.post('/accounts', async (request, reply) => {
    const visitor = signedOn(request)
    if (!visitor) return reply.redirect('/', 303)
    const form = z.object({ accountId: z.string() }).safeParse(request.body)
    const chosen = visitor.accounts.find((one) => form.success && one.id === form.data.accountId)
    if (!chosen) return show(reply.code(403), notPossible('You are not a member of this account.'))
    sessions.set(visitor.sessionId, { userName: visitor.member.userName, accountId: chosen.id })
    return reply.redirect('/downloads', 303)
  })

  app.get('/downloads', async (request, reply) => {
    const visitor = signedOn(request)
    if (!visitor) return reply.redirect('/', 303)
    if (!visitor.account) return reply.redirect('/accounts', 303)
    const content = downloadsContent({ ...deps, authparam: deps.links.authparam }, visitor.member, visitor.account)
    return show(reply, page('Your downloads', visitorOf(visitor, visitor.account), content))
  })

  app.get('/go', async (request, reply) => {
    const visitor = signedOn(request)
    if (!visitor) return reply.redirect('/', 303)
    const { member, account } = visitor
    if (!account) return reply.redirect('/accounts', 303)
    const asked = goSchema.safeParse(request.query)
    if (!asked.success) return show(reply.code(400), notPossible('This link is not complete.'))
    const { entry, package: packageId } = asked.data
    if (entry === 'admin' && account.attributes['storeAccountType'] !== 'internal')
      return show(reply.code(403), notPossible('Only staff may open the store’s administration.'))
    if (entry === 'kit') {
      const shown = packagesFor(world, linesFor(world, account.id), account.id)
      const found = shown.find((one) => one.id === packageId)
      if (!found?.mediaAvailable)
        return show(reply.code(404), notPossible('There is no media kit for this package, or it is not yours.'))
    }
    const partnerProductId = entry === 'kit' ? packageId : undefined
    const token = await mintHandOff(deps.clock, deps.handoffSecret, { member, account, entry, partnerProductId })
    return reply
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(`${deps.storeUrl()}/sso/handoff?token=${token}`, 303)
  })

  // The way from the store back to the portal: a secure token signs the member on.
  app.get('/flexnet/operationsportal/sso.do', async (request, reply) => {
    const asked = z.object({ username: z.string(), token: z.string() }).safeParse(request.query)
    const member = asked.success ? world.members.get(asked.data.username.toLowerCase()) : undefined
    if (!asked.success || !member?.active || !deps.tokens.holds(asked.data.username, asked.data.token))
      return show(reply.code(403), notPossible('This way in is not valid or has expired.'))
    return signOn(request, reply, member)
  })
}

function visitorOf(visitor: SignedOn, account: Account): Visitor {
  return {
    name: `${visitor.member.firstName} ${visitor.member.lastName}`,
    accountName: account.name,
    severalAccounts: visitor.accounts.length > 1,
  }
}

function notPossible(reason: string): string {
  return page('That did not work', null, html`<p>${reason}</p><p><a href="/downloads">To your downloads</a></p>`)
}
