import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../db/db.ts'
import { bodyOfMessage, keptMessagePage, setMessageAside } from '../../inbox/kept-messages.ts'
import { NotFound, problemSchema } from '../answer/problems.ts'
import { sendPage } from '../pages/views.ts'
import { staffOf } from '../request/caller.ts'
import { seeOther } from '../request/forms.ts'
import { pageOf, pageQuerySchema } from '../request/paging.ts'
import { audit } from './audit.ts'

const messageSchema = z
  .object({
    id: z.string(),
    provider: z.string(),
    /** Why it was not understood. */
    reason: z.string(),
    sizeBytes: z.number().int(),
    /** How often it came. */
    times: z.number().int(),
    firstReceivedAt: z.date(),
    lastReceivedAt: z.date(),
    /** Null while nobody has looked at it. */
    setAsideBy: z.string().nullable(),
  })
  .meta({ id: 'KeptMessage' })
const params = z.object({ messageId: z.string().max(60) })
const refusals = { 401: problemSchema, 403: problemSchema, 404: problemSchema }
const bytesSchema = z.unknown().meta({ type: 'string', format: 'binary' })

interface KeptMessagesDeps {
  readonly db: Db
  readonly clock: Clock
}

/** Webhooks that were signed and not understood, for staff: the list, each as it came, and setting one aside. */
export function registerKeptMessages(app: FastifyInstance, deps: KeptMessagesDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['staff: queue']
  api.get(
    '/api/admin/kept-messages',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listKeptMessages',
        summary: 'Webhooks that were signed and not understood, newest first',
        querystring: pageQuerySchema,
        response: { 200: pageOf(messageSchema), ...refusals },
      },
    },
    async (request) => keptMessagePage(deps.db, request.query),
  )
  api.get(
    '/api/admin/kept-messages/:messageId/body',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags,
        operationId: 'downloadKeptMessage',
        summary: 'The bytes of such a webhook as they came; they may hold personal data',
        params,
        response: {
          200: { description: 'As received', content: { 'application/octet-stream': { schema: bytesSchema } } },
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { messageId } = request.params
      const body = await bodyOfMessage(deps.db, messageId)
      if (body === null) throw new NotFound('message')
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${messageId}"`)
        .send(Buffer.from(body))
    },
  )
  api.post(
    '/api/admin/kept-messages/:messageId/set-aside',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags,
        operationId: 'setKeptMessageAside',
        summary: 'Set a kept message aside; it stays, and health no longer counts it',
        params,
        response: { 204: z.null().describe('Set aside'), ...refusals },
      },
    },
    async (request, reply) => {
      await setAside(deps, staffOf(request).userName, request.params.messageId)
      return reply.code(204).send(null)
    },
  )
}

/** The page that lists messages that are kept. */
export function registerKeptMessagePages(
  app: FastifyInstance,
  deps: KeptMessagesDeps & { readonly config: { readonly KEPT_MESSAGES_DAYS: number } },
): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const querystring = pageQuerySchema.pick({ cursor: true })
  pages.get(
    '/admin/kept-messages',
    { config: { access: 'staff' }, schema: { hide: true, querystring } },
    async (request, reply) => {
      const { items, nextCursor } = await keptMessagePage(deps.db, { cursor: request.query.cursor, limit: 50 })
      return sendPage(request, reply, 'operations/kept-messages', {
        title: 'Webhooks not understood',
        keptDays: deps.config.KEPT_MESSAGES_DAYS,
        section: 'messages',
        wide: true,
        messages: items,
        nextCursor,
        mayAct: staffOf(request).roles.includes('operations'),
      })
    },
  )
  pages.post(
    '/admin/kept-messages/:messageId/set-aside',
    { config: { access: 'staff:operations' }, schema: { hide: true, params } },
    async (request, reply) => {
      await setAside(deps, staffOf(request).userName, request.params.messageId)
      return seeOther(reply, '/admin/kept-messages')
    },
  )
}

async function setAside({ db, clock }: KeptMessagesDeps, actor: string, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const at = clock.now()
    if (!(await setMessageAside(tx, id, actor, at))) throw new NotFound('message')
    await audit(tx, { at, actor, action: 'kept-message.set-aside', subject: id })
  })
}
