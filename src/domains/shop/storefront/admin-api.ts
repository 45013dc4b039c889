import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { dateOf, isLocalDate, localDate } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { decodeCursor, encodeCursor, pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import {
  allItems,
  categorySchema,
  latestTitleMisses,
  loadViewer,
  loadViewerAsOf,
  obligationSchema,
} from '../catalog/index.ts'
import { priceAsKnown } from '../pricing/index.ts'
import { priceAnswer, refusals, staffExplanationSchema } from './api-schemas.ts'
import { explainItem } from './browse-items.ts'
import { explainTax } from './explain-tax.ts'

const dateSchema = z.string().refine(isLocalDate, 'Give a date of the form YYYY-MM-DD').transform(localDate)

/** An offset may lead out of the years that a date can have, at both ends. */
function isOfCalendar(instant: string): boolean {
  const at = new Date(instant)
  return !Number.isNaN(at.getTime()) && isLocalDate(at.toISOString().slice(0, 10))
}

const adminItemSchema = z
  .object({
    partNumber: z.string(),
    origin: z.enum(['platform', 'store']),
    title: z.string(),
    category: categorySchema,
    obligation: obligationSchema,
    productName: z.string().nullable(),
    productVersion: z.string().nullable(),
    productLine: z.string().nullable(),
    soldTo: z.array(z.string()),
    requiresAnyOf: z.array(z.string()),
    requirementFrom: z.string().nullable(),
    termMonths: z.number().int().nullable(),
    addsToLine: z.boolean(),
    maxQuantity: z.number().int(),
    partnerProductId: z.string().nullable(),
    withdrawnAt: z.date().nullable(),
    unsellableReason: z.string().nullable(),
  })
  .meta({ id: 'AdminItem' })

const missSchema = z
  .object({ partnerProductId: z.string(), accountId: z.string(), at: z.date() })
  .meta({ id: 'TitleMiss' })

/** Catalog and prices as staff sees them: everything, with what keeps it from being sold. */
export async function registerStorefrontAdminApi(
  app: FastifyInstance,
  { db, clock }: { db: Db; clock: Clock },
): Promise<void> {
  const typed = app.withTypeProvider<ZodTypeProvider>()

  typed.get(
    '/api/admin/items',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['admin'],
        operationId: 'listAllItems',
        summary: 'Every item, or only those that cannot be sold',
        querystring: pageQuerySchema.extend({ unsellable: z.enum(['true', 'false']).default('false') }),
        response: { 200: pageOf(adminItemSchema), ...refusals },
      },
    },
    async (request) => {
      const { cursor, limit, unsellable } = request.query
      const [place] = decodeCursor(cursor) ?? []
      const after = partnerKeySchema.safeParse(place).data
      const found = await allItems(db, { onlyUnsellable: unsellable === 'true', after, limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items, nextCursor: last && found.length > limit ? encodeCursor([last.partNumber]) : null }
    },
  )

  typed.get(
    '/api/admin/title-misses',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['admin'],
        operationId: 'listTitleMisses',
        summary: 'Requested titles without a media kit, newest first',
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: z.object({ items: z.array(missSchema) }), ...refusals },
      },
    },
    async (request) => ({ items: await latestTitleMisses(db, request.query.limit) }),
  )

  typed.get(
    '/api/admin/explain',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['admin'],
        operationId: 'explainForStaff',
        summary: 'Why an account sees an item or not, and pays what it pays',
        querystring: z.strictObject({
          accountId: partnerKeySchema,
          partNumber: partnerKeySchema,
          /** The least that is sold unless given. */
          quantity: z.coerce.number().int().min(1).max(1_000_000).optional(),
          /** Ask for another day, with what is known today: which scheduled lists and rules count then. */
          on: dateSchema.optional(),
          /** Ask with the rights and prices that were known at this instant, for its day unless `on` gives another. */
          knownAt: z.iso
            .datetime({ offset: true })
            .refine(isOfCalendar, 'Give an instant of the years 1 to 9999')
            .optional(),
        }),
        response: { 200: staffExplanationSchema, ...refusals },
      },
    },
    async (request) => {
      const { accountId, partNumber, quantity = null } = request.query
      const knownAt = request.query.knownAt === undefined ? null : new Date(request.query.knownAt)
      const viewer =
        knownAt === null
          ? await loadViewer(db, accountId, request.query.on ?? dateOf(clock.now()))
          : await loadViewerAsOf(db, accountId, { on: request.query.on ?? dateOf(knownAt), knownAt })
      const explained = await explainItem(db, viewer, partNumber, quantity)
      const { item, visibility } = explained
      // What was known then has its price of then; an answer of today's prices would be true of no day.
      const price =
        knownAt === null || item === null
          ? explained.price
          : await priceAsKnown(db, viewer, { partNumber, category: item.category, quantity, knownAt })
      if (!item || !visibility || !price) throw new NotFound('item')
      // Rates of tax have no history: what was added then is not known.
      const tax = price.priced && knownAt === null ? await explainTax(db, accountId, item.obligation, price) : null
      return {
        accountId,
        partNumber,
        visible: visibility.visible,
        reason: visibility.visible ? null : visibility.reason,
        steps: visibility.visible ? visibility.because : visibility.trace,
        price: price.priced ? { priced: true as const, ...priceAnswer(price), trace: price.trace, tax } : price,
      }
    },
  )
}
