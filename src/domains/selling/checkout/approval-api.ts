import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import {
  approvalSchema,
  approvalSummarySchema,
  rejectSchema,
  releaseSchema,
  requestFor,
  requestsFor,
} from '../approvals/index.ts'
import { payReleased } from './pay-by-card.ts'
import { rejectRequest, releaseRequest, withdrawRequest } from './release-order.ts'
import { placementSchema } from './schemas.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ requestId: z.string().max(60) })

/** Orders that wait for an approver: for who asked, and for who decides. */
export function registerApprovalApi(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const buyers = { access: 'member:buyer' as const }
  const approvers = { access: 'member:approver' as const }

  api.get(
    '/api/approvals',
    {
      config: buyers,
      schema: {
        tags: ['approvals'],
        operationId: 'listApprovals',
        summary: 'Orders that wait or waited: one’s own, and for approvers the company’s',
        response: { 200: z.object({ items: z.array(approvalSummarySchema) }), ...refusals },
      },
    },
    async (request) => ({ items: await requestsFor(deps, memberOf(request)) }),
  )
  api.get(
    '/api/approvals/:requestId',
    {
      config: buyers,
      schema: {
        tags: ['approvals'],
        operationId: 'viewApproval',
        summary: 'One of them, with its lines, why it waits, and what may be done',
        params,
        response: { 200: approvalSchema, ...refusals },
      },
    },
    async (request) => requestFor(deps, memberOf(request), request.params.requestId),
  )
  api.post(
    '/api/approvals/:requestId/release',
    {
      config: approvers,
      schema: {
        tags: ['approvals'],
        operationId: 'releaseApproval',
        summary: 'Approve it: price, tax, visibility and limits are asked again, and it becomes one order',
        params,
        body: releaseSchema,
        response: { 200: approvalSchema, ...refusals },
      },
    },
    async (request) => {
      const member = memberOf(request)
      const { requestId } = request.params
      await releaseRequest(deps, member, { requestId, ...request.body })
      return requestFor(deps, member, requestId)
    },
  )
  api.post(
    '/api/approvals/:requestId/reject',
    {
      config: approvers,
      schema: {
        tags: ['approvals'],
        operationId: 'rejectApproval',
        summary: 'Reject it, and say why',
        params,
        body: rejectSchema,
        response: { 200: approvalSchema, ...refusals },
      },
    },
    async (request) => {
      const member = memberOf(request)
      const { requestId } = request.params
      await rejectRequest(deps, member, { requestId, ...request.body })
      return requestFor(deps, member, requestId)
    },
  )
  api.post(
    '/api/approvals/:requestId/withdraw',
    {
      config: buyers,
      schema: {
        tags: ['approvals'],
        operationId: 'withdrawApproval',
        summary: 'Take back what one asked for',
        params,
        response: { 200: approvalSchema, ...refusals },
      },
    },
    async (request) => {
      const member = memberOf(request)
      await withdrawRequest(deps, member, request.params.requestId)
      return requestFor(deps, member, request.params.requestId)
    },
  )
  api.post(
    '/api/approvals/:requestId/pay',
    {
      config: buyers,
      schema: {
        tags: ['approvals'],
        operationId: 'payApproval',
        summary: 'Pay by card what was approved; the order is placed when the money is there',
        params,
        response: { 201: placementSchema, ...refusals },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await payReleased(deps, memberOf(request), request.params.requestId)),
  )
}
