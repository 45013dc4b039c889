import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { fieldsOf, seeOther } from '../../../platform/http/request/forms.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { listMediaOffers, switchMediaOffer } from './media-offers.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }
const params = z.object({ partNumber: partnerKeySchema })
const offersSchema = z
  .object({
    items: z.array(
      z.object({
        partNumber: z.string(),
        title: z.string(),
        /** The portal's id of the title; null for a kit that no button leads to. */
        partnerProductId: z.string().nullable(),
        /** Products of which an account has to hold one. */
        products: z.array(z.string()),
        offered: z.boolean(),
        changedBy: z.string().nullable(),
        changedAt: z.iso.datetime().nullable(),
      }),
    ),
  })
  .meta({ id: 'MediaOffers' })

export interface MediaOfferDeps {
  readonly db: Db
  readonly clock: Clock
}

/** Which products come as physical copies too: the switch of each, over the API and as a page. */
export function registerMediaOffers(app: FastifyInstance, deps: MediaOfferDeps): void {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['staff: catalog']

  typed.get(
    '/api/admin/media-offers',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        operationId: 'listMediaOffers',
        summary: 'Every media kit and whether the store offers it',
        response: { 200: offersSchema, ...refusals },
      },
    },
    async () => ({ items: await answer(deps) }),
  )
  typed.put(
    '/api/admin/media-offers/:partNumber',
    {
      config: { access: 'staff:catalog' },
      schema: {
        tags,
        operationId: 'switchMediaOffer',
        summary: 'Show or hide the media kit of a product; a hidden kit cannot be ordered',
        params,
        body: z.strictObject({ offered: z.boolean() }),
        response: { 200: offersSchema, ...refusals },
      },
    },
    async (request) => {
      const { offered } = request.body
      await switchMediaOffer(deps, { ...request.params, offered }, staffOf(request).userName)
      return { items: await answer(deps) }
    },
  )
  typed.get('/admin/media-offers', { config: { access: 'staff' }, schema: { hide: true } }, async (request, reply) =>
    sendPage(request, reply, 'shop/catalog/media-offers', {
      title: 'Physical copies',
      section: 'copies',
      wide: true,
      kits: await listMediaOffers(deps.db),
      mayChange: staffOf(request).roles.includes('catalog'),
    }),
  )
  typed.post(
    '/admin/media-offers/:partNumber',
    { config: { access: 'staff:catalog' }, schema: { hide: true, params } },
    async (request, reply) => {
      const offered = fieldsOf(request)['offered'] === 'yes'
      await switchMediaOffer(deps, { ...request.params, offered }, staffOf(request).userName)
      return seeOther(reply, '/admin/media-offers')
    },
  )
}

async function answer({ db }: MediaOfferDeps) {
  return (await listMediaOffers(db)).map((kit) => ({
    ...kit,
    products: [...kit.products],
    changedAt: kit.changedAt?.toISOString() ?? null,
  }))
}
