import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf } from '../../../kernel/local-date.ts'
import type { ResponseCache } from '../../../platform/http/answer/response-cache.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { decodeCursor, encodeCursor, pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { categorySchema, type Item, loadViewer, type TitleDeps } from '../catalog/index.ts'
import { keySchema } from '../pricing/index.ts'
import { itemAnswer, itemSchema, refusals } from './api-schemas.ts'
import { browseGroups, itemFacets, suggestItems } from './search-items.ts'

const textSchema = z.string().max(200)
const filterSchema = z.strictObject({
  q: textSchema.optional(),
  category: categorySchema.optional(),
  productLine: keySchema.optional(),
})

const facetSchema = z.object({ value: z.string(), count: z.number().int() }).meta({ id: 'Facet' })
const facetsSchema = z
  .object({
    /** For whom these are the counts. */
    accountId: z.string(),
    total: z.number().int(),
    isAlike: z.boolean(),
    categories: z.array(facetSchema),
    productLines: z.array(facetSchema),
  })
  .meta({ id: 'Facets' })
const hintSchema = z
  .object({
    partNumber: z.string(),
    title: z.string(),
    category: categorySchema,
    /** The page of the item. */
    href: z.string(),
  })
  .meta({ id: 'SearchHint' })
const updateSchema = itemSchema
  .pick({ partNumber: true, title: true, category: true, productName: true, productVersion: true })
  .meta({ id: 'ItemUpdate' })
const groupSchema = z
  .object({
    product: z.string(),
    owned: z.boolean(),
    bases: z.array(itemSchema),
    /** Updates that come with what the account has; they have no price, because nobody buys them. */
    included: z.array(updateSchema),
    related: z.array(itemSchema),
  })
  .meta({ id: 'ItemGroup' })

/** Counts, hints and groups over the same items as the list: what the account may not see is in none of them. */
export function registerSearchApi(app: FastifyInstance, { db, clock }: TitleDeps, answers: ResponseCache): void {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const member = { config: { access: 'member' as const } }
  const tags = ['catalog']
  const today = () => dateOf(clock.now())

  typed.get(
    '/api/items/facets',
    {
      ...member,
      schema: {
        tags,
        operationId: 'countItems',
        summary: 'Count of items by category and product line',
        querystring: filterSchema,
        response: { 200: facetsSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const caller = memberOf(request)
      const on = today()
      return answers.send(reply, { caller, asked: ['facets', on, request.query] }, async () => {
        const viewer = await loadViewer(db, caller.accountId, on)
        const { match, ...facets } = await itemFacets(db, viewer, request.query)
        return { accountId: viewer.accountId, isAlike: match === 'alike', ...facets }
      })
    },
  )

  typed.get(
    '/api/items/suggest',
    {
      ...member,
      schema: {
        tags,
        operationId: 'suggestItems',
        summary: 'Suggestions for what was typed so far',
        querystring: z.strictObject({ q: textSchema }),
        response: { 200: z.object({ accountId: z.string(), items: z.array(hintSchema) }), ...refusals },
      },
    },
    async (request, reply) => {
      const caller = memberOf(request)
      const on = today()
      const q = request.query.q.trim()
      return answers.send(reply, { caller, asked: ['suggest', on, q] }, async () => {
        const viewer = await loadViewer(db, caller.accountId, on)
        // One letter is in nearly everything, and helps nobody.
        const found = q.length < 2 ? [] : await suggestItems(db, viewer, q)
        return { accountId: viewer.accountId, items: found.map(hintOf) }
      })
    },
  )

  typed.get(
    '/api/items/groups',
    {
      ...member,
      schema: {
        tags,
        operationId: 'listItemGroups',
        summary: 'Products, each with its updates and what is sold beside it',
        querystring: pageQuerySchema,
        response: { 200: pageOf(groupSchema).extend({ accountId: z.string() }), ...refusals },
      },
    },
    async (request, reply) => {
      const caller = memberOf(request)
      const on = today()
      const { cursor, limit } = request.query
      return answers.send(reply, { caller, asked: ['groups', on, cursor, limit] }, async () => {
        const viewer = await loadViewer(db, caller.accountId, on)
        const { groups, next } = await browseGroups(db, viewer, { limit, after: decodeCursor(cursor)?.[0] })
        const answerOf = ({ item, price }: (typeof groups)[number]['bases'][number]) => itemAnswer(item, price, viewer)
        return {
          accountId: viewer.accountId,
          items: groups.map(({ bases, related, ...group }) => ({
            ...group,
            bases: bases.map(answerOf),
            related: related.map(answerOf),
          })),
          nextCursor: next === null ? null : encodeCursor([next]),
        }
      })
    },
  )
}

function hintOf({ partNumber, title, category, partnerProductId }: Item): z.input<typeof hintSchema> {
  return { partNumber, title, category, href: pageOfItem({ partNumber, partnerProductId }) }
}

/** A kit has a page under its title, everything else under its part number. */
export function pageOfItem({ partNumber, partnerProductId }: Pick<Item, 'partNumber' | 'partnerProductId'>): string {
  return partnerProductId === null
    ? `/items/${encodeURIComponent(partNumber)}`
    : `/kits/${encodeURIComponent(partnerProductId)}`
}
