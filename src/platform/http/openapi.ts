import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** `/openapi.json`, made from the very schemas that check requests and answers, and `/docs`, which shows it. */
export async function registerOpenApi(app: FastifyInstance, publicUrl: () => string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Entitlement Store',
        version: '1',
        description:
          'Buyers call /api with the token of a sign-on, staff /api/admin, production sites /api/site. Errors are RFC 9457 problem documents with stable codes; writes take an Idempotency-Key.',
      },
      servers: [{ url: publicUrl() }],
      components: {
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', description: 'accessToken of POST /api/sessions' },
          site: { type: 'http', scheme: 'bearer', description: 'Token of the production site' },
        },
      },
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given)
      const access = given.route.config?.access ?? 'public'
      if (access === 'public') return { schema, url }
      return { schema: { ...schema, security: [access === 'site' ? { site: [] } : { session: [] }] }, url }
    },
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger())
}
