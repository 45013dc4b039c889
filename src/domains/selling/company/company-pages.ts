import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { type Flash, seeOtherWith } from '../../../platform/http/pages/flash.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { companyRoles, hasRole, memberOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../../platform/http/request/forms.ts'
import { cursorSchema } from '../../../platform/http/request/paging.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import {
  changeRole,
  companyMembersOf,
  findAccount,
  inviteMember,
  inviteSchema,
  listCompanyMembers,
  listInvitations,
  removeMember,
  withdrawInvitation,
} from '../../people/accounts/index.ts'
import * as approvals from '../approvals/index.ts'
import { limitUses, requestsFor } from '../approvals/index.ts'
import { countAskingPartners } from '../partners/index.ts'
import { limitForm, ruleForm } from './company-forms.ts'
import { addRule, allowOwnApproval, dropRule, limitSpending } from './company-rules.ts'

const memberParams = z.object({ userName: z.string().min(1).max(255) })
const hidden = { hide: true } as const
const cursor = cursorSchema.optional().catch(undefined)
const noPage = { items: [], nextCursor: null }

/** Each list of the page has its own place. */
interface CompanyQuery {
  readonly members?: string | undefined
  readonly invitations?: string | undefined
}

/** A company's own page: members, rules, limits, invitations, and what waits. Administrators change it, others read it. */
export function registerCompanyPages(app: FastifyInstance, deps: OrderDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const admins = { config: { access: 'member:admin' as const } }

  pages.get(
    '/company',
    {
      config: { access: 'member' },
      schema: {
        ...hidden,
        querystring: z.object({ members: cursor, invitations: cursor }),
      },
    },
    async (request, reply) => sendCompany(request, reply, emptyForm(), 200, request.query),
  )
  pages.post('/company/invitations', { ...admins, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const { email, firstName, lastName, role } = fields
    const parsed = inviteSchema.safeParse({
      email: email ?? '',
      firstName: firstName ?? '',
      lastName: lastName ?? '',
      role,
    })
    if (!parsed.success) return sendCompany(request, reply, refusedForm(fields, parsed.error), 400)
    return attempt(request, reply, { 'already-member': 'email', 'invitation-open': 'email' }, async () => {
      await inviteMember(deps, memberOf(request), parsed.data)
      return { to: '/company', flash: { kind: 'invited', about: parsed.data.email } }
    })
  })
  pages.post(
    '/company/invitations/:invitationId/withdraw',
    { ...admins, schema: { ...hidden, params: z.object({ invitationId: z.string().max(60) }) } },
    async (request, reply) =>
      attempt(request, reply, {}, async () => {
        await withdrawInvitation(deps, memberOf(request), request.params.invitationId)
        return '/company#invitations'
      }),
  )
  pages.post('/company/rules', { ...admins, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const rule = ruleForm(fields, await currencyOf(memberOf(request).accountId))
    if ('errors' in rule) return sendCompany(request, reply, { ...rule, values: fields }, 400)
    return attempt(request, reply, {}, async () => {
      await addRule(deps, memberOf(request), rule)
      return '/company#rules'
    })
  })
  pages.post(
    '/company/rules/:ruleId/drop',
    { ...admins, schema: { ...hidden, params: z.object({ ruleId: z.string().max(60) }) } },
    async (request, reply) =>
      attempt(request, reply, {}, async () => {
        await dropRule(deps, memberOf(request), request.params.ruleId)
        return '/company#rules'
      }),
  )
  pages.post('/company/own-approval', { ...admins, schema: hidden }, async (request, reply) => {
    await allowOwnApproval(deps, memberOf(request), fieldsOf(request)['allowed'] === 'yes')
    return seeOther(reply, '/company#rules')
  })

  pages.get(
    '/company/members/:userName',
    { ...admins, schema: { ...hidden, params: memberParams } },
    (request, reply) => sendMember(request, reply, request.params.userName, emptyForm()),
  )
  pages.post(
    '/company/members/:userName/role',
    { ...admins, schema: { ...hidden, params: memberParams } },
    async (request, reply) => {
      const { userName } = request.params
      const fields = fieldsOf(request)
      const role = z.enum(companyRoles).safeParse(fields['role'])
      if (!role.success) return sendMember(request, reply, userName, refusedForm(fields, role.error), 400)
      return attemptMember(request, reply, userName, () =>
        changeRole(deps, memberOf(request), { userName, role: role.data }),
      )
    },
  )
  pages.post(
    '/company/members/:userName/limit',
    { ...admins, schema: { ...hidden, params: memberParams } },
    async (request, reply) => {
      const { userName } = request.params
      const fields = fieldsOf(request)
      const limit = limitForm(fields, await currencyOf(memberOf(request).accountId))
      if ('errors' in limit) return sendMember(request, reply, userName, { ...limit, values: fields }, 400)
      return attemptMember(request, reply, userName, () => limitSpending(deps, memberOf(request), userName, limit))
    },
  )
  pages.post(
    '/company/members/:userName/remove',
    { ...admins, schema: { ...hidden, params: memberParams } },
    async (request, reply) => {
      const { userName } = request.params
      try {
        await removeMember(deps, memberOf(request), userName)
        return seeOtherWith(reply, '/company', { kind: 'removed', about: '' })
      } catch (error) {
        return sendMember(request, reply, userName, rejectedForm({}, error), 409)
      }
    },
  )

  async function attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    fieldOf: Readonly<Record<string, string>>,
    work: () => Promise<string | { readonly to: string; readonly flash: Flash }>,
  ): Promise<FastifyReply> {
    try {
      const next = await work()
      return typeof next === 'string' ? seeOther(reply, next) : seeOtherWith(reply, next.to, next.flash)
    } catch (error) {
      return sendCompany(request, reply, rejectedForm(fieldsOf(request), error, fieldOf), 409)
    }
  }

  async function attemptMember(
    request: FastifyRequest,
    reply: FastifyReply,
    userName: string,
    work: () => Promise<void>,
  ): Promise<FastifyReply> {
    try {
      await work()
      return seeOther(reply, `/company/members/${encodeURIComponent(userName)}`)
    } catch (error) {
      return sendMember(request, reply, userName, rejectedForm(fieldsOf(request), error), 409)
    }
  }

  async function sendCompany(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState,
    status = 200,
    query: CompanyQuery = {},
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    const { accountId, userName, companyRole } = member
    const isAdmin = hasRole(member, 'admin')
    const at = deps.clock.now()
    const [members, shown, rules, ownApprovalAllowed, ownLimits, limits, requests, invitations] = await Promise.all([
      companyMembersOf(deps.db, accountId),
      isAdmin ? listCompanyMembers(deps.db, accountId, { cursor: query.members, limit: 50 }) : noPage,
      approvals.rulesOf(deps.db, accountId),
      approvals.ownApprovalAllowed(deps.db, accountId),
      limitUses(deps, accountId, userName),
      isAdmin ? limitUses(deps, accountId) : [],
      hasRole(member, 'buyer') ? requestsFor(deps, member) : [],
      isAdmin ? listInvitations(deps.db, accountId, { cursor: query.invitations, limit: 50, openAt: at }) : noPage,
    ])
    const approvers = members.filter((one) => hasRole({ companyRole: one.role }, 'approver')).length
    return sendPage(request, reply, 'selling/company/company', {
      title: message('company.page.windowTitle'),
      section: 'company',
      wide: true,
      form,
      status,
      userName,
      members,
      rules,
      ownApprovalAllowed,
      ownLimits,
      limits,
      requests,
      role: companyRole,
      currency: await currencyOf(accountId),
      shown,
      invitations,
      query,
      asking: await countAskingPartners(deps.db, member),
      noApprover: rules.length > 0 && (ownApprovalAllowed ? approvers === 0 : approvers < 2),
    })
  }

  async function sendMember(
    request: FastifyRequest,
    reply: FastifyReply,
    userName: string,
    form: FormState,
    status = 200,
  ): Promise<FastifyReply> {
    const { accountId, userName: own } = memberOf(request)
    const [member] = await companyMembersOf(deps.db, accountId, [userName.toLowerCase()])
    if (!member) throw new NotFound('member of this account')
    return sendPage(request, reply, 'selling/company/member', {
      title: member.name,
      section: 'company',
      form,
      status,
      member,
      isSelf: member.userName === own,
      limits: await limitUses(deps, accountId, member.userName),
      currency: await currencyOf(accountId),
    })
  }

  async function currencyOf(accountId: string): Promise<string> {
    const account = await findAccount(deps.db, accountId)
    if (!account) throw new NotFound('account')
    return account.currency
  }
}
