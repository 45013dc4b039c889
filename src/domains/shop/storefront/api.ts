import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import { responseCache } from '../../../platform/http/answer/response-cache.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { prefetch } from '../../../platform/http/request/prefetch.ts'
import { categorySchema, ItemNotAvailable, loadViewer, type TitleDeps, TitleNotMapped } from '../catalog/index.ts'
import { itemAnswer, itemSchema, memberExplanationSchema, priceAnswer, refusals } from './api-schemas.ts'
import { browseAs, explainItem, readItem, readItemFor, readKitOfTitle } from './browse-items.ts'
import { explainTax } from './explain-tax.ts'
import { cursorOf, placeOfCursor } from './item-cursor.ts'
import { registerSearchApi } from './search-api.ts'
import { type AtItemFacts, atItemParts, loadShopper, type ShopperFacts, shopperParts } from './shopper.ts'

const listQuerySchema = pageQuerySchema.extend({
  q: z.string().max(200).optional(),
  category: categorySchema.optional(),
  productLine: partnerKeySchema.optional(),
})
const itemParamsSchema = z.strictObject({ partNumber: partnerKeySchema })
const quantityQuerySchema = z.strictObject({
  /** The least that is sold unless given. */
  quantity: z.coerce.number().int().min(1).max(1_000_000).optional(),
})

const alikeFields = {
  /** True when nothing has the words of `q`, and these items are only like them. */
  isAlike: z.boolean(),
  /** `q` with the words of what was found; null when there is nothing to mend. */
  didYouMean: z.string().nullable(),
}

// Fifteen hundred pages; a store process has 200 MB while it is read from.
const keptBytes = 24 * 1024 * 1024

/** The catalog as one account sees it: only its items, only at its prices. What it may not see is not there. */
export function registerCatalogApi(app: FastifyInstance, deps: TitleDeps): void {
  const { db, clock } = deps
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const today = () => dateOf(clock.now())
  const viewerOf = (accountId: string) => loadViewer(db, accountId, today())
  const answers = responseCache(keptBytes)
  registerSearchApi(app, deps, answers)

  const listAlong = prefetch<ShopperFacts>({
    ...shopperParts,
    valuesOf: ({ query }, accountId) => {
      const on = today()
      if (accountId === undefined) return { on }
      const asked = listQuerySchema.safeParse(query).data
      return asked !== undefined && answers.has({ caller: { accountId }, asked: listQuestion(on, asked) })
        ? null
        : { on }
    },
  })

  typed.get(
    '/api/items',
    {
      config: { access: 'member', prefetch: listAlong },
      schema: {
        tags: ['catalog'],
        operationId: 'listItems',
        summary: 'Items that the account may buy, at its prices',
        querystring: listQuerySchema,
        response: { 200: pageOf(itemSchema).extend(alikeFields), ...refusals },
      },
    },
    async (request, reply) => {
      const caller = memberOf(request)
      const on = today()
      const { cursor, ...query } = request.query
      return answers.send(reply, { caller, asked: listQuestion(on, request.query) }, async () => {
        const shopper = await loadShopper(db, { accountId: caller.accountId, on }, listAlong.of(request))
        const { items, next, isAlike, didYouMean } = await browseAs(db, shopper, {
          ...query,
          after: placeOfCursor(cursor),
        })
        return {
          items: items.map(({ item, price }) => itemAnswer(item, price, shopper.viewer)),
          nextCursor: next && cursorOf(next),
          isAlike,
          didYouMean,
        }
      })
    },
  )

  const itemAlong = prefetch<AtItemFacts>({
    ...atItemParts,
    valuesOf: ({ params, query }, accountId) => {
      const partNumber = itemParamsSchema.safeParse(params).data?.partNumber
      if (partNumber === undefined) return null
      if (accountId === undefined) return { partNumber }
      const quantity = quantityQuerySchema.safeParse(query).data?.quantity
      return answers.has({ caller: { accountId }, asked: ['item', today(), partNumber, quantity] })
        ? null
        : { partNumber }
    },
  })

  typed.get(
    '/api/items/:partNumber',
    {
      config: { access: 'member', prefetch: itemAlong },
      schema: {
        tags: ['catalog'],
        operationId: 'viewItem',
        summary: 'One item at the price for a quantity',
        params: itemParamsSchema,
        querystring: quantityQuerySchema,
        response: { 200: itemSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const caller = memberOf(request)
      const on = today()
      const { partNumber } = request.params
      const { quantity } = request.query
      return answers.send(reply, { caller, asked: ['item', on, partNumber, quantity] }, async () => {
        const { accountId } = caller
        const wanted = { partNumber, quantity: quantity ?? null }
        const { item, price, viewer } = await readItemFor(db, { accountId, on }, wanted, itemAlong.of(request))
        return itemAnswer(item, price, viewer)
      })
    },
  )

  typed.get(
    '/api/items/:partNumber/explain',
    {
      config: { access: 'member' },
      schema: {
        tags: ['catalog'],
        operationId: 'explainItem',
        summary: 'Why the account sees an item, and what its price came from',
        params: itemParamsSchema,
        querystring: quantityQuerySchema,
        response: { 200: memberExplanationSchema, ...refusals },
      },
    },
    async (request) => {
      const { partNumber } = request.params
      const viewer = await viewerOf(memberOf(request).accountId)
      const quantity = request.query.quantity ?? null
      const { item, price } = await readItem(db, viewer, partNumber, quantity)
      const { visibility } = await explainItem(db, viewer, partNumber, quantity)
      if (!visibility?.visible) throw new ItemNotAvailable(partNumber)
      const tax = await explainTax(db, viewer.accountId, item.obligation, price)
      return { partNumber, because: visibility.because, ...priceAnswer(price), trace: price.trace, tax }
    },
  )

  typed.get(
    '/api/titles/:partnerProductId',
    {
      config: { access: 'member' },
      schema: {
        tags: ['catalog'],
        operationId: 'viewKitOfTitle',
        summary: 'The media kit of a title of the portal',
        params: z.strictObject({ partnerProductId: partnerKeySchema }),
        response: { 200: itemSchema, ...refusals },
      },
    },
    async (request) => {
      const { partnerProductId } = request.params
      try {
        const { item, price, viewer } = await readKitOfTitle(deps, memberOf(request).accountId, partnerProductId)
        return itemAnswer(item, price, viewer)
      } catch (error) {
        if (error instanceof TitleNotMapped) request.log.warn({ partnerProductId }, 'title has no media kit')
        throw error
      }
    },
  )
}

function listQuestion(on: LocalDate, { cursor, ...query }: z.infer<typeof listQuerySchema>): readonly unknown[] {
  return ['list', on, cursor, query]
}
