import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import type { Brand } from '../../../platform/http/pages/brand.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { mailDetail, mailDetailSchema, mailPage, mailStateSchema, mailSummarySchema, summaryOf } from './mail-views.ts'
import { resendMail } from './resend-mail.ts'

const tags = ['mails']
const params = z.strictObject({ mailId: z.string().max(100) })
const refusals = { 401: problemSchema, 403: problemSchema }
const mailsQuerySchema = pageQuerySchema.extend({
  state: mailStateSchema.optional(),
  /** Such as an order number. */
  reference: z.string().max(100).optional(),
})

/** The send log for staff: what went to whom, what did not and why, and sending again. */
export function registerMailApi(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock; readonly brand: Brand },
): void {
  const { db } = deps
  const routes = app.withTypeProvider<ZodTypeProvider>()

  routes.get(
    '/api/admin/mails',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listMails',
        summary: 'Mails, newest first',
        querystring: mailsQuerySchema,
        response: { 200: pageOf(mailSummarySchema), 400: problemSchema, ...refusals },
      },
    },
    async (request) => db.transaction((tx) => mailPage(tx, request.query)),
  )

  routes.get(
    '/api/admin/mails/:mailId',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'viewMail',
        summary: 'One mail with its text',
        params,
        response: { 200: mailDetailSchema, 404: problemSchema, ...refusals },
      },
    },
    async (request) => db.transaction((tx) => mailDetail(tx, request.params.mailId, deps.brand)),
  )

  routes.post(
    '/api/admin/mails/:mailId/resend',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags,
        operationId: 'resendMail',
        summary: 'Send a mail again as it was written',
        params,
        response: { 202: mailSummarySchema, 404: problemSchema, 409: problemSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const actor = staffOf(request).userName
      const mail = await resendMail(deps, { mailId: request.params.mailId, actor })
      return reply.code(202).send(summaryOf(mail))
    },
  )
}
