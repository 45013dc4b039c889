import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { memberOf } from '../../platform/http/caller.ts'
import { problemSchema } from '../../platform/http/problems.ts'
import type { OrderDeps } from './deps.ts'
import { anyReceiptFile, type ReceiptFile, receiptFileOf } from './receipt-file.ts'

const params = z.object({ orderId: z.string().max(60) })
const bytesSchema = z.unknown().meta({ type: 'string', format: 'binary' })
const response = {
  200: { description: 'A4, one or more pages', content: { 'application/pdf': { schema: bytesSchema } } },
  ...{ 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema },
}

/** Receipts as files: the buyer's own, and any for staff. */
export function registerReceiptApi(app: FastifyInstance, deps: Pick<OrderDeps, 'db' | 'publicUrl'>): void {
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
        response,
      },
    },
    async (request, reply) => {
      const { brand } = request.server.views
      const { accountId } = memberOf(request)
      return sendFile(reply, await receiptFileOf({ ...deps, brand }, accountId, request.params.orderId))
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
        response,
      },
    },
    async (request, reply) => {
      const { brand } = request.server.views
      return sendFile(reply, await anyReceiptFile({ ...deps, brand }, request.params.orderId))
    },
  )
}

function sendFile(reply: FastifyReply, { name, bytes }: ReceiptFile): FastifyReply {
  return reply.type('application/pdf').header('content-disposition', `inline; filename="${name}"`).send(bytes)
}
