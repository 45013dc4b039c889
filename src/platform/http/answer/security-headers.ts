import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import { type FastifyInstance, fastify } from 'fastify'

/**
 * Helmet's headers on every answer. They are the same on all, so Helmet is asked once, at the start: putting them together
 * anew takes as long as looking up a kept answer five times over.
 */
export async function sendSecurityHeaders(app: FastifyInstance, options: FastifyHelmetOptions): Promise<void> {
  const headers = await headersOf(options)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

async function headersOf(options: FastifyHelmetOptions): Promise<Record<string, string>> {
  const probe = fastify()
  await probe.register(helmet, options)
  let found: Record<string, string> = {}
  probe.get('/', async (_request, reply) => {
    // Helmet writes past Fastify, on the bare answer, where nothing else has been yet.
    found = Object.fromEntries(Object.entries(reply.raw.getHeaders()).map(([name, value]) => [name, String(value)]))
    return ''
  })
  await probe.inject('/')
  await probe.close()
  return found
}
