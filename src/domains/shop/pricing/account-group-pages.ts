import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound, problemOf } from '../../../platform/http/answer/problems.ts'
import { seeOtherWith } from '../../../platform/http/pages/flash.ts'
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
import { cursorSchema, cutPage, decodeCursor } from '../../../platform/http/request/paging.ts'
import { accountNames } from '../../people/accounts/index.ts'
import { fillGroup, makeGroup, removeGroup, renameGroup, takeOutOfGroup } from './change-groups.ts'
import { accountsOfGroup, findGroup, groupsInUse } from './group-store.ts'
import { keySchema } from './schemas.ts'

const base = '/admin/account-groups'
const groupsAPage = 50
const accountsAPage = 100
const mostAtOnce = 5000
const placeSchema = cursorSchema.optional().catch(undefined)
const params = z.object({ groupId: keySchema })

const nameSchema = z
  .string()
  .trim()
  .min(1, 'Give the group a name')
  .max(100, 'Give at most 100 characters')
  .regex(/^\P{Cc}+$/u, 'Leave out control characters')
// One in a line, or several between commas; people paste columns of a spreadsheet.
const accountIdsSchema = z
  .string()
  .transform((text) => [...new Set(text.split(/[\n\r\t,;]+/).map((id) => id.trim()))].filter((id) => id !== ''))
  .refine((ids) => ids.length > 0, 'Give at least one account ID')
  .refine((ids) => ids.length <= mostAtOnce, `Give at most ${mostAtOnce} account IDs at once; the API takes more`)
  .refine((ids) => ids.every((id) => keySchema.safeParse(id).success), {
    message: 'An account ID has at most 100 characters; give one in a line',
  })
const makeSchema = z.object({ name: nameSchema, accountIds: accountIdsSchema })

/** Groups of accounts that price lists are for: make, rename, fill and remove them. */
export function registerAccountGroupPages(
  app: FastifyInstance,
  deps: { readonly db: Db; readonly clock: Clock },
): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const { db } = deps
  const catalog = { access: 'staff:catalog' } as const
  const staff = { access: 'staff' } as const

  pages.get(
    base,
    {
      config: staff,
      schema: {
        hide: true,
        querystring: z.object({ cursor: placeSchema }),
      },
    },
    (request, reply) => sendAll(request, reply, { form: emptyForm(), ...request.query }),
  )
  pages.post(base, { config: catalog, schema: { hide: true } }, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = makeSchema.safeParse({ name: fields['name'] ?? '', accountIds: fields['accountIds'] ?? '' })
    if (!parsed.success) return sendAll(request, reply, { form: refusedForm(fields, parsed.error), status: 400 })
    const { name: groupId, accountIds } = parsed.data
    try {
      await makeGroup(deps, { groupId, accountIds, actor: staffOf(request).userName })
      return seeOther(reply, addressOf(groupId))
    } catch (error) {
      return sendAll(request, reply, { form: rejectedForm(fields, error, { 'group-exists': 'name' }), status: 409 })
    }
  })

  pages.get(
    `${base}/:groupId`,
    {
      config: staff,
      schema: {
        hide: true,
        params,
        querystring: z.object({ cursor: placeSchema }),
      },
    },
    (request, reply) =>
      sendOne(request, reply, { groupId: request.params.groupId, form: emptyForm(), ...request.query }),
  )
  pages.post(
    `${base}/:groupId/accounts`,
    { config: catalog, schema: { hide: true, params } },
    async (request, reply) => {
      const { groupId } = request.params
      const fields = fieldsOf(request)
      const parsed = makeSchema.pick({ accountIds: true }).safeParse({ accountIds: fields['accountIds'] ?? '' })
      if (!parsed.success)
        return sendOne(request, reply, { groupId, form: refusedForm(fields, parsed.error), status: 400 })
      const { accountIds } = parsed.data
      const added = await fillGroup(deps, { groupId, accountIds, actor: staffOf(request).userName })
      return seeOtherWith(reply, addressOf(groupId), { kind: 'added', about: String(added) })
    },
  )
  pages.post(
    `${base}/:groupId/accounts/take-out`,
    { config: catalog, schema: { hide: true, params } },
    async (request, reply) => {
      const { groupId } = request.params
      const accountId = keySchema.safeParse(fieldsOf(request)['accountId']).data ?? ''
      try {
        await takeOutOfGroup(deps, { groupId, accountId, actor: staffOf(request).userName })
      } catch (error) {
        const status = problemOf(error, request).status
        return sendOne(request, reply, { groupId, form: rejectedForm({}, error), status })
      }
      const left = await findGroup(db, groupId)
      return left ? seeOther(reply, `${addressOf(groupId)}#accounts`) : seeRemoved(reply, groupId)
    },
  )
  pages.post(`${base}/:groupId/name`, { config: catalog, schema: { hide: true, params } }, async (request, reply) => {
    const { groupId } = request.params
    const fields = fieldsOf(request)
    const parsed = makeSchema.pick({ name: true }).safeParse({ name: fields['name'] ?? '' })
    if (!parsed.success)
      return sendOne(request, reply, { groupId, form: refusedForm(fields, parsed.error), status: 400 })
    const { name } = parsed.data
    try {
      await renameGroup(deps, { groupId, name, actor: staffOf(request).userName })
      return seeOther(reply, addressOf(name))
    } catch (error) {
      const form = rejectedForm(fields, error, { 'group-exists': 'name' })
      return sendOne(request, reply, { groupId, form, status: problemOf(error, request).status })
    }
  })
  pages.get(`${base}/:groupId/remove`, { config: catalog, schema: { hide: true, params } }, async (request, reply) => {
    const group = await findGroup(db, request.params.groupId)
    if (!group) throw new NotFound('group')
    const title = `Remove ${group.groupId}`
    return sendPage(request, reply, 'shop/pricing/account-group-remove', { title, section: 'groups', group })
  })
  pages.post(`${base}/:groupId/remove`, { config: catalog, schema: { hide: true, params } }, async (request, reply) => {
    const { groupId } = request.params
    await removeGroup(deps, { groupId, actor: staffOf(request).userName })
    return seeRemoved(reply, groupId)
  })

  async function sendAll(
    request: FastifyRequest,
    reply: FastifyReply,
    page: {
      readonly form: FormState
      readonly status?: number
      readonly cursor?: string | undefined
    },
  ) {
    const { form, status = 200, cursor } = page
    const [after] = decodeCursor(cursor) ?? []
    const found = await groupsInUse(db, { after, limit: groupsAPage + 1 })
    const { items: groups, nextCursor } = cutPage(found, groupsAPage, (last) => [last.groupId])
    return sendPage(request, reply, 'shop/pricing/account-groups', {
      title: 'Groups of accounts',
      section: 'groups',
      wide: true,
      form,
      status,
      groups,
      nextCursor,
      isFirst: after === undefined,
      mayChange: mayChange(request),
    })
  }

  async function sendOne(
    request: FastifyRequest,
    reply: FastifyReply,
    page: {
      readonly groupId: string
      readonly form: FormState
      readonly status?: number
      readonly cursor?: string | undefined
    },
  ) {
    const { groupId, form, status = 200, cursor } = page
    const group = await findGroup(db, groupId)
    if (!group) throw new NotFound('group')
    const [after] = decodeCursor(cursor) ?? []
    const found = await accountsOfGroup(db, groupId, { after, limit: accountsAPage + 1 })
    const { items, nextCursor } = cutPage(found, accountsAPage, (last) => [last])
    const names = await accountNames(db, items)
    return sendPage(request, reply, 'shop/pricing/account-group', {
      title: groupId,
      section: 'groups',
      wide: true,
      group,
      status,
      nextCursor,
      isFirst: after === undefined,
      mayChange: mayChange(request),
      form: { ...form, values: { name: groupId, ...form.values } },
      address: addressOf(groupId),
      accounts: items.map((accountId) => ({ accountId, name: names.get(accountId) ?? null })),
    })
  }
}

function mayChange(request: FastifyRequest): boolean {
  return staffOf(request).roles.includes('catalog')
}

function addressOf(groupId: string): string {
  return `${base}/${encodeURIComponent(groupId)}`
}

function seeRemoved(reply: FastifyReply, groupId: string): FastifyReply {
  return seeOtherWith(reply, base, { kind: 'removed', about: groupId })
}
