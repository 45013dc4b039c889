import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { problemSchema } from '../../../platform/http/answer/problems.ts'
import { staffOf } from '../../../platform/http/request/caller.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { itemRulesSchema } from './item-rules.ts'
import { type RuledItemView, saveRules, viewRules } from './save-rules.ts'

const tags = ['staff: catalog']
const refusals = { 400: problemSchema, 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }
const params = z.object({ partNumber: partnerKeySchema })

const names = z.array(z.string())
const rulesAnswer = z
  .object({
    soldTo: names.nullable(),
    requiresAnyOf: names.nullable(),
    requiresAllOf: names.nullable(),
    requiresNoneOf: names.nullable(),
    partnerTiers: names.nullable(),
    onlyAccounts: names.nullable(),
    notAccounts: names.nullable(),
    visibleFrom: z.string().nullable(),
    visibleThrough: z.string().nullable(),
    maxQuantity: z.number().int().nullable(),
    maxPerAccount: z.number().int().nullable(),
    perAccountDays: z.number().int().nullable(),
  })
  .meta({ id: 'ItemRuleSet' })
const ruledItemSchema = z
  .object({
    partNumber: z.string(),
    title: z.string(),
    origin: z.enum(['platform', 'store']),
    unsellableReason: z.string().nullable(),
    /** What the store says; null where the platform or a default counts. */
    said: rulesAnswer,
    /** What counts. */
    rules: rulesAnswer,
  })
  .meta({ id: 'RuledItem' })

/** The rules of single items, for staff. What changes here counts at once, on every surface. */
export function registerItemRulesApi(app: FastifyInstance, deps: { readonly db: Db; readonly clock: Clock }): void {
  const api = app.withTypeProvider<ZodTypeProvider>()

  api.get(
    '/api/admin/items/:partNumber/rules',
    {
      config: { access: 'staff' },
      schema: {
        tags,
        params,
        operationId: 'viewItemRules',
        summary: 'Rules by which accounts may see and buy an item',
        response: { 200: ruledItemSchema, ...refusals },
      },
    },
    async (request) => answerOf(await viewRules(deps.db, request.params.partNumber)),
  )

  api.put(
    '/api/admin/items/:partNumber/rules',
    {
      config: { access: 'staff:catalog' },
      schema: {
        tags,
        params,
        operationId: 'saveItemRules',
        summary: 'Set the rules by which accounts may see and buy an item',
        body: itemRulesSchema,
        response: { 200: ruledItemSchema, ...refusals },
      },
    },
    async (request) =>
      answerOf(await saveRules(deps, request.params.partNumber, request.body, staffOf(request).userName)),
  )
}

function answerOf({ item, said, rules }: RuledItemView): z.input<typeof ruledItemSchema> {
  const { partNumber, title, origin, unsellableReason } = item
  return { partNumber, title, origin, unsellableReason, said, rules }
}
