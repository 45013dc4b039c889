import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { NotFound } from '../answer/problems.ts'

interface OperationsAddress {
  readonly host: string
  readonly port: number
}

// What operators and their tools read, and no shopper.
const operations = /^\/(metrics|docs|healthz|readyz)(\/|\?|$)/
const nowhereElse = /^\/(metrics|docs)(\/|\?|$)/

/**
 * `/metrics` and `/docs` at an address of their own, and no longer where the store is; health is at both. It is taken when
 * the app becomes ready, and an address that is not free fails the start. Call before a route is registered.
 */
export function keepOperationsApart(app: FastifyInstance, { host, port }: OperationsAddress): void {
  const arrivedHere = new WeakSet<IncomingMessage>()
  const server = createServer((request, response) => {
    arrivedHere.add(request)
    app.routing(request, response)
  })
  app.addHook('onRequest', async ({ raw, url, routeOptions }) => {
    // By the route that was found: /%6Detrics is another spelling of its address.
    const route = routeOptions.url ?? url
    if (arrivedHere.has(raw) ? !operations.test(route) : nowhereElse.test(route)) throw new NotFound('page')
  })
  app.addHook('onReady', async () => {
    server.listen(port, host)
    await once(server, 'listening')
  })
  app.addHook('onClose', async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  })
}
