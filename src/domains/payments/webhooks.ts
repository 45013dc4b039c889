import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { problemSchema } from '../../platform/http/problems.ts'
import { keepInboundEvent } from '../../platform/inbox/inbox.ts'
import { enqueue } from '../../platform/queue/jobs.ts'
import { cardPaymentMoved, cardRefundMoved, payoutsRequested } from './events.ts'
import { type CardEvent, type CardProcessor, InvalidSignature } from './port.ts'
import { findPayment, paymentOfSession } from './store.ts'

/** Inbound webhooks of the card processor: verified, stored once per event id, answered; the work comes after. */
export function registerCardWebhooks(app: FastifyInstance, deps: { db: Db; clock: Clock; cards: CardProcessor }): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  api.post(
    '/webhooks/stripe',
    {
      config: { access: 'public', rawBody: true },
      schema: {
        tags: ['webhooks'],
        operationId: 'receiveStripeEvent',
        summary: 'Events of the card processor, signed in the Stripe-Signature header',
        response: { 200: z.object({ received: z.boolean(), repeated: z.boolean() }), 400: problemSchema },
      },
    },
    async (request) => {
      const signature = request.headers['stripe-signature']
      if (typeof signature !== 'string' || !(request.body instanceof Uint8Array)) throw new InvalidSignature()
      const event = await deps.cards.readEvent(request.body, signature)
      const isNew = await deps.db.transaction(async (tx) => {
        const first = await keepInboundEvent(tx, { provider: 'stripe', ...event, receivedAt: deps.clock.now() })
        if (first) await follow(tx, event)
        return first
      })
      return { received: true, repeated: !isNew }
    },
  )
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
