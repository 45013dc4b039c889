import type { FastifyInstance } from 'fastify'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { registerCartApi } from './api.ts'
import type { SettleDeps } from './settle-grants.ts'

/** API of the room. */
export function cartsSurfaces(app: FastifyInstance, deps: OrderDeps & SettleDeps): void {
  registerCartApi(app, deps)
}
