import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import type { Log } from '../../../platform/log/log.ts'
import { payoutPage } from './finance-store.ts'
import { importPayouts } from './import-payouts.ts'
import type { CardProcessor } from './port.ts'

const payoutSchema = z
  .object({
    payoutId: z.string(),
    amountMinor: z.number().int(),
    currency: z.string(),
    state: z.string(),
    automatic: z.boolean(),
    /** Whether its items are known: not yet, or never. */
    itemised: z.enum(['complete', 'pending', 'none']),
    bankTraceId: z.string().nullable(),
    itemCount: z.number().int(),
    createdAt: z.date(),
    arrivesAt: z.date(),
  })
  .meta({ id: 'Payout' })

/** Payouts of the card processor, for finance. What is inside one is answered by the reconciliation domain. */
export function registerPaymentsAdminApi(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock; readonly log: Log; readonly cards: CardProcessor },
): void {
  const { db } = deps
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['finance']

  routes.get(
    '/api/admin/finance/payouts',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listPayouts',
        summary: 'Payouts of the card processor, newest first',
        querystring: pageQuerySchema,
        response: { 200: pageOf(payoutSchema) },
      },
    },
    async (request) => {
      const { items, nextCursor } = await payoutPage(db, request.query)
      return { items: [...items], nextCursor }
    },
  )

  routes.post(
    '/api/admin/finance/payouts/import',
    {
      config: { access: 'staff:finance' },
      schema: {
        tags,
        operationId: 'importPayouts',
        summary: 'Read the payouts of the last thirty days from the card processor now',
        response: {
          200: z.object({ payouts: z.number().int(), added: z.number().int() }),
          503: problemSchema,
        },
      },
    },
    async (request) => {
      const imported = await importPayouts(deps)
      await db.transaction((tx) =>
        audit(tx, {
          at: deps.clock.now(),
          actor: staffOf(request).userName,
          action: 'payouts.import',
          subject: 'payouts',
          detail: imported,
        }),
      )
      return imported
    },
  )
}
