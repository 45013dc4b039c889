import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemOf, problemSchema } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, type FormState, fieldsOf, rejectedForm, seeOther } from '../../../platform/http/request/forms.ts'
import { cursorSchema, pageOf, pageQuerySchema } from '../../../platform/http/request/paging.ts'
import { linkIdentity, listHeldIdentities, rejectIdentity, undoIdentity } from './decide-identity.ts'
import type { HeldIdentity } from './held-identities.ts'

interface Deps {
  readonly db: Db
  readonly clock: Clock
}

const decided = {
  id: z.string(),
  way: z.string(),
  issuer: z.string(),
  userName: z.string().nullable(),
  email: z.string(),
  state: z.enum(['held', 'linked', 'rejected']),
  memberUserName: z.string().nullable(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable(),
}
const identitySchema = z.object(decided).meta({ id: 'HeldIdentity' })
const candidateSchema = z
  .object({
    userName: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    accountIds: z.array(z.string()),
  })
  .meta({ id: 'IdentityCandidate' })
const listSchema = pageOf(z.object({ ...decided, candidates: z.array(candidateSchema) }))
const params = z.object({ identityId: z.string().max(60) })
const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const operations = { access: 'staff:operations' } as const
const page = '/admin/identities'

/** Identities that look like a member: for staff, over the API. */
export function registerHeldIdentitiesApi(app: FastifyInstance, deps: Deps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()

  api.get(
    '/api/admin/held-identities',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['admin'],
        operationId: 'listHeldIdentities',
        summary: 'Identities that look like a known member and wait for a person',
        querystring: pageQuerySchema,
        response: { 200: listSchema, ...refusals },
      },
    },
    async (request) => {
      const { items, nextCursor } = await listHeldIdentities(deps.db, request.query)
      return {
        items: items.map(({ candidates, ...held }) => ({
          ...viewOf(held),
          candidates: candidates.map((one) => ({ ...one, accountIds: [...one.accountIds] })),
        })),
        nextCursor,
      }
    },
  )
  api.post(
    '/api/admin/held-identities/:identityId/link',
    {
      config: operations,
      schema: {
        tags: ['admin'],
        operationId: 'linkIdentity',
        summary: 'Link an identity to a member; orders stay where they are',
        params,
        body: z.strictObject({ userName: z.string().min(1).max(254) }),
        response: { 200: identitySchema, ...refusals },
      },
    },
    async (request) => viewOf(await linkIdentity(deps, { ...decisionOf(request), userName: request.body.userName })),
  )
  api.post(
    '/api/admin/held-identities/:identityId/reject',
    {
      config: operations,
      schema: {
        tags: ['admin'],
        operationId: 'rejectIdentity',
        summary: 'Reject an identity that belongs to no member',
        params,
        response: { 200: identitySchema, ...refusals },
      },
    },
    async (request) => viewOf(await rejectIdentity(deps, decisionOf(request))),
  )
  api.post(
    '/api/admin/held-identities/:identityId/undo',
    {
      config: operations,
      schema: {
        tags: ['admin'],
        operationId: 'undoIdentity',
        summary: 'Take a decision back; sessions that the identity opened end at once',
        params,
        response: { 200: identitySchema, ...refusals },
      },
    },
    async (request) => viewOf(await undoIdentity(deps, decisionOf(request))),
  )
}

/** The page of identities that wait for a decision. */
export function registerHeldIdentityPages(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const schema = { hide: true, params }

  pages.get(
    page,
    {
      config: { access: 'staff' },
      schema: { hide: true, querystring: z.object({ cursor: cursorSchema.optional().catch(undefined) }) },
    },
    (request, reply) => show(request, reply, emptyForm(), { cursor: request.query.cursor }),
  )
  pages.post(`${page}/:identityId/link`, { config: operations, schema }, (request, reply) =>
    decide(request, reply, () => {
      const userName = fieldsOf(request)['userName'] ?? ''
      return linkIdentity(deps, { ...decisionOf(request), userName })
    }),
  )
  pages.post(`${page}/:identityId/reject`, { config: operations, schema }, (request, reply) =>
    decide(request, reply, () => rejectIdentity(deps, decisionOf(request))),
  )
  pages.post(`${page}/:identityId/undo`, { config: operations, schema }, (request, reply) =>
    decide(request, reply, () => undoIdentity(deps, decisionOf(request))),
  )

  async function decide(request: FastifyRequest, reply: FastifyReply, act: () => Promise<unknown>) {
    try {
      await act()
      return seeOther(reply, page)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return show(request, reply, rejectedForm({}, error), { status: problemOf(error, request).status })
    }
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState,
    { status = 200, cursor }: { readonly status?: number; readonly cursor?: string | undefined } = {},
  ) {
    const { items, nextCursor } = await listHeldIdentities(deps.db, { cursor, limit: 50 })
    return sendPage(request, reply, 'people/identity/held-identities', {
      title: 'Identities to judge',
      section: 'identities',
      wide: true,
      form,
      status,
      identities: items,
      nextCursor,
      isFirst: cursor === undefined,
      mayDecide: staffOf(request).roles.includes('operations'),
    })
  }
}

function decisionOf(request: FastifyRequest): { id: string; by: string } {
  return { id: params.parse(request.params).identityId, by: staffOf(request).userName }
}

function viewOf(held: HeldIdentity) {
  return {
    ...held,
    firstSeenAt: held.firstSeenAt.toISOString(),
    lastSeenAt: held.lastSeenAt.toISOString(),
    decidedAt: held.decidedAt?.toISOString() ?? null,
  }
}
