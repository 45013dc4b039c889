import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import * as approvals from '../approvals/index.ts'
import {
  limitUseSchema,
  limitUses,
  newLimitSchema,
  newRuleSchema,
  ruleSchema,
  settingsSchema,
} from '../approvals/index.ts'
import { addRule, allowOwnApproval, dropRule, limitSpending } from './company-rules.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const rulesSchema = z
  .object({ ownApprovalAllowed: z.boolean(), items: z.array(ruleSchema) })
  .meta({ id: 'CompanyRules' })

/** What a company's administrators say about approval and spending. */
export function registerCompanyRulesApi(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member:admin' as const }

  api.get(
    '/api/company/approval-rules',
    {
      config: { access: 'member' },
      schema: {
        tags: ['company'],
        operationId: 'listApprovalRules',
        summary: 'Orders that wait for an approver',
        response: { 200: rulesSchema, ...refusals },
      },
    },
    async (request) => {
      const { accountId } = memberOf(request)
      return {
        ownApprovalAllowed: await approvals.ownApprovalAllowed(deps.db, accountId),
        items: await approvals.rulesOf(deps.db, accountId),
      }
    },
  )
  api.post(
    '/api/company/approval-rules',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'addApprovalRule',
        summary: 'Have orders over an amount wait for an approver',
        body: newRuleSchema,
        response: { 201: ruleSchema, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(await addRule(deps, memberOf(request), request.body)),
  )
  api.delete(
    '/api/company/approval-rules/:ruleId',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'dropApprovalRule',
        summary: 'Drop a rule; what waits goes on waiting',
        params: z.object({ ruleId: z.string().max(60) }),
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await dropRule(deps, memberOf(request), request.params.ruleId)
      return reply.code(204).send(null)
    },
  )
  api.put(
    '/api/company/approval-settings',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'allowOwnApproval',
        summary: 'Whether approvers may approve what they ordered themselves',
        body: settingsSchema,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await allowOwnApproval(deps, memberOf(request), request.body.ownApprovalAllowed)
      return reply.code(204).send(null)
    },
  )
  api.get(
    '/api/company/spending-limits',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'listSpendingLimits',
        summary: 'Spending limits of members, with what each has spent; a member without a limit is not listed',
        response: { 200: z.object({ items: z.array(limitUseSchema) }), ...refusals },
      },
    },
    async (request) => ({ items: await limitUses(deps, memberOf(request).accountId) }),
  )
  api.get(
    '/api/company/own-limits',
    {
      config: { access: 'member' },
      schema: {
        tags: ['company'],
        operationId: 'listOwnLimits',
        summary: 'The caller’s spending limit and spending',
        response: { 200: z.object({ items: z.array(limitUseSchema) }), ...refusals },
      },
    },
    async (request) => {
      const { accountId, userName } = memberOf(request)
      return { items: await limitUses(deps, accountId, userName) }
    },
  )
  api.put(
    '/api/company/members/:userName/spending-limit',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'limitSpending',
        summary: 'Limit a member’s spending in a period; null removes the limit, 0 allows no spending',
        params: z.object({ userName: z.string().min(1).max(255) }),
        body: newLimitSchema,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await limitSpending(deps, memberOf(request), request.params.userName, request.body)
      return reply.code(204).send(null)
    },
  )
}
