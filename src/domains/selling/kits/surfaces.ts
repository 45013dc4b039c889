import type { FastifyInstance } from 'fastify'
import type { DownloadDeps } from '../../fulfilment/downloads/index.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import type { AlarmDeps } from '../../people/notifications/index.ts'
import { registerKitApi } from './api.ts'
import { registerKitPages } from './kit-pages.ts'

/** API and pages of the room. */
export function kitsSurfaces(app: FastifyInstance, deps: OrderDeps & AlarmDeps & DownloadDeps): void {
  registerKitApi(app, deps)
  registerKitPages(app, deps)
}
