import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DomainError } from '../../../kernel/domain-error.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import { type CsvShape, decimalSigns, separators } from '../../../platform/files/csv-shape.ts'
import { decodeFile } from '../../../platform/files/strict-decoder.ts'
import { type FieldError, InvalidInput, NotFound } from '../../../platform/http/answer/problems.ts'
import { seeOtherWith } from '../../../platform/http/pages/flash.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, type FormState, fieldsOf } from '../../../platform/http/request/forms.ts'
import { cursorSchema, decodeCursor, encodeCursor } from '../../../platform/http/request/paging.ts'
import { allItems, itemsByPartNumber } from '../catalog/index.ts'
import { exportPrices } from './export-prices.ts'
import { comingChanges, entriesOfList, findList, listStates, pageOfLists, stateOf } from './price-list-store.ts'
import { cursorOfEntry, mostFileBytes, placeOfEntry } from './price-lists-api.ts'
import { type PriceChange, type PublishDeps, previewPrices, publishPrices } from './publish-prices.ts'
import { keySchema } from './schemas.ts'

const listsAPage = 50
const entriesAPage = 100
const rowsShown = 200
const comingShown = 10
const mistakesShown = 100
const searchSchema = z.string().max(100).default('').catch('')
const placeSchema = cursorSchema.optional().catch(undefined)

/** Price lists for staff: what is live and what comes, what a list sells, and a file in with a look at it first. */
export function registerPriceListPages(app: FastifyInstance, deps: PublishDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const { db, clock } = deps
  const staff = { config: { access: 'staff' as const } }
  const catalog = { config: { access: 'staff:catalog' as const }, bodyLimit: 2 * mostFileBytes }
  const mayChange = (request: FastifyRequest) => staffOf(request).roles.includes('catalog')

  pages.get(
    '/admin/price-lists',
    {
      ...staff,
      schema: {
        hide: true,
        querystring: z.object({
          q: searchSchema,
          state: z.enum(listStates).optional().catch(undefined),
          cursor: placeSchema,
        }),
      },
    },
    async (request, reply) => {
      const { q, state = null, cursor } = request.query
      const on = dateOf(clock.now())
      const [after] = decodeCursor(cursor) ?? []
      const found = await pageOfLists(db, { q: q.replaceAll('\0', ' '), state, on, after, limit: listsAPage + 1 })
      const lists = found.slice(0, listsAPage).map((list) => ({ ...list, state: stateOf(list, on) }))
      const last = lists.at(-1)
      return sendPage(request, reply, 'shop/pricing/price-lists', {
        title: 'Prices and catalog',
        section: 'prices',
        wide: true,
        lists,
        q,
        state,
        mayChange: mayChange(request),
        isFirst: after === undefined,
        nextCursor: last && found.length > listsAPage ? encodeCursor([last.id]) : null,
        coming: await comingChanges(db, on, comingShown),
        unsellable: await allItems(db, { onlyUnsellable: true, after: undefined, limit: rowsShown }),
      })
    },
  )

  pages.get(
    '/admin/price-lists/:listId',
    {
      ...staff,
      schema: {
        hide: true,
        params: z.object({ listId: keySchema }),
        querystring: z.object({ q: searchSchema, cursor: placeSchema }),
      },
    },
    async (request, reply) => {
      const { q, cursor } = request.query
      const list = await findList(db, request.params.listId)
      if (!list) throw new NotFound('price list')
      const after = placeOfEntry(cursor)
      const found = await entriesOfList(db, list.id, { q: q.replaceAll('\0', ' '), after, limit: entriesAPage + 1 })
      const shown = found.slice(0, entriesAPage)
      const partNumbers = shown.map(({ partNumber }) => partNumber)
      const items = await itemsByPartNumber(db, partNumbers)
      const entries = shown.map((entry) => ({ ...entry, hasItem: items.has(entry.partNumber) }))
      return sendPage(request, reply, 'shop/pricing/price-list', {
        title: list.name,
        section: 'prices',
        wide: true,
        list: { ...list, state: stateOf(list, dateOf(clock.now())) },
        entries,
        q,
        isFirst: after === undefined,
        nextCursor: found.length > entriesAPage ? cursorOfEntry(shown.at(-1)) : null,
      })
    },
  )

  pages.get(
    '/admin/price-file.csv',
    { ...staff, schema: { hide: true, querystring: z.object({ list: keySchema.optional() }) } },
    async (request, reply) => {
      const { list } = request.query
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="price-lists.csv"')
        .send(Readable.from(await exportPrices(db, list === undefined ? [] : [list])))
    },
  )

  pages.get('/admin/price-file', { ...catalog, schema: { hide: true } }, (request, reply) =>
    sendImport(request, reply, { form: emptyForm() }),
  )

  // Nothing is written, so that reloading this answer does no harm and needs no redirect.
  pages.post('/admin/price-file', { ...catalog, schema: { hide: true } }, async (request, reply) => {
    const fields = fieldsOf(request)
    try {
      return await sendImport(request, reply, {
        form: emptyForm(fields),
        change: await previewPrices(deps, csvOf(fields), shapeOf(fields)),
      })
    } catch (error) {
      return refuse(request, reply, fields, error)
    }
  })

  pages.post('/admin/price-file/publish', { ...catalog, schema: { hide: true } }, async (request, reply) => {
    const fields = fieldsOf(request)
    const hash = fields['hash'] ?? ''
    try {
      const actor = staffOf(request).userName
      const { lists } = await publishPrices(deps, { csv: csvOf(fields), shape: shapeOf(fields), hash, actor })
      return seeOtherWith(reply, '/admin/price-lists', { kind: 'published', about: String(lists.length) })
    } catch (error) {
      return refuse(request, reply, fields, error)
    }
  })
}

/** Its letters were lost before it came here, if they were: the page reads the file, or the clipboard did. */
function csvOf(fields: Readonly<Record<string, string>>): string {
  return decodeFile(Buffer.from(fields['csv'] ?? ''))
}

const shapeSchema = z.object({
  separator: z.enum(['comma', 'semicolon', 'tab']).catch('comma'),
  decimal: z.enum(['point', 'comma']).catch('point'),
})

function shapeOf(fields: Readonly<Record<string, string>>): CsvShape {
  const { separator, decimal } = shapeSchema.parse(fields)
  return { separator: separators[separator], decimal: decimalSigns[decimal] }
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  values: Readonly<Record<string, string>>,
  error: unknown,
): Promise<FastifyReply> {
  if (!(error instanceof DomainError)) throw error
  const mistakes = error instanceof InvalidInput ? error.errors : []
  const form = { values, errors: { csv: error.message }, code: error.code }
  return sendImport(request, reply, { form, mistakes, status: mistakes.length > 0 ? 400 : 409 })
}

function sendImport(
  request: FastifyRequest,
  reply: FastifyReply,
  page: {
    readonly form: FormState
    readonly change?: PriceChange
    readonly mistakes?: readonly FieldError[]
    readonly status?: number
  },
): Promise<FastifyReply> {
  const { form, change = null, mistakes = [], status = 200 } = page
  return sendPage(request, reply, 'shop/pricing/price-file', {
    title: change ? 'What these prices change' : 'Import price lists',
    section: 'prices',
    wide: true,
    form,
    change,
    status,
    mistakes: mistakes.slice(0, mistakesShown),
  })
}
