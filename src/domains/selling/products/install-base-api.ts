import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { decodeCursor, encodeCursor, pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { ordersElsewhere } from '../../entitlements/push/index.ts'
import type { PlatformDownloads } from '../../entitlements/rights/index.ts'
import { kitsAvoided } from '../../fulfilment/downloads/index.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { cartSchema, chooseCoTerm, coTermSchema } from '../carts/index.ts'
import { maintenanceStates } from './install-base-groups.ts'
import { installBaseSchema, viewInstallBase } from './view-install-base.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }

export const installBaseFilterSchema = z
  .object({
    q: z.string().max(200).optional(),
    category: z.string().max(40).optional(),
    maintenance: z.enum(maintenanceStates).optional(),
  })
  .meta({ id: 'InstallBaseFilter' })

const elsewhereSchema = z
  .object({
    orderNumber: z.string(),
    startDate: z.string().nullable(),
    lines: z.array(
      z.object({
        activationId: z.string(),
        productName: z.string().nullable(),
        productVersion: z.string().nullable(),
        partNumber: z.string().nullable(),
        /** Null for maintenance. */
        quantity: z.number().int().nullable(),
        startDate: z.string().nullable(),
        expirationDate: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'OrderedElsewhere' })

const figure = z.number().int()
const kitsAvoidedSchema = z
  .object({
    since: z.iso.datetime(),
    shown: figure,
    ordered: figure,
    avoided: figure,
    kits: z.array(z.object({ partNumber: z.string(), shown: figure, ordered: figure, avoided: figure })),
  })
  .meta({ id: 'KitsAvoided' })
const yearMs = 365 * 86_400_000

/** What the account owns, where it was ordered, and the one day on which what is bought for it ends. */
export function registerInstallBaseApi(
  app: FastifyInstance,
  deps: OrderDeps & { readonly platform: PlatformDownloads },
): void {
  const api = app.withTypeProvider<ZodTypeProvider>()

  api.get(
    '/api/products',
    {
      config: { access: 'member' },
      schema: {
        tags: ['products'],
        operationId: 'listProducts',
        summary: 'Lines that the account owns, each with its updates and its present actions',
        querystring: pageQuerySchema.extend(installBaseFilterSchema.shape),
        response: { 200: installBaseSchema, ...refusals },
      },
    },
    async (request) => viewInstallBase(deps, memberOf(request), request.query),
  )
  api.get(
    '/api/orders-elsewhere',
    {
      config: { access: 'member' },
      schema: {
        tags: ['orders'],
        operationId: 'listOrdersElsewhere',
        summary: 'Orders that the platform knows and this store did not take, with the lines the account has of them',
        querystring: pageQuerySchema,
        response: { 200: pageOf(elsewhereSchema), ...refusals },
      },
    },
    async (request) => pageElsewhere(deps, memberOf(request).accountId, request.query),
  )
  api.put(
    '/api/cart/co-term',
    {
      config: { access: 'member:buyer' },
      schema: {
        tags: ['cart'],
        operationId: 'chooseCoTerm',
        summary: 'End every term in the cart on one day, priced by the day, or let each run its own',
        body: coTermSchema,
        response: { 200: cartSchema, ...refusals },
      },
    },
    async (request) => chooseCoTerm(deps, memberOf(request), request.body.through),
  )
  api.get(
    '/api/admin/kits-avoided',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['admin'],
        operationId: 'viewKitsAvoided',
        summary: 'Kits that were not made in the last year, because their files were downloaded instead',
        response: { 200: kitsAvoidedSchema, ...refusals },
      },
    },
    async () => {
      const report = await kitsAvoided(deps.db, new Date(deps.clock.now().getTime() - yearMs))
      return { ...report, since: report.since.toISOString(), kits: [...report.kits] }
    },
  )
}

/** A page of the orders that were placed elsewhere. */
export async function pageElsewhere(
  { db }: Pick<OrderDeps, 'db'>,
  accountId: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const [date, number] = decodeCursor(page.cursor) ?? []
  const after = date === undefined || number === undefined ? null : ([date, number] as const)
  const found = await ordersElsewhere(db, accountId, { after, limit: page.limit + 1 })
  const shown = found.slice(0, page.limit)
  const last = found.length > shown.length ? shown.at(-1) : undefined
  return {
    items: shown.map(({ lines, ...order }) => ({ ...order, lines: [...lines] })),
    nextCursor: last ? encodeCursor([last.startDate ?? '', last.orderNumber]) : null,
  }
}
