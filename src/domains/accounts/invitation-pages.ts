import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { NotFound } from '../../platform/http/problems.ts'
import { sendPage } from '../../platform/http/views.ts'
import { findInvitation, invitationStateAt } from './company-invitations.ts'

/** Where the link of an invitation leads: what it is about, and that signing on accepts it. */
export function registerInvitationPages(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock; readonly portalUrl: string },
): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/invitations/:invitationId',
    {
      config: { access: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: { hide: true, params: z.object({ invitationId: z.string().max(60) }) },
    },
    async (request, reply) => {
      const invitation = await findInvitation(deps.db, request.params.invitationId)
      if (!invitation) throw new NotFound('invitation')
      reply.header('cache-control', 'private, no-store').header('referrer-policy', 'no-referrer')
      return sendPage(request, reply, 'accounts/invitation', {
        title: `Invitation to ${invitation.companyName}`,
        invitation,
        state: invitationStateAt(invitation, deps.clock.now()),
        portalUrl: deps.portalUrl,
      })
    },
  )
}
