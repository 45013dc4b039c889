import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { companyRoles, memberOf, staffOf } from '../../../platform/http/request/caller.ts'
import { pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { type Invitation, invitationStateAt, inviteMember, withdrawInvitation } from './company-invitations.ts'
import { listCompanyMembers, listInvitations } from './company-lists.ts'
import { changeRole, nameAdministrator, removeMember } from './company-members.ts'
import { companyMemberSchema, companyMemberView, invitationSchema, inviteSchema } from './company-schemas.ts'

const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const userName = z.string().min(1).max(255)

export interface CompanyDeps {
  readonly db: Db
  readonly clock: Clock
  readonly publicUrl: () => string
}

/** A company's own administration of its members; staff only name an administrator where there is none. */
export function registerCompanyApi(app: FastifyInstance, deps: CompanyDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'member:admin' as const }

  api.get(
    '/api/company/members',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'listMembers',
        summary: 'Members of the account and their roles',
        querystring: pageQuerySchema,
        response: { 200: pageOf(companyMemberSchema), ...refusals },
      },
    },
    async (request) => {
      const { items, nextCursor } = await listCompanyMembers(deps.db, memberOf(request).accountId, request.query)
      return { items: items.map(companyMemberView), nextCursor }
    },
  )
  api.put(
    '/api/company/members/:userName/role',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'changeMemberRole',
        summary: 'Give a member another role; it counts from the next request on',
        params: z.object({ userName }),
        body: z.strictObject({ role: z.enum(companyRoles) }),
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await changeRole(deps, memberOf(request), { userName: request.params.userName, role: request.body.role })
      return reply.code(204).send(null)
    },
  )
  api.delete(
    '/api/company/members/:userName',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'removeMember',
        summary: 'Take a member out of the account; sessions end at once',
        params: z.object({ userName }),
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await removeMember(deps, memberOf(request), request.params.userName)
      return reply.code(204).send(null)
    },
  )
  api.get(
    '/api/company/invitations',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'listInvitations',
        summary: 'Invitations and their outcome',
        querystring: pageQuerySchema,
        response: { 200: pageOf(invitationSchema), ...refusals },
      },
    },
    async (request) => {
      const { items, nextCursor } = await listInvitations(deps.db, memberOf(request).accountId, request.query)
      return { items: items.map(viewOf), nextCursor }
    },
  )
  api.post(
    '/api/company/invitations',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'inviteMember',
        summary: 'Invite a person by e-mail address',
        body: inviteSchema,
        response: { 201: invitationSchema, ...refusals },
      },
    },
    async (request, reply) => reply.code(201).send(viewOf(await inviteMember(deps, memberOf(request), request.body))),
  )
  api.delete(
    '/api/company/invitations/:invitationId',
    {
      config,
      schema: {
        tags: ['company'],
        operationId: 'withdrawInvitation',
        summary: 'Withdraw an invitation that was not accepted yet',
        params: z.object({ invitationId: z.string().max(60) }),
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await withdrawInvitation(deps, memberOf(request), request.params.invitationId)
      return reply.code(204).send(null)
    },
  )
  api.put(
    '/api/admin/accounts/:accountId/administrators/:userName',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags: ['company'],
        operationId: 'nameAdministrator',
        summary: 'Make a member of an account its administrator, where it has none who could',
        params: z.object({ accountId: partnerKeySchema, userName }),
        response: { 200: companyMemberSchema, ...refusals },
      },
    },
    async (request) => companyMemberView(await nameAdministrator(deps, staffOf(request).userName, request.params)),
  )

  function viewOf(invitation: Invitation): z.infer<typeof invitationSchema> {
    const { id, email, firstName, lastName, role, invitedBy, createdAt, expiresAt } = invitation
    return {
      id,
      email,
      firstName,
      lastName,
      role,
      invitedBy,
      state: invitationStateAt(invitation, deps.clock.now()),
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }
  }
}
