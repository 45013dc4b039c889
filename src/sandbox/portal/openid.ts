import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Member } from './world/rows.ts'

export interface OpenIdClient {
  readonly clientId: string
  readonly clientSecret: string
  /** Where codes may go; asked at each sign-on, because the store may start after the portal. */
  readonly redirectUri: () => string
}

interface Deps {
  readonly clock: Clock
  readonly client: OpenIdClient
  /** Who is signed on to the portal in this browser; null sends the person to the sign-in page. */
  readonly memberOf: (request: FastifyRequest) => Member | null
  /** Remembers the request in the browser and says where to sign in. */
  readonly waitAtSignIn: (request: FastifyRequest, reply: FastifyReply) => string
}

interface Grant {
  readonly member: Member
  readonly nonce: string | undefined
  readonly challenge: string
  readonly redirectUri: string
  readonly until: number
}

const keyId = 'portal-1'
const codeMs = 60_000
const tokenSeconds = 300

const authorizeSchema = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  response_type: z.literal('code'),
  scope: z.string(),
  state: z.string().max(500),
  nonce: z.string().max(500).optional(),
  code_challenge: z.string().min(43).max(128),
  code_challenge_method: z.literal('S256'),
})
const tokenSchema = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  code_verifier: z.string(),
})

/**
 * The least of an OpenID provider with which somebody in the box signs on from the store's own page: authorization code
 * with PKCE, ID tokens with ES256. Keys and codes live in memory, so a restart ends what was under way.
 * @see OpenID Connect Core 1.0, OpenID Connect Discovery 1.0, RFC 7636
 */
export async function openIdRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const { clock, client } = deps
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const key = { ...(await exportJWK(publicKey)), kid: keyId, alg: 'ES256', use: 'sig' }
  const grants = new Map<string, Grant>()
  const issuerOf = (request: FastifyRequest) => `http://${request.host}`

  app.get('/.well-known/openid-configuration', async (request) => {
    const issuer = issuerOf(request)
    return {
      issuer,
      authorization_endpoint: `${issuer}/openid/authorize`,
      token_endpoint: `${issuer}/openid/token`,
      jwks_uri: `${issuer}/openid/keys`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      claims_supported: ['sub', 'preferred_username', 'email', 'email_verified', 'name'],
    }
  })

  app.get('/openid/keys', async () => ({ keys: [key] }))

  app.get('/openid/authorize', async (request, reply) => {
    const asked = authorizeSchema.safeParse(request.query)
    if (!asked.success) return reply.code(400).send({ error: 'invalid_request' })
    const { client_id, redirect_uri: redirectUri, state, nonce, code_challenge: challenge } = asked.data
    if (client_id !== client.clientId || redirectUri !== client.redirectUri())
      return reply.code(400).send({ error: 'invalid_request' })
    const member = deps.memberOf(request)
    if (!member) return reply.redirect(deps.waitAtSignIn(request, reply), 303)
    const code = randomBytes(24).toString('base64url')
    const now = clock.now().getTime()
    for (const [old, { until }] of grants) if (until <= now) grants.delete(old)
    grants.set(code, { member, nonce, challenge, redirectUri, until: now + codeMs })
    const answer = new URLSearchParams({ code, state, iss: issuerOf(request) })
    return reply.header('cache-control', 'no-store').redirect(`${redirectUri}?${answer.toString()}`, 303)
  })

  app.post('/openid/token', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!isClient(request.headers.authorization, client)) return reply.code(401).send({ error: 'invalid_client' })
    const asked = tokenSchema.safeParse(request.body)
    if (!asked.success) return reply.code(400).send({ error: 'invalid_request' })
    const grant = grants.get(asked.data.code)
    grants.delete(asked.data.code)
    const now = clock.now().getTime()
    const isProven =
      createHash('sha256').update(asked.data.code_verifier).digest('base64url') === grant?.challenge &&
      asked.data.redirect_uri === grant.redirectUri &&
      grant.until > now
    if (!grant || !isProven) return reply.code(400).send({ error: 'invalid_grant' })
    const { member, nonce } = grant
    const issuedAt = Math.floor(now / 1000)
    const idToken = await new SignJWT({
      preferred_username: member.userName,
      email: member.userName,
      email_verified: true,
      name: `${member.firstName} ${member.lastName}`,
      ...(nonce === undefined ? {} : { nonce }),
    })
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(issuerOf(request))
      .setAudience(client.clientId)
      .setSubject(member.userName)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + tokenSeconds)
      .sign(privateKey)
    return {
      access_token: randomBytes(24).toString('base64url'),
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      id_token: idToken,
    }
  })
}

function isClient(authorization: string | undefined, { clientId, clientSecret }: OpenIdClient): boolean {
  const given = /^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const [id = '', secret = ''] = Buffer.from(given, 'base64').toString().split(':').map(decodeURIComponent)
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return id === clientId && timingSafeEqual(digest(secret), digest(clientSecret))
}
