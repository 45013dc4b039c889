import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Flash, seeOtherWith } from '../../../platform/http/pages/flash.ts'
import { memberOf } from '../../../platform/http/request/caller.ts'
import { emptyForm, fieldsOf, refusedForm, rejectedForm, seeOther } from '../../../platform/http/request/forms.ts'
import type { OrderDeps } from '../../fulfilment/orders/index.ts'
import {
  acceptPrices,
  acceptPricesSchema,
  addToCart,
  addToCartSchema,
  changeCartLine,
  chooseEndCustomer,
  quantitySchema,
  removeCartLine,
  type SettleDeps,
} from '../carts/index.ts'
import { sendCart } from './cart-view-pages.ts'

const lineParams = z.object({ lineId: z.string().max(60) })
const wholeNumber = z.coerce.number('Give a whole number').pipe(quantitySchema)

/** The cart: its lines, its prices and whom it is for. */
export function registerCartPages(app: FastifyInstance, deps: OrderDeps & SettleDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const access = { config: { access: 'member' as const } }
  const buyers = { config: { access: 'member:buyer' as const } }
  const hidden = { hide: true } as const

  pages.get(
    '/cart',
    {
      ...access,
      schema: {
        ...hidden,
        querystring: z.object({ q: z.string().max(100).default('') }),
      },
    },
    async (request, reply) => sendCart(deps, request, reply, emptyForm({ q: request.query.q })),
  )

  pages.post('/cart/lines', { ...buyers, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = addToCartSchema.extend({ quantity: wholeNumber }).safeParse({
      partNumber: fields['partNumber'],
      quantity: fields['quantity'] ?? '1',
      ...(fields['targetActivationId'] ? { targetActivationId: fields['targetActivationId'] } : {}),
    })
    if (!parsed.success) return sendCart(deps, request, reply, refusedForm(fields, parsed.error), 400)
    return attempt(request, reply, fields, async () => {
      await addToCart(deps, memberOf(request), parsed.data)
      return { to: '/cart', flash: { kind: 'added', about: '' } }
    })
  })

  pages.post(
    '/cart/lines/:lineId',
    { ...buyers, schema: { ...hidden, params: lineParams } },
    async (request, reply) => {
      const { lineId } = request.params
      const fields = fieldsOf(request)
      const remove = fields['remove'] === 'yes'
      const quantity = wholeNumber.safeParse(fields['quantity'])
      if (!remove && !quantity.success) {
        const errors = { [`quantity-${lineId}`]: quantity.error.issues[0]?.message ?? 'Give a whole number' }
        return sendCart(deps, request, reply, { values: fields, errors, code: 'invalid-input' }, 400)
      }
      return attempt(
        request,
        reply,
        fields,
        async () => {
          if (quantity.success && !remove) await changeCartLine(deps, memberOf(request), lineId, quantity.data)
          else await removeCartLine(deps, memberOf(request), lineId)
          return '/cart'
        },
        { 'quantity-not-allowed': `quantity-${lineId}` },
      )
    },
  )

  pages.post('/cart/prices', { ...buyers, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const parsed = acceptPricesSchema.safeParse({
      prices: Object.entries(fields).flatMap(([name, minor]) => {
        const [, lineId] = /^price-(.+)$/.exec(name) ?? []
        return lineId === undefined ? [] : [{ lineId, unitPriceMinor: Number(minor) }]
      }),
    })
    if (!parsed.success) return seeOther(reply, '/cart')
    return attempt(request, reply, fields, async () => {
      await acceptPrices(deps, memberOf(request), parsed.data)
      return '/cart'
    })
  })

  pages.post('/cart/end-customer', { ...buyers, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const accountId = fields['accountId'] === '' ? null : (fields['accountId'] ?? null)
    return attempt(request, reply, fields, async () => {
      await chooseEndCustomer(deps, memberOf(request), accountId)
      return '/cart'
    })
  })

  async function attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    fields: Record<string, string>,
    work: () => Promise<string | { readonly to: string; readonly flash: Flash }>,
    fieldOf: Record<string, string> = {},
  ): Promise<FastifyReply> {
    try {
      const next = await work()
      return typeof next === 'string' ? seeOther(reply, next) : seeOtherWith(reply, next.to, next.flash)
    } catch (error) {
      return sendCart(deps, request, reply, rejectedForm(fields, error, fieldOf), 409)
    }
  }
}
