import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pdfResponse, sendPdf } from '../../../platform/http/answer/send-pdf.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from './deps.ts'
import { anyReceiptFile, receiptFileOf } from './receipt-file.ts'

const params = z.object({ orderId: z.string().max(60) })

/** Receipts as files: the buyer's own, and any for staff. */
export function registerReceiptApi(
  app: FastifyInstance,
  deps: Pick<OrderDeps, 'db' | 'publicUrl' | 'fonts' | 'log'>,
): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  api.get(
    '/api/orders/:orderId/receipt.pdf',
    {
      config: { access: 'member' },
      schema: {
        tags: ['orders'],
        operationId: 'downloadReceipt',
        summary: 'The receipt as a PDF',
        params,
        response: pdfResponse,
      },
    },
    async (request, reply) => {
      const { brand } = request.server.views
      const { accountId } = memberOf(request)
      return sendPdf(reply, await receiptFileOf({ ...deps, brand }, accountId, request.params.orderId))
    },
  )
  api.get(
    '/api/admin/orders/:orderId/receipt.pdf',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['staff: orders'],
        operationId: 'downloadAnyReceipt',
        summary: 'The receipt of any order as a PDF',
        params,
        response: pdfResponse,
      },
    },
    async (request, reply) => {
      const { brand } = request.server.views
      return sendPdf(reply, await anyReceiptFile({ ...deps, brand }, request.params.orderId))
    },
  )
}
