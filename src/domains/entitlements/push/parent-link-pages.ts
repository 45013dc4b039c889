import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { seeOther } from '../../../platform/http/request/forms.ts'
import { decideLink } from './link-parent.ts'
import { linksShown } from './parent-link-api.ts'
import { openLinks } from './parent-link-store.ts'

/** Add-ons whose link to their base line waits for a person. */
export function registerParentLinkPages(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  pages.get('/admin/parent-links', { config: { access: 'staff' }, schema: { hide: true } }, async (request, reply) =>
    sendPage(request, reply, 'entitlements/push/parent-links', {
      title: 'Links between lines',
      section: 'links',
      wide: true,
      links: await openLinks(deps.db, linksShown),
      mayDecide: staffOf(request).roles.includes('operations'),
    }),
  )
  for (const decision of ['retry', 'done'] as const)
    pages.post(
      `/admin/parent-links/:activationId/${decision}`,
      {
        config: { access: 'staff:operations' },
        schema: { hide: true, params: z.object({ activationId: z.string().max(255) }) },
      },
      async (request, reply) => {
        await decideLink(deps, staffOf(request).userName, { activationId: request.params.activationId, decision })
        return seeOther(reply, '/admin/parent-links')
      },
    )
}
