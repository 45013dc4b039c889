import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import {
  defineRedirectRule,
  type ForwardHandoffDeps,
  listRedirectRules,
  removeRedirectRule,
} from './forward-handoff.ts'
import { redirectRuleSchema } from './redirect-rules.ts'

const answerSchema = z.object({
  id: z.string(),
  accountType: z.string(),
  partnerTier: z.string(),
  accountId: z.string(),
  targetUrl: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** Why the rule sends nobody away at present; null while it is in force. */
  refusal: z.string().nullable(),
})
const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema }
const ruleParams = z.object({ ruleId: z.string().max(60) })
type Deps = Omit<ForwardHandoffDeps, 'handoffs'>

/** Which accounts another site serves: for staff, over the API. */
export function registerRedirectAdminApi(app: FastifyInstance, deps: Deps): void {
  const api = app.withTypeProvider<ZodTypeProvider>()
  const view = (rule: Awaited<ReturnType<typeof listRedirectRules>>[number]) => ({
    ...rule,
    createdAt: rule.createdAt.toISOString(),
  })

  api.get(
    '/api/admin/redirect-rules',
    {
      config: { access: 'staff' },
      schema: {
        tags: ['admin'],
        operationId: 'listRedirectRules',
        summary: 'Rules that send accounts to another site with their hand-off',
        response: { 200: z.object({ items: z.array(answerSchema) }), ...refusals },
      },
    },
    async () => ({ items: (await listRedirectRules(deps)).map(view) }),
  )
  api.post(
    '/api/admin/redirect-rules',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags: ['admin'],
        operationId: 'defineRedirectRule',
        summary: 'Send the accounts of a type, a tier or one account ID to another site',
        body: redirectRuleSchema,
        response: { 201: answerSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const rule = await defineRedirectRule(deps, request.body, staffOf(request).userName)
      return reply.code(201).send(view({ ...rule, refusal: null }))
    },
  )
  api.delete(
    '/api/admin/redirect-rules/:ruleId',
    {
      config: { access: 'staff:operations' },
      schema: {
        tags: ['admin'],
        operationId: 'removeRedirectRule',
        summary: 'Serve these accounts here again',
        params: ruleParams,
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      await removeRedirectRule(deps, request.params.ruleId, staffOf(request).userName)
      return reply.code(204).send(null)
    },
  )
}

/** The page of the redirect rules. */
export function registerRedirectAdminPages(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const operations = { config: { access: 'staff:operations' as const } }

  pages.get('/admin/redirect-rules', { config: { access: 'staff' }, schema: { hide: true } }, (request, reply) =>
    sendRules(request, reply, emptyForm({ accountType: 'reseller' })),
  )
  pages.post('/admin/redirect-rules', { ...operations, schema: { hide: true } }, async (request, reply) => {
    const fields = fieldsOf(request)
    const { accountType, partnerTier, accountId, targetUrl } = fields
    const parsed = redirectRuleSchema.safeParse({ accountType, partnerTier, accountId, targetUrl })
    if (!parsed.success) return sendRules(request, reply, refusedForm(fields, parsed.error), 400)
    try {
      await defineRedirectRule(deps, parsed.data, staffOf(request).userName)
      return seeOther(reply, '/admin/redirect-rules')
    } catch (error) {
      return sendRules(request, reply, rejectedForm(fields, error), 400)
    }
  })
  pages.post(
    '/admin/redirect-rules/:ruleId/remove',
    { ...operations, schema: { hide: true, params: ruleParams } },
    async (request, reply) => {
      await removeRedirectRule(deps, request.params.ruleId, staffOf(request).userName)
      return seeOther(reply, '/admin/redirect-rules')
    },
  )

  async function sendRules(request: FastifyRequest, reply: FastifyReply, form: FormState, status = 200) {
    return sendPage(request, reply, 'people/identity/redirect-rules', {
      title: 'Redirects',
      section: 'redirects',
      wide: true,
      form,
      status,
      rules: await listRedirectRules(deps),
      origins: deps.redirectBounds().origins,
      mayChange: staffOf(request).roles.includes('operations'),
    })
  }
}
