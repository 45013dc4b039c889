import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface OpenIdPerson {
  readonly sub: string
  readonly claims: Readonly<Record<string, unknown>>
}

export interface OpenIdServer {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Whoever signs on next; null refuses. */
  person: OpenIdPerson | null
  close(): Promise<void>
}

/** A certified provider on a port of its own that asks nobody anything and signs on the person it is told. */
export async function startOpenIdServer(redirectUris: readonly string[]): Promise<OpenIdServer> {
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => {}
  const server = createServer((request, response) => void handle(request, response))
  const issuer = await listen(server)
  const people = new Map<string, OpenIdPerson>()
  const self: OpenIdServer = {
    issuer,
    clientId: 'entitlement-store',
    clientSecret: 'a secret of the store at the provider',
    person: null,
    close: () => closed(server),
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: self.clientId,
        client_secret: self.clientSecret,
        redirect_uris: redirectUris,
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['preferred_username', 'employee'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    cookies: { keys: ['a key of this test'] },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, ...people.get(sub)?.claims }),
    }),
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
  })
  const callback = provider.callback()
  handle = async (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return callback(request, response)
    const { prompt, params, session } = await provider.interactionDetails(request, response)
    const { person } = self
    if (person === null) {
      const refused = { error: 'access_denied', error_description: '<script>alert(1)</script>' }
      return provider.interactionFinished(request, response, refused, { mergeWithLastSubmission: false })
    }
    people.set(person.sub, person)
    if (prompt.name === 'login')
      return provider.interactionFinished(
        request,
        response,
        { login: { accountId: person.sub } },
        { mergeWithLastSubmission: false },
      )
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) })
    grant.addOIDCScope('openid profile email')
    const consent = { grantId: await grant.save() }
    return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
  }
  return self
}

/** Listens on a free port of this machine. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
}
