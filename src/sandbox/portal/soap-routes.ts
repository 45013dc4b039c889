import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { MisbehaviourBook } from './misbehaviour.ts'
import { answerSoap } from './soap/endpoint.ts'
import type { Service } from './soap/service.ts'

interface Deps {
  readonly services: readonly Service[]
  readonly misbehaviours: MisbehaviourBook
  readonly countCall: (operation: string) => void
  readonly soapUser: string
  readonly soapPassword: string
}

/** One POST route per service. The download service has its own token; the others want HTTP basic authentication. */
export async function soapRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  app.addContentTypeParser('text/xml', { parseAs: 'string', bodyLimit: 20_000_000 }, (_request, body, done) =>
    done(null, body),
  )
  for (const service of deps.services)
    app.post(service.path, async (request, reply) => {
      const declares = service.prefix !== ''
      if (!declares && !mayCall(deps, request.headers.authorization))
        return reply.code(401).header('www-authenticate', 'Basic realm="FlexNet Operations"').send()
      // The old stack behind the platform faults when the header is missing; an empty one is what it wants.
      if (!declares && request.headers['soapaction'] === undefined)
        return reply.code(500).type('text/xml; charset=utf-8').send(noSoapAction)
      const answer = await answerSoap(deps, service, { text: String(request.body ?? ''), baseUrl: baseUrlOf(request) })
      return answer.lost ? cut(reply) : reply.code(answer.status).type('text/xml; charset=utf-8').send(answer.xml)
    })
}

/** The address by which the caller reached the portal. */
export function baseUrlOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}

/** Breaks the connection without an answer. */
export function cut(reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.socket?.destroy()
  return reply
}

const noSoapAction =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault>' +
  '<faultcode>soapenv:Client</faultcode><faultstring>The header SOAPAction is missing</faultstring>' +
  '</soapenv:Fault></soapenv:Body></soapenv:Envelope>'

function mayCall(deps: Deps, authorization: string | undefined): boolean {
  const expected = `Basic ${Buffer.from(`${deps.soapUser}:${deps.soapPassword}`).toString('base64')}`
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(authorization ?? ''), digest(expected))
}
