import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DomainError } from '../../../kernel/domain-error.ts'
import { seeOtherWith } from '../../../platform/http/pages/flash.ts'
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
import { cursorSchema } from '../../../platform/http/request/paging.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { PlatformDownloads } from '../../entitlements/rights/index.ts'
import { kitsAvoided } from '../../fulfilment/downloads/index.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import { addToCart, addToCartSchema, chooseCoTerm, coTermSchema, viewCart } from '../carts/index.ts'
import { installBaseFilterSchema } from './install-base-api.ts'
import { maintenanceStates } from './install-base-groups.ts'
import { type InstallBaseLine, viewInstallBase } from './view-install-base.ts'

const linesAPage = 25
const yearMs = 365 * 86_400_000
const hidden = { hide: true } as const
const { q, category, maintenance } = installBaseFilterSchema.shape
const querySchema = z.object({
  q: q.catch(undefined),
  category: category.catch(undefined),
  maintenance: maintenance.catch(undefined),
  cursor: cursorSchema.optional().catch(undefined),
})
type Query = z.infer<typeof querySchema>

/** What the account owns, with what can be done with each line; its choices go to one cart and may end on one day. */
export function registerInstallBasePages(
  app: FastifyInstance,
  deps: OrderDeps & { readonly platform: PlatformDownloads },
): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()

  pages.get(
    '/products',
    { config: { access: 'member' }, schema: { ...hidden, querystring: querySchema } },
    async (request, reply) => sendProducts(request, reply, request.query, emptyForm()),
  )

  pages.post('/products/choices', { config: { access: 'member:buyer' }, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = addToCartSchema.safeParse({
      partNumber: fields['partNumber'],
      quantity: Number(fields['quantity']),
      ...(fields['targetActivationId'] ? { targetActivationId: fields['targetActivationId'] } : {}),
    })
    if (!parsed.success) return sendProducts(request, reply, {}, refusedForm(fields, parsed.error), 400)
    try {
      const cart = await addToCart(deps, memberOf(request), parsed.data)
      const line = cart.lines.find(({ partNumber }) => partNumber === parsed.data.partNumber)
      const place = fields['activationId'] ? `#line-${encodeURIComponent(fields['activationId'])}` : ''
      const about = line?.title ?? parsed.data.partNumber
      return seeOtherWith(reply, `/products${place}`, { kind: 'added', about })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return sendProducts(request, reply, {}, rejectedForm(fields, error), 409)
    }
  })

  pages.post('/cart/co-term', { config: { access: 'member:buyer' }, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const through = fields['keep'] === 'own' ? null : (fields['through'] ?? '')
    const parsed = coTermSchema.safeParse({ through })
    try {
      if (parsed.success) {
        await chooseCoTerm(deps, memberOf(request), parsed.data.through)
        return seeOther(reply, '/cart')
      }
      const form = refusedForm(fields, parsed.error)
      return sendPage(request, reply, 'selling/products/co-term', await coTermView(request, form, 400))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const form = rejectedForm(fields, error, { 'co-term-not-possible': 'through' })
      return sendPage(request, reply, 'selling/products/co-term', await coTermView(request, form, 409))
    }
  })

  pages.get('/admin/kits-avoided', { config: { access: 'staff' }, schema: hidden }, async (request, reply) =>
    sendPage(request, reply, 'selling/products/kits-avoided', {
      title: 'Kits avoided',
      section: 'avoided',
      wide: true,
      report: await kitsAvoided(deps.db, new Date(deps.clock.now().getTime() - yearMs)),
    }),
  )

  async function coTermView(request: FastifyRequest, form: FormState, status: number) {
    const cart = await viewCart(deps, memberOf(request))
    return { title: message('products.coTerm.windowTitle'), section: 'cart', form, status, cart }
  }

  async function sendProducts(
    request: FastifyRequest,
    reply: FastifyReply,
    query: Query,
    form: FormState,
    status = 200,
  ): Promise<FastifyReply> {
    const member = memberOf(request)
    const base = await viewInstallBase(deps, member, { ...query, limit: linesAPage })
    return sendPage(request, reply, 'selling/products/products', {
      title: message('products.list.windowTitle'),
      section: 'products',
      wide: true,
      base,
      query,
      form,
      status,
      maintenanceStates,
      products: byProduct(base.lines),
      mayOrder: hasRole(member, 'buyer'),
      isFirst: query.cursor === undefined,
    })
  }
}

interface ProductSection {
  readonly name: string
  readonly lines: InstallBaseLine[]
}

/** Sections of the page: lines of one product, each followed by the updates that it brings, of whatever name. */
function byProduct(lines: readonly InstallBaseLine[]): ProductSection[] {
  const sections: ProductSection[] = []
  for (const line of lines) {
    const last = sections.at(-1)
    if (last && (line.under !== null || last.name === line.productName)) last.lines.push(line)
    else sections.push({ name: line.productName, lines: [line] })
  }
  return sections
}
