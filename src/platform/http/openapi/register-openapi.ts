import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { describeRefusals } from './refusals.ts'

/** `/openapi.json`, made from the very schemas that check requests and answers, and `/docs`, which shows it. */
export async function registerOpenApi(app: FastifyInstance, publicUrl: () => string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Entitlement Store',
        version: '1',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        description:
          'Buyers call /api with the token of a sign-on, staff /api/admin, production sites /api/site. Errors are RFC 9457 problem documents with stable codes; writes take an Idempotency-Key. `x-access` says who may call an operation.',
      },
      components: {
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', description: 'accessToken of POST /api/sessions' },
          cookie: {
            type: 'apiKey',
            in: 'cookie',
            name: 'store_session',
            description: 'The same token, as a browser has it after signing on',
          },
          site: { type: 'http', scheme: 'bearer', description: 'Token of the production site' },
        },
      },
    },
    transformObject: jsonSchemaTransformObject,
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given)
      if (!schema || schema.hide) return { schema, url }
      const { access = 'public', rawBody = false } = given.route.config ?? {}
      return {
        schema: {
          ...schema,
          security: securityOf(access),
          ...(given.route.config?.rateLimit ? { 'x-rate-limited': true } : {}),
          ...(rawBody ? { body: { type: 'object', description: 'As the sender signed it, byte for byte' } } : {}),
          'x-access': access,
        },
        url,
      }
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    transformSpecification: (document) => describeRefusals(document),
    transformSpecificationClone: false,
  })
  // The address may need the port that is given at listen, so the document is made when it is asked for.
  let made: ReturnType<typeof documentOf> | null = null
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const url = publicUrl()
    if (made?.url !== url) made = documentOf(url, describeRefusals(app.swagger()))
    const { text, etag } = made
    reply.header('cache-control', 'public, no-cache').header('etag', etag)
    const known = request.headers['if-none-match']?.split(',').map((one) => one.trim()) ?? []
    if (known.includes(etag) || known.includes('*')) return reply.code(304).send()
    return reply.type('application/json; charset=utf-8').send(text)
  })
}

// Weak, because the same document goes out in several encodings.
function documentOf(url: string, document: object) {
  const text = JSON.stringify({ ...document, servers: [{ url }] })
  return { url, text, etag: `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }
}

/** Which credentials an operation takes, each of them alone; nothing for what anybody may call. */
function securityOf(access: string): Record<string, string[]>[] {
  if (access === 'public') return []
  return access === 'site' ? [{ site: [] }] : [{ session: [] }, { cookie: [] }]
}
