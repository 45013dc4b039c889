import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf } from '../../../platform/http/request/paging.ts'
import { undeliveredNow } from '../../entitlements/rights/index.ts'
import * as schemas from './drift-schemas.ts'
import { driftFindings, driftNow, unsellablePartNumbers } from './drift-view.ts'
import { markAsGrant, takeBackGrant } from './grant-rights.ts'
import { rightsPage } from './rights-store.ts'

const tags = ['finance']
const undeliveredShown = 200
const read = { access: 'staff' } as const
const decide = { access: 'staff:finance' } as const
const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }

/** Drift between store and platform, and rights without an order. */
export function registerDriftApi(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const { db } = deps
  const routes = app.withTypeProvider<ZodTypeProvider>()

  routes.get(
    '/api/admin/drift',
    {
      config: read,
      schema: {
        tags,
        operationId: 'viewDrift',
        summary:
          'Differences that the last full sync found, items that cannot be sold, and the value of rights without an order',
        response: { 200: schemas.driftSchema },
      },
    },
    async () => {
      const { compare, withoutOrder, granted, quarantine, ...rest } = await driftNow(db)
      return {
        ...rest,
        quarantined: quarantine.length,
        compare: compare && { ...compare, counts: [...compare.counts] },
        withoutOrder: [...withoutOrder],
        granted: [...granted],
      }
    },
  )

  routes.get(
    '/api/admin/drift/findings',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listDriftFindings',
        summary:
          'Rows that a full sync found to differ although no incremental one had been told; of the latest unless told',
        querystring: schemas.findingQuerySchema,
        response: { 200: pageOf(schemas.findingSchema) },
      },
    },
    async (request) => {
      const { items, nextCursor } = await driftFindings(db, request.query)
      return { items: items.map((item) => ({ ...item, differences: [...item.differences] })), nextCursor }
    },
  )

  routes.get(
    '/api/admin/drift/part-numbers',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listUnsellable',
        summary: 'Part numbers that the store would sell and cannot, and why',
        querystring: schemas.findingQuerySchema.omit({ runId: true }),
        response: { 200: pageOf(schemas.unsellableSchema) },
      },
    },
    async (request) => {
      const { items, nextCursor } = await unsellablePartNumbers(db, request.query)
      return { items: [...items], nextCursor }
    },
  )

  routes.get(
    '/api/admin/drift/undelivered-grants',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listUndeliveredGrants',
        summary: 'Products that chains grant and the platform was lately found not to deliver; the latest 200',
        response: { 200: schemas.undeliveredSchema },
      },
    },
    async () => ({ items: await undeliveredNow(db, undeliveredShown) }),
  )

  routes.get(
    '/api/admin/rights-without-order',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listRightsWithoutOrder',
        summary:
          'Rights that carry no order ID, by currency and value; those given away on purpose in a list of their own',
        querystring: schemas.rightsQuerySchema,
        response: { 200: pageOf(schemas.listedRightSchema) },
      },
    },
    async (request) => {
      const { cursor, limit, granted } = request.query
      const page = await rightsPage(db, { cursor, limit, granted: granted === 'true' })
      return { items: [...page.items], nextCursor: page.nextCursor }
    },
  )

  routes.put(
    '/api/admin/rights-without-order/:activationId/grant',
    {
      config: decide,
      schema: {
        tags,
        operationId: 'markAsGrant',
        summary: 'Mark a right without an order as given away on purpose',
        params: schemas.grantParamsSchema,
        body: schemas.grantSchema,
        response: { 204: schemas.nothing, ...refusals },
      },
    },
    async (request, reply) => {
      const { activationId } = request.params
      await markAsGrant(deps, { activationId, reason: request.body.reason, by: staffOf(request).userName })
      return reply.code(204).send(null)
    },
  )

  routes.delete(
    '/api/admin/rights-without-order/:activationId/grant',
    {
      config: decide,
      schema: {
        tags,
        operationId: 'takeBackGrant',
        summary: 'Take the mark back: the right is one without an order again',
        params: schemas.grantParamsSchema,
        response: { 204: schemas.nothing, ...refusals, 409: problemSchema },
      },
    },
    async (request, reply) => {
      await takeBackGrant(deps, { activationId: request.params.activationId, by: staffOf(request).userName })
      return reply.code(204).send(null)
    },
  )
}
