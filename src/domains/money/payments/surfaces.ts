import type { FastifyInstance } from 'fastify'
import { registerPaymentsAdminApi } from './admin-api.ts'
import type { CardProcessor } from './port.ts'
import { registerCardWebhooks, type WebhookDeps } from './webhooks.ts'

/** API of the room. */
export function paymentsSurfaces(app: FastifyInstance, deps: WebhookDeps & { readonly cards: CardProcessor }): void {
  registerCardWebhooks(app, deps)
  registerPaymentsAdminApi(app, deps)
}
