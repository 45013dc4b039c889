import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { cursorSchema, decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { message } from '../../../platform/messages/messages.ts'
import { categorySchema, loadViewer } from '../catalog/index.ts'
import { browseItems } from './browse-items.ts'
import { cursorOf, placeOfCursor } from './item-cursor.ts'
import { pageOfItem } from './search-api.ts'
import { browseGroups, itemFacets } from './search-items.ts'

const itemsAPage = 24
const groupsAPage = 10

// A form without a choice sends an empty one.
const catalogQuerySchema = z.object({
  q: z.string().trim().max(200).default('').catch(''),
  category: categorySchema.optional().catch(undefined),
  productLine: partnerKeySchema.optional().catch(undefined),
  cursor: cursorSchema.optional().catch(undefined),
})

/** The catalog as one account sees it: a list to search and filter, and products with all that belongs to each. */
export function registerCatalogPages(
  app: FastifyInstance,
  { db, clock }: { readonly db: Db; readonly clock: Clock },
): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const viewerOf = (accountId: string) => loadViewer(db, accountId, dateOf(clock.now()))
  const page = { section: 'catalog', wide: true, pageOfItem }

  pages.get(
    '/catalog',
    { config: { access: 'member' }, schema: { hide: true, querystring: catalogQuerySchema } },
    async (request, reply) => {
      const { q, category, productLine, cursor } = request.query
      const viewer = await viewerOf(memberOf(request).accountId)
      const filter = { q: q === '' ? undefined : q.replaceAll('\0', ' '), category, productLine }
      const after = placeOfCursor(cursor)
      const [found, facets] = await Promise.all([
        browseItems(db, viewer, { ...filter, after, limit: itemsAPage }),
        itemFacets(db, viewer, filter),
      ])
      return sendPage(request, reply, 'shop/storefront/catalog', {
        ...page,
        title: message('storefront.catalog.windowTitle'),
        view: 'items',
        q,
        category,
        productLine,
        facets,
        items: found.items,
        isAlike: found.isAlike,
        didYouMean: found.didYouMean,
        isFirst: after === undefined,
        nextCursor: found.next && cursorOf(found.next),
      })
    },
  )

  pages.get(
    '/catalog/products',
    { config: { access: 'member' }, schema: { hide: true, querystring: catalogQuerySchema.pick({ cursor: true }) } },
    async (request, reply) => {
      const viewer = await viewerOf(memberOf(request).accountId)
      const after = decodeCursor(request.query.cursor)?.[0]
      const { groups, next } = await browseGroups(db, viewer, { after, limit: groupsAPage })
      return sendPage(request, reply, 'shop/pricing/product-groups', {
        ...page,
        title: 'Catalog by product',
        view: 'products',
        groups,
        isFirst: after === undefined,
        nextCursor: next === null ? null : encodeCursor([next]),
      })
    },
  )
}
