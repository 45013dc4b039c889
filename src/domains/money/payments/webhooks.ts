import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { saveInboundEvent } from '../../../platform/inbox/inbox.ts'
import { saveMessage } from '../../../platform/inbox/kept-messages.ts'
import type { Log } from '../../../platform/log/log.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { cardPaymentMoved, cardRefundMoved, payoutsRequested } from './events.ts'
import { type CardEvent, type CardProcessor, EventNotUnderstood, InvalidSignature } from './port.ts'
import { findPayment, paymentOfSession } from './store.ts'

export interface WebhookDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly cards: CardProcessor
}

// Sixteen times what any other request may have. The processor states no limit; a refused event comes back for days.
const mostBytes = 4 * 1024 * 1024

/**
 * Inbound webhooks of the card processor: checked, stored once per event id, answered; the work comes after. What is
 * signed and cannot be read is kept as it came and answered with success too, because it would only be sent again.
 */
export function registerCardWebhooks(app: FastifyInstance, deps: WebhookDeps): void {
  app.register(async (scope) => {
    takeBytesOnly(scope)
    scope.withTypeProvider<ZodTypeProvider>().post(
      '/webhooks/stripe',
      {
        config: { access: 'public', rawBody: true },
        bodyLimit: mostBytes,
        schema: {
          tags: ['webhooks'],
          operationId: 'receiveStripeEvent',
          summary: 'Events of the card processor, signed in the Stripe-Signature header, of at most 4 MiB',
          response: { 200: z.object({ received: z.boolean(), repeated: z.boolean() }), 400: problemSchema },
        },
      },
      async (request) => {
        const rawBody = request.body instanceof Uint8Array ? request.body : new Uint8Array()
        const signature = request.headers['stripe-signature']
        if (typeof signature !== 'string') throw new InvalidSignature()
        return { received: true, repeated: !(await receive(deps, rawBody, signature)) }
      },
    )
  })
}

// The signature is over the bytes as they came, whatever the sender calls them.
function takeBytesOnly(scope: FastifyInstance): void {
  // A name that is no content type would be refused before any parser is asked.
  scope.addHook('onRequest', async ({ raw }) => {
    raw.headers['content-type'] = 'application/octet-stream'
  })
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** Whether it is new. */
async function receive({ db, clock, log, cards }: WebhookDeps, rawBody: Uint8Array, signature: string) {
  const receivedAt = clock.now()
  const event = await cards.readEvent(rawBody, signature).catch((error: unknown) => {
    if (error instanceof EventNotUnderstood) return error
    throw error
  })
  return db.transaction(async (tx) => {
    if (event instanceof EventNotUnderstood) {
      const { reason } = event
      const kept = await saveMessage(tx, { provider: 'stripe', rawBody, reason, receivedAt })
      if (kept.isNew) log.warn({ messageId: kept.id, sizeBytes: rawBody.length, reason }, 'webhook not understood')
      return kept.isNew
    }
    const first = await saveInboundEvent(tx, { provider: 'stripe', ...event, receivedAt })
    if (first) await follow(tx, event)
    return first
  })
}

async function follow(tx: Tx, event: CardEvent): Promise<void> {
  if (event.type.startsWith('checkout.session.')) {
    const payment = (await paymentOfSession(tx, event.objectId)) ?? (await findPayment(tx, event.paymentId ?? ''))
    // Which page it was is said, because it may be one that the payment does not note: not yet, or no longer.
    if (payment)
      await enqueue(tx, cardPaymentMoved, { paymentId: payment.id, sessionId: event.objectId }, { key: event.eventId })
  } else if (event.type.startsWith('refund.') || event.type === 'charge.refund.updated') {
    await enqueue(tx, cardRefundMoved, { refundId: event.objectId }, { key: event.eventId })
  } else if (event.type.startsWith('payout.'))
    await enqueue(tx, payoutsRequested, { reason: event.type }, { key: event.eventId })
}
