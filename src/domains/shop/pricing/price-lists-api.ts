import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf } from '../../../kernel/local-date.ts'
import { decimalSigns, separators } from '../../../platform/files/csv-shape.ts'
import { decodeFile } from '../../../platform/files/strict-decoder.ts'
import { NotFound, problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { decodeCursor, encodeCursor, pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { saveGroup } from './change-groups.ts'
import { exportPrices } from './export-prices.ts'
import { allGroups } from './group-store.ts'
import { entriesOfList, findList, listStates, pageOfLists, stateOf } from './price-list-store.ts'
import {
  entryRowSchema,
  groupMembersSchema,
  groupSchema,
  priceChangeSchema,
  priceListSchema,
  sizedListSchema,
} from './price-lists-schemas.ts'
import { type PublishDeps, previewPrices, publishPrices } from './publish-prices.ts'
import { keySchema } from './schemas.ts'

const tags = ['staff: catalog']
const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const listParams = z.strictObject({ listId: keySchema })
/** The longest file; longer ones are imported at the command line. */
export const mostFileBytes = 32 * 1024 * 1024

/** Price lists for staff: what there is, CSV in and out, what a file would change, and groups of accounts. */
export function registerPriceListsApi(app: FastifyInstance, deps: PublishDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const { db, clock } = deps
  const read = { config: { access: 'staff' as const } }
  const catalog = { config: { access: 'staff:catalog' as const } }
  // Its own limit would be that of every route, also of those that strangers call; the route for files states one.
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    decodeFile(body, charsetOf(request.headers['content-type'])),
  )

  api.get(
    '/api/admin/price-lists',
    {
      ...read,
      schema: {
        tags,
        operationId: 'listPriceLists',
        summary: 'Price lists, by id, each with its state and size',
        querystring: pageQuerySchema.extend({
          q: z.string().max(100).default(''),
          state: z.enum(listStates).optional(),
        }),
        response: { 200: pageOf(sizedListSchema), ...refusals },
      },
    },
    async (request) => {
      const { q, state = null, cursor, limit } = request.query
      const on = dateOf(clock.now())
      const [after] = decodeCursor(cursor) ?? []
      const found = await pageOfLists(db, { q: q.replaceAll('\0', ' '), state, on, after, limit: limit + 1 })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map((list) => ({ ...list, state: stateOf(list, on) })),
        nextCursor: last && found.length > limit ? encodeCursor([last.id]) : null,
      }
    },
  )

  api.get(
    '/api/admin/price-lists/:listId',
    {
      ...read,
      schema: {
        tags,
        operationId: 'viewPriceList',
        summary: 'One price list',
        params: listParams,
        response: { 200: priceListSchema, ...refusals },
      },
    },
    async (request) => {
      const list = await findList(db, request.params.listId)
      if (!list) throw new NotFound('price list')
      return { ...list, state: stateOf(list, dateOf(clock.now())) }
    },
  )

  api.get(
    '/api/admin/price-lists/:listId/entries',
    {
      ...read,
      schema: {
        tags,
        operationId: 'listPriceListEntries',
        summary: 'Entries of a price list, by part number and quantity',
        params: listParams,
        querystring: pageQuerySchema.extend({ q: z.string().max(100).default('') }),
        response: { 200: pageOf(entryRowSchema), ...refusals },
      },
    },
    async (request) => {
      const { q, cursor, limit } = request.query
      const list = await findList(db, request.params.listId)
      if (!list) throw new NotFound('price list')
      const after = placeOfEntry(cursor)
      const found = await entriesOfList(db, list.id, { q: q.replaceAll('\0', ' '), after, limit: limit + 1 })
      const items = found.slice(0, limit)
      return { items, nextCursor: found.length > limit ? cursorOfEntry(items.at(-1)) : null }
    },
  )

  api.get(
    '/api/admin/price-lists.csv',
    {
      ...read,
      schema: {
        tags,
        operationId: 'exportPriceLists',
        summary: 'Price lists as CSV, as it is imported',
        description: 'All lists unless some are named with `list`.',
        querystring: z.strictObject({ list: z.union([keySchema, z.array(keySchema).max(100)]).optional() }),
        response: {
          ...refusals,
          200: {
            description: 'CSV, the header first',
            content: { 'text/csv': { schema: z.unknown().meta({ type: 'string' }) } },
          },
        },
      },
    },
    async (request, reply) => {
      const { list = [] } = request.query
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="price-lists.csv"')
        .send(Readable.from(await exportPrices(db, typeof list === 'string' ? [list] : list)))
    },
  )

  api.post(
    '/api/admin/price-lists',
    {
      ...catalog,
      bodyLimit: mostFileBytes,
      schema: {
        tags,
        operationId: 'importPriceLists',
        summary: 'Put the price lists of a CSV file in place, all or none',
        description:
          'Columns: `list`, `name`, `audience`, `audience_value`, `currency`, `priority`, `valid_from`, `valid_through`, `falls_back`, `part_number`, `min_quantity`, `increment`, `unit_price` in major units. With `preview=true` nothing is written; with the `hash` of a preview exactly that is published. The text is UTF-8 unless `charset` of the content type says otherwise, and never read by a guess.',
        consumes: ['text/csv'],
        body: z.string().min(1, 'Send the file as text/csv'),
        querystring: z.strictObject({
          preview: z.enum(['true', 'false']).default('false'),
          hash: z.string().max(100).optional(),
          separator: z.enum(['comma', 'semicolon', 'tab']).default('comma'),
          decimal: z.enum(['point', 'comma']).default('point'),
        }),
        response: { 200: priceChangeSchema, ...refusals },
      },
    },
    async (request) => {
      const { preview, hash = null, separator, decimal } = request.query
      const shape = { separator: separators[separator], decimal: decimalSigns[decimal] }
      if (preview === 'true') return previewPrices(deps, request.body, shape)
      return publishPrices(deps, { csv: request.body, shape, hash, actor: staffOf(request).userName })
    },
  )

  api.get(
    '/api/admin/account-groups',
    {
      ...read,
      schema: {
        tags,
        operationId: 'listAccountGroups',
        summary: 'Named groups of accounts that price lists are for',
        response: { 200: z.object({ items: z.array(groupSchema) }), ...refusals },
      },
    },
    async () => ({ items: await allGroups(db) }),
  )

  api.put(
    '/api/admin/account-groups/:groupId',
    {
      ...catalog,
      bodyLimit: mostFileBytes,
      schema: {
        tags,
        operationId: 'replaceAccountGroup',
        summary: 'Replace the accounts of a group',
        params: z.strictObject({ groupId: keySchema }),
        body: groupMembersSchema,
        response: { 200: groupSchema, ...refusals },
      },
    },
    async (request) => {
      const { groupId } = request.params
      return saveGroup(deps, { groupId, accountIds: request.body.accountIds, actor: staffOf(request).userName })
    },
  )
}

function charsetOf(contentType = ''): string | null {
  return /;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1] ?? null
}

/** Null at the end. */
export function cursorOfEntry(entry: { partNumber: string; minQuantity: number } | undefined): string | null {
  return entry ? encodeCursor([entry.partNumber, String(entry.minQuantity)]) : null
}

export function placeOfEntry(cursor: string | undefined): readonly [string, number] | undefined {
  const [partNumber, quantity] = decodeCursor(cursor) ?? []
  const minQuantity = z.coerce.number().int().min(1).max(1_000_000).safeParse(quantity).data
  return partNumber === undefined || minQuantity === undefined ? undefined : [partNumber, minQuantity]
}
