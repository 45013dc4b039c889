import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import type { Db } from '../../../platform/db/db.ts'
import { seeOtherWith } from '../../../platform/http/pages/flash.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, type FormState, fieldsOf, refusedForm, rejectedForm } from '../../../platform/http/request/forms.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { itemRulesSchema } from './item-rules.ts'
import { type RuledItemView, saveRules, viewRules } from './save-rules.ts'

const listFields = [
  'soldTo',
  'requiresAnyOf',
  'requiresAllOf',
  'requiresNoneOf',
  'partnerTiers',
  'onlyAccounts',
  'notAccounts',
] as const
const numberFields = ['maxQuantity', 'maxPerAccount', 'perAccountDays'] as const
const dayFields = ['visibleFrom', 'visibleThrough'] as const
const params = z.object({ partNumber: partnerKeySchema })

/** A look-up by part number, and one form with all rules of the item. */
export function registerItemRulesPages(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    page: { readonly view: RuledItemView | null; readonly form: FormState; readonly saved?: boolean },
  ) {
    return sendPage(request, reply, 'shop/catalog/rules', {
      title: 'Rules',
      section: 'rules',
      ...page,
      ...(page.form.code === null ? {} : { status: page.form.code === 'not-found' ? 404 : 400 }),
      mayChange: staffOf(request).roles.includes('catalog'),
    })
  }

  pages.get(
    '/admin/rules',
    {
      config: { access: 'staff' },
      schema: {
        hide: true,
        querystring: z.object({
          partNumber: z.string().trim().max(255).default(''),
        }),
      },
    },
    async (request, reply) => {
      const { partNumber } = request.query
      if (partNumber === '') return show(request, reply, { view: null, form: emptyForm() })
      try {
        const view = await viewRules(deps.db, partNumber)
        const values = { partNumber, ...valuesOf(view) }
        return show(request, reply, { view, form: emptyForm(values) })
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        const form = rejectedForm({ partNumber }, error, { 'not-found': 'partNumber' })
        return show(request, reply, { view: null, form })
      }
    },
  )

  pages.post(
    '/admin/rules/:partNumber',
    { config: { access: 'staff:catalog' }, schema: { hide: true, params } },
    async (request, reply) => {
      const { partNumber } = request.params
      const fields = fieldsOf(request)
      const rules = itemRulesSchema.safeParse(rulesIn(fields))
      const values = { ...fields, partNumber }
      if (!rules.success) {
        const view = await viewRules(deps.db, partNumber)
        return show(request, reply, { view, form: refusedForm(values, firstOfLists(rules.error)) })
      }
      await saveRules(deps, partNumber, rules.data, staffOf(request).userName)
      return seeOtherWith(reply, `/admin/rules?partNumber=${encodeURIComponent(partNumber)}`, {
        kind: 'saved',
        about: partNumber,
      })
    },
  )
}

/** What was typed, by field: nothing is "says nothing", and `none` is an empty list. */
function rulesIn(fields: Readonly<Record<string, string>>): Record<string, unknown> {
  const text = (name: string) => fields[name]?.trim() ?? ''
  const said = (name: string, read: (typed: string) => unknown) => [name, text(name) === '' ? null : read(text(name))]
  return Object.fromEntries([
    ...listFields.map((name) => said(name, linesIn)),
    ...numberFields.map((name) => said(name, Number)),
    ...dayFields.map((name) => said(name, (typed) => typed)),
  ])
}

function linesIn(typed: string): string[] {
  if (typed.toLowerCase() === 'none') return []
  return typed.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}

// Of an item of the store an empty list is the default, and need not be said.
function valuesOf({ said, item }: RuledItemView): Record<string, string> {
  const isSaid = (name: (typeof listFields)[number]) => item.origin === 'platform' || name === 'soldTo'
  const lists = listFields.map((name) => [
    name,
    said[name]?.length === 0 && isSaid(name) ? 'none' : (said[name]?.join('\n') ?? ''),
  ])
  const others = [...numberFields, ...dayFields].map((name) => [name, String(said[name] ?? '')])
  return Object.fromEntries([...lists, ...others])
}

/** A complaint about one line of a list is shown at the list. */
function firstOfLists(error: z.ZodError): z.ZodError {
  return new z.ZodError(error.issues.map((issue) => ({ ...issue, path: issue.path.slice(0, 1) })))
}
