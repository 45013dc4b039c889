import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { decideLink } from './link-parent.ts'
import { openLinks } from './parent-link-store.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }
export const linksShown = 200
const linkSchema = z
  .object({
    activationId: z.string(),
    /** The line that the add-on belongs to. */
    parentActivationId: z.string().nullable(),
    orderId: z.string(),
    orderNumber: z.string(),
    accountId: z.string(),
    /** `refused` waits for a person; `waiting` is still tried. */
    state: z.enum(['waiting', 'refused']),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'ParentLink' })
const listSchema = z.object({ items: z.array(linkSchema) })

/** Add-ons that the platform does not name a parent for yet, for staff. */
export function registerParentLinkApi(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['staff: platform']
  api.get(
    '/api/admin/parent-links',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listParentLinks',
        summary: 'Add-ons that are live and not linked to their base line on the platform',
        response: { 200: listSchema, ...refusals },
      },
    },
    async () => listed(deps.db),
  )
  for (const [decision, operationId, summary] of [
    ['retry', 'retryParentLink', 'Have the platform asked for the link again'],
    ['done', 'closeParentLink', 'Say that the link was set on the platform by hand'],
  ] as const)
    api.post(
      `/api/admin/parent-links/:activationId/${decision}`,
      {
        config: { access: 'staff:operations' },
        schema: {
          tags,
          operationId,
          summary,
          params: z.object({ activationId: z.string().max(255) }),
          response: { 200: listSchema, ...refusals },
        },
      },
      async (request) => {
        await decideLink(deps, staffOf(request).userName, { activationId: request.params.activationId, decision })
        return listed(deps.db)
      },
    )
}

async function listed(db: Db): Promise<z.infer<typeof listSchema>> {
  const links = await openLinks(db, linksShown)
  return {
    items: links.map(({ updatedAt, state, ...link }) => ({
      ...link,
      state: state === 'refused' ? 'refused' : 'waiting',
      updatedAt: updatedAt.toISOString(),
    })),
  }
}
