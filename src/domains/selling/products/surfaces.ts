import type { FastifyInstance } from 'fastify'
import type { PlatformDownloads } from '../../entitlements/rights/index.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { registerInstallBaseApi } from './install-base-api.ts'
import { registerInstallBasePages } from './install-base-pages.ts'

/** API and pages of the room. */
export function productsSurfaces(
  app: FastifyInstance,
  deps: OrderDeps & { readonly platform: PlatformDownloads },
): void {
  registerInstallBaseApi(app, deps)
  registerInstallBasePages(app, deps)
}
