import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { fieldsOf, seeOther } from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import { confirmInvitation, findInvitation, invitationStateAt } from './company-invitations.ts'

/** Where the link of an invitation leads: what it is about, and that signing on accepts it. */
export function registerInvitationPages(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock; readonly portalUrl: string },
): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } } as const
  const params = z.object({ invitationId: z.string().max(60) })

  pages.get(
    '/invitations/:invitationId',
    {
      config,
      schema: { hide: true, params, querystring: z.object({ key: z.string().max(100).default('').catch('') }) },
    },
    async (request, reply) => {
      const invitation = await findInvitation(deps.db, request.params.invitationId)
      if (!invitation) throw new NotFound('invitation')
      reply.header('cache-control', 'private, no-store').header('referrer-policy', 'same-origin')
      return sendPage(request, reply, 'people/accounts/invitation', {
        title: message('accounts.invitation.windowTitle', { companyName: invitation.companyName }),
        invitation,
        key: request.query.key === invitation.linkKey ? invitation.linkKey : '',
        state: invitationStateAt(invitation, deps.clock.now()),
        portalUrl: deps.portalUrl,
      })
    },
  )

  pages.post(
    '/invitations/:invitationId/acceptance',
    { config, schema: { hide: true, params } },
    async (request, reply) => {
      const { invitationId } = request.params
      const key = fieldsOf(request)['key'] ?? ''
      await confirmInvitation(deps, { invitationId, key })
      return seeOther(reply, `/invitations/${encodeURIComponent(invitationId)}?key=${encodeURIComponent(key)}`)
    },
  )
}
