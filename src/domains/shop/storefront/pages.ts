import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import { dateOf, isLocalDate, localDate } from '../../../kernel/local-date.ts'
import type { Db } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, refusedForm, rejectedForm } from '../../../platform/http/request/forms.ts'
import { partnerKeySchema } from '../../../platform/http/request/partner-key.ts'
import { baseLinesOf, linesToAddTo, loadViewer, reasonsForBuyer } from '../catalog/index.ts'
import { QuantityNotSold } from '../pricing/index.ts'
import { explainItem, readItem } from './browse-items.ts'
import { registerCatalogPages } from './catalog-pages.ts'
import { explainTax } from './explain-tax.ts'

const explainedSchema = z.object({
  quantity: z.coerce
    .number('Give the quantity as a whole number')
    .int('Give the quantity as a whole number')
    .min(1, 'Give a quantity of at least 1')
    .max(1_000_000, 'Give a quantity of at most 1,000,000'),
  on: z.string().refine(isLocalDate, 'Give the day as a date of the calendar').transform(localDate),
})

/** An item as one account sees it, and prices as staff see them. */
export function registerStorefrontPages(
  app: FastifyInstance,
  { db, clock }: { readonly db: Db; readonly clock: Clock },
): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const viewerOf = (accountId: string) => loadViewer(db, accountId, dateOf(clock.now()))
  registerCatalogPages(app, { db, clock })

  pages.get(
    '/items/:partNumber',
    {
      config: { access: 'member' },
      schema: {
        hide: true,
        params: z.object({ partNumber: partnerKeySchema }),
        querystring: z.object({
          quantity: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
        }),
      },
    },
    async (request, reply) => {
      const viewer = await viewerOf(memberOf(request).accountId)
      const asked = request.query.quantity ?? null
      const explained = await explainItem(db, viewer, request.params.partNumber, asked)
      const isOtherQuantity = explained.price?.priced === false && explained.price.reason === 'QUANTITY_NOT_SOLD'
      const { item, price } = await readItem(db, viewer, request.params.partNumber, isOtherQuantity ? null : asked)
      const { quantity } = price.trace
      const form = emptyForm({ quantity: String(asked ?? quantity) })
      return sendPage(request, reply, 'shop/storefront/item', {
        title: item.title,
        section: 'catalog',
        item,
        price,
        quantity,
        because: explained.visibility?.visible ? explained.visibility.because : [],
        reasons: explained.visibility?.visible ? reasonsForBuyer(explained.visibility.because) : [],
        targets: item.addsToLine ? linesToAddTo(item, viewer.held) : baseLinesOf(item, viewer),
        form:
          isOtherQuantity && asked !== null && explained.price?.priced === false
            ? rejectedForm(form.values, new QuantityNotSold(item.partNumber, asked, explained.price.nearest), {
                'quantity-not-allowed': 'quantity',
              })
            : form,
      })
    },
  )

  const staff = { config: { access: 'staff' as const } }

  pages.get(
    '/admin/explain',
    {
      ...staff,
      schema: {
        hide: true,
        querystring: z.object({
          accountId: z.string().trim().max(255).default(''),
          partNumber: z.string().trim().max(255).default(''),
          quantity: z.string().default(''),
          on: z.string().default(''),
        }),
      },
    },
    async (request, reply) => {
      const { accountId, partNumber } = request.query
      const typed = {
        ...request.query,
        quantity: request.query.quantity || '1',
        on: request.query.on || dateOf(clock.now()),
      }
      const page = { title: 'Explain a price', section: 'explain', wide: true, currency: null, explanation: null }
      const parsed = explainedSchema.safeParse(typed)
      if (!parsed.success)
        return sendPage(request, reply, 'shop/storefront/explain', {
          ...page,
          status: 400,
          form: refusedForm(typed, parsed.error),
        })
      const { quantity, on } = parsed.data
      const values = { ...typed, quantity: String(quantity) }
      if (accountId === '' || partNumber === '')
        return sendPage(request, reply, 'shop/storefront/explain', { ...page, form: emptyForm(values) })
      try {
        const viewer = await loadViewer(db, accountId, on)
        const explanation = await explainItem(db, viewer, partNumber, quantity)
        if (!explanation.item) throw new UnknownPartNumber()
        const { item, price } = explanation
        const tax = price?.priced ? await explainTax(db, accountId, item.obligation, price) : null
        return sendPage(request, reply, 'shop/storefront/explain', {
          ...page,
          viewer,
          explanation,
          tax,
          form: emptyForm(values),
        })
      } catch (error) {
        const field = error instanceof UnknownPartNumber ? 'partNumber' : 'accountId'
        if (!(error instanceof DomainError)) throw error
        const form = rejectedForm(values, error, { 'not-found': field })
        return sendPage(request, reply, 'shop/storefront/explain', { ...page, status: 404, form })
      }
    },
  )
}

class UnknownPartNumber extends NotFound {
  constructor() {
    super('part number')
  }
}
