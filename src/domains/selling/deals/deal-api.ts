import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf, staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { reasonSchema } from '../../../platform/http/request/text-schemas.ts'
import { approveDealSchema, dealSchema, dealStates, registerDealSchema } from './deal-schemas.ts'
import { anyDeal, approveDeal, type DealDeps, dealOf, deals, registerDeal, rejectDeal, withdrawDeal } from './deals.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ dealId: z.string().max(60) })

/** Deals that partners register and staff decide on. */
export function registerDealApi(app: FastifyInstance, deps: DealDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const own = ['deals']
  const staffs = ['staff: deals']

  api.get(
    '/api/deals',
    {
      config: { access: 'member' },
      schema: {
        tags: own,
        operationId: 'listDeals',
        summary: 'The deals that the account has registered, newest first',
        querystring: pageQuerySchema,
        response: { 200: pageOf(dealSchema), ...refusals },
      },
    },
    async (request) => deals(deps, { partnerAccountId: memberOf(request).accountId, ...request.query }),
  )
  api.post(
    '/api/deals',
    {
      config: { access: 'member:buyer' },
      schema: {
        tags: own,
        operationId: 'registerDeal',
        summary: 'Register a deal of a partner: customer and part numbers, held against other partners from now on',
        body: registerDealSchema,
        response: { 201: dealSchema, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(await registerDeal(deps, memberOf(request), request.body)),
  )
  api.get(
    '/api/deals/:dealId',
    {
      config: { access: 'member' },
      schema: {
        tags: own,
        operationId: 'viewDeal',
        summary: 'A deal that the account has registered',
        params,
        response: { 200: dealSchema, ...refusals },
      },
    },
    async (request) => dealOf(deps, memberOf(request).accountId, request.params.dealId),
  )
  api.post(
    '/api/deals/:dealId/withdrawal',
    {
      config: { access: 'member:buyer' },
      schema: {
        tags: own,
        operationId: 'withdrawDeal',
        summary: 'Give a registration up, and others may register',
        params,
        response: { 200: dealSchema, ...refusals },
      },
    },
    async (request) => withdrawDeal(deps, memberOf(request), request.params.dealId),
  )
  api.get(
    '/api/admin/deals',
    {
      config: { access: 'staff' },
      schema: {
        tags: staffs,
        operationId: 'listAllDeals',
        summary: 'Registered deals, newest first',
        querystring: pageQuerySchema.extend({ state: z.enum(dealStates).optional() }),
        response: { 200: pageOf(dealSchema), ...refusals },
      },
    },
    async (request) => deals(deps, request.query),
  )
  api.get(
    '/api/admin/deals/:dealId',
    {
      config: { access: 'staff' },
      schema: {
        tags: staffs,
        operationId: 'viewAnyDeal',
        summary: 'A registered deal',
        params,
        response: { 200: dealSchema, ...refusals },
      },
    },
    async (request) => anyDeal(deps, request.params.dealId),
  )
  api.post(
    '/api/admin/deals/:dealId/approval',
    {
      config: { access: 'staff:catalog' },
      schema: {
        tags: staffs,
        operationId: 'approveDeal',
        summary: 'Grant a discount and protection until a day',
        params,
        body: approveDealSchema,
        response: { 200: dealSchema, ...refusals },
      },
    },
    async (request) => approveDeal(deps, staffOf(request), request.params.dealId, request.body),
  )
  api.post(
    '/api/admin/deals/:dealId/rejection',
    {
      config: { access: 'staff:catalog' },
      schema: {
        tags: staffs,
        operationId: 'rejectDeal',
        summary: 'Turn a registration down, with the reason',
        params,
        body: reasonSchema,
        response: { 200: dealSchema, ...refusals },
      },
    },
    async (request) => rejectDeal(deps, staffOf(request), request.params.dealId, request.body.reason),
  )
}
