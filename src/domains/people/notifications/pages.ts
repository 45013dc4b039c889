import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Brand } from '../../../platform/http/pages/brand.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { seeOther } from '../../../platform/http/request/forms.ts'
import { pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { mailDetail, mailPage, mailStateSchema } from './mail-views.ts'
import { resendMail } from './resend-mail.ts'

const params = z.object({ mailId: z.string().max(100) })
const querySchema = pageQuerySchema.extend({
  state: z.union([z.literal('').transform(() => undefined), mailStateSchema]).optional(),
  reference: z.string().trim().max(100).default(''),
})

/** The send log: what went to whom, what did not and why, and sending again. */
export function registerMailPages(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock; readonly brand: Brand },
): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const staff = { config: { access: 'staff' as const } }

  pages.get('/admin/mails', { ...staff, schema: { hide: true, querystring: querySchema } }, async (request, reply) => {
    const { cursor, limit, state, reference } = request.query
    const query = { cursor, limit, state, reference: reference === '' ? undefined : reference }
    const mails = await deps.db.transaction((tx) => mailPage(tx, query))
    return sendPage(request, reply, 'people/notifications/mails', {
      title: 'Mails',
      section: 'mails',
      wide: true,
      mails,
      state,
      reference,
      isFirst: cursor === undefined,
    })
  })

  pages.get('/admin/mails/:mailId', { ...staff, schema: { hide: true, params } }, async (request, reply) => {
    const mail = await deps.db.transaction((tx) => mailDetail(tx, request.params.mailId, deps.brand))
    const mayResend = staffOf(request).roles.includes('operations') && mail.state !== 'queued'
    return sendPage(request, reply, 'people/notifications/mail', {
      title: mail.subject.length > 40 ? 'Mail' : mail.subject,
      section: 'mails',
      mail,
      mayResend,
    })
  })

  pages.post(
    '/admin/mails/:mailId/resend',
    { config: { access: 'staff:operations' }, schema: { hide: true, params } },
    async (request, reply) => {
      const { mailId } = request.params
      await resendMail(deps, { mailId, actor: staffOf(request).userName })
      return seeOther(reply, `/admin/mails/${mailId}`)
    },
  )
}
