import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { hasRole, memberOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { reasonMessage, rejectSchema, releaseSchema, requestsFor, requestWithReasons } from '../approvals/index.ts'
import { backOf, type CardPageLeft, cardPageQuery } from './back-from-card-page.ts'
import { payReleased } from './pay-by-card.ts'
import { rejectRequest, releaseRequest, withdrawRequest } from './release-order.ts'

const params = z.object({ requestId: z.string().max(60) })
const schema = { hide: true, params }

/** Orders that wait for an approver, as pages: where the mail leads. */
export function registerApprovalPages(app: FastifyInstance, deps: OrderDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const buyers = { access: 'member:buyer' as const }
  const approvers = { access: 'member:approver' as const }

  pages.get('/approvals', { config: buyers, schema: { hide: true } }, async (request, reply) =>
    sendPage(request, reply, 'selling/checkout/approvals', {
      title: message('approvals.list.title'),
      section: 'company',
      wide: true,
      requests: await requestsFor(deps, memberOf(request)),
    }),
  )
  pages.get(
    '/approvals/:requestId',
    { config: buyers, schema: { ...schema, querystring: cardPageQuery } },
    async (request, reply) => {
      const back = await backOf(deps, memberOf(request), request.query)
      if (back && 'goTo' in back) return seeOther(reply, back.goTo)
      return sendRequest(request, reply, request.params.requestId, emptyForm(), 200, back?.left)
    },
  )
  pages.post('/approvals/:requestId/release', { config: approvers, schema }, async (request, reply) => {
    const { requestId } = request.params
    const fields = fieldsOf(request)
    const parsed = releaseSchema.safeParse({ expectedTotalMinor: Number(fields['expectedTotalMinor']) })
    if (!parsed.success) return sendRequest(request, reply, requestId, refusedForm(fields, parsed.error), 400)
    return attempt(request, reply, requestId, () =>
      releaseRequest(deps, memberOf(request), { requestId, ...parsed.data }),
    )
  })
  pages.post('/approvals/:requestId/reject', { config: approvers, schema }, async (request, reply) => {
    const { requestId } = request.params
    const fields = fieldsOf(request)
    const parsed = rejectSchema.safeParse({ reason: fields['reason'] ?? '' })
    if (!parsed.success) return sendRequest(request, reply, requestId, refusedForm(fields, parsed.error), 400)
    return attempt(request, reply, requestId, () =>
      rejectRequest(deps, memberOf(request), { requestId, ...parsed.data }),
    )
  })
  pages.post('/approvals/:requestId/withdraw', { config: buyers, schema }, async (request, reply) =>
    attempt(request, reply, request.params.requestId, () =>
      withdrawRequest(deps, memberOf(request), request.params.requestId),
    ),
  )
  pages.post('/approvals/:requestId/pay', { config: buyers, schema }, async (request, reply) => {
    const { requestId } = request.params
    return attempt(request, reply, requestId, async () => {
      const { redirectUrl } = await payReleased(deps, memberOf(request), requestId)
      return redirectUrl
    })
  })

  /** Post, redirect, get; a refusal is shown on the request as it is now, with the new total where that is the reason. */
  async function attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    requestId: string,
    work: () => Promise<unknown>,
  ): Promise<FastifyReply> {
    try {
      const next = await work()
      return seeOther(reply, typeof next === 'string' ? next : `/approvals/${requestId}`)
    } catch (error) {
      return sendRequest(request, reply, requestId, rejectedForm(fieldsOf(request), error), 409)
    }
  }

  async function sendRequest(
    request: FastifyRequest,
    reply: FastifyReply,
    requestId: string,
    form: FormState,
    status = 200,
    left: CardPageLeft | null = null,
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    const found = await requestWithReasons(deps, member, requestId)
    return sendPage(request, reply, 'selling/checkout/approval', {
      title: message('approvals.request.title', { member: found.requestedBy.name }),
      section: 'company',
      wide: true,
      request: found,
      reasons: found.reasons.map(reasonMessage),
      form,
      status,
      left,
      isOwn: found.requestedBy.userName === member.userName,
      isApprover: hasRole(member, 'approver'),
    })
  }
}
