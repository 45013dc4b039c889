import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answerForm } from '../../../platform/http/answer/answer-form.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { memberOf, NotAllowed, staffOf } from '../../../platform/http/request/caller.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { isPartner } from '../../people/accounts/index.ts'
import { askCustomer, declinePartner, grantPartner, namePartner, withdrawPartner } from './partner-consent.ts'
import {
  askCustomerSchema,
  askedCustomerSchema,
  consentSchema,
  pairParams,
  partnerOfCompanySchema,
  partnerParams,
} from './partner-schemas.ts'
import { decidedConsents } from './partner-store.ts'
import { asksOfPartner, partnersOfCompany } from './partner-view.ts'

const refusals = {
  400: problemSchema,
  401: problemSchema,
  403: problemSchema,
  404: problemSchema,
  409: problemSchema,
  429: problemSchema,
}
const done = { 204: z.null(), ...refusals }
const consentsShown = 500

/** Who may order for whom: as partners ask, companies answer, and staff say. */
export function registerPartnerApi(app: FastifyInstance, deps: OrderDeps): void {
  registerCompanyPartners(app, deps)
  registerCustomerInvitations(app, deps)
  registerStaffConsents(app, deps)
}

function registerCompanyPartners(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const admins = { access: 'member:admin' as const }
  const about = { tags: ['company'], params: partnerParams, response: done }

  api.get(
    '/api/company/partners',
    {
      config: { access: 'member' },
      schema: {
        tags: ['company'],
        operationId: 'listCompanyPartners',
        summary: 'The partners that may order for the company, have asked to, or may not any more',
        response: { 200: z.object({ items: z.array(partnerOfCompanySchema) }), ...refusals },
      },
    },
    async (request) => ({ items: await partnersOfCompany(deps, memberOf(request).accountId) }),
  )
  api.put(
    '/api/company/partners/:partnerAccountId',
    {
      config: admins,
      schema: { ...about, operationId: 'grantPartner', summary: 'Let a partner order for the company' },
    },
    async (request, reply) => {
      await grantPartner(deps, memberOf(request), request.params.partnerAccountId)
      return reply.code(204).send(null)
    },
  )
  api.post(
    '/api/company/partners/:partnerAccountId/decline',
    {
      config: admins,
      schema: { ...about, operationId: 'declinePartner', summary: 'Decline a partner’s request' },
    },
    async (request, reply) => {
      await declinePartner(deps, memberOf(request), request.params.partnerAccountId)
      return reply.code(204).send(null)
    },
  )
  api.delete(
    '/api/company/partners/:partnerAccountId',
    {
      config: admins,
      schema: {
        ...about,
        operationId: 'withdrawPartner',
        summary:
          'Take back that a partner may order: what it has open for the company is closed, what was ordered stays',
      },
    },
    async (request, reply) => {
      await withdrawPartner(deps, memberOf(request), request.params.partnerAccountId)
      return reply.code(204).send(null)
    },
  )
}

function registerCustomerInvitations(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()

  api.get(
    '/api/customer-invitations',
    {
      config: { access: 'member' },
      schema: {
        tags: ['cart'],
        operationId: 'listCustomerInvitations',
        summary: 'The companies that a partner has asked and that have not said yes',
        response: { 200: z.object({ items: z.array(askedCustomerSchema) }), ...refusals },
      },
    },
    async (request) => {
      const { accountId } = memberOf(request)
      if (!(await isPartner(deps, accountId))) throw new NotAllowed()
      return { items: await asksOfPartner(deps, accountId) }
    },
  )
  api.post(
    '/api/customer-invitations',
    {
      config: { access: 'member:buyer' },
      schema: {
        tags: ['cart'],
        operationId: 'askCustomer',
        summary: 'Ask a company to let the partner order for it; every account ID gets the same answer',
        body: askCustomerSchema,
        response: { 202: answerForm(askCustomerSchema), ...refusals },
      },
    },
    async (request, reply) => {
      await askCustomer(deps, memberOf(request), request.body.customerAccountId)
      return reply.code(202).send(request.body)
    },
  )
}

function registerStaffConsents(app: FastifyInstance, deps: OrderDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const sells = { access: 'staff:catalog' as const }
  const about = { tags: ['staff: deals'], params: pairParams, response: done }

  api.get(
    '/api/admin/partner-consents',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['staff: deals'],
        operationId: 'listPartnerConsents',
        summary: 'Decisions of companies and staff about partners, newest first',
        response: { 200: z.object({ items: z.array(consentSchema) }), ...refusals },
      },
    },
    async () => ({
      items: (await decidedConsents(deps.db, consentsShown)).map((row) => ({
        ...row,
        decidedAt: row.decidedAt?.toISOString() ?? null,
      })),
    }),
  )
  api.put(
    '/api/admin/partner-consents/:partnerAccountId/:customerAccountId',
    {
      config: sells,
      schema: { ...about, operationId: 'namePartner', summary: 'Name a partner of a customer' },
    },
    async (request, reply) => {
      await namePartner(deps, staffOf(request), request.params, 'name')
      return reply.code(204).send(null)
    },
  )
  api.delete(
    '/api/admin/partner-consents/:partnerAccountId/:customerAccountId',
    {
      config: sells,
      schema: { ...about, operationId: 'endPartner', summary: 'End what was said of a partner and a customer' },
    },
    async (request, reply) => {
      await namePartner(deps, staffOf(request), request.params, 'end')
      return reply.code(204).send(null)
    },
  )
}
