import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { hasRole, memberOf } from '../../platform/http/caller.ts'
import { type Flash, seeOtherWith } from '../../platform/http/flash.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  refusedForm,
  rejectedByPartner,
  rejectedForm,
  seeOther,
} from '../../platform/http/forms.ts'
import { NotFound } from '../../platform/http/problems.ts'
import { sendPage } from '../../platform/http/views.ts'
import { parentsOf, sessionOf } from '../accounts/index.ts'
import { addressValues } from './address-form.ts'
import { acceptPrices, addToCart, changeCartLine, chooseEndCustomer, removeCartLine, viewCart } from './cart.ts'
import { completeCardPayment } from './complete-card-payment.ts'
import { findCustomers, isPartner } from './customers.ts'
import type { OrderDeps } from './deps.ts'
import { PriceRisen } from './errors.ts'
import { foreseeApproval } from './foresee-approval.ts'
import { moneyBackOfPayment } from './money-back.ts'
import { destinationInForm } from './parties-form.ts'
import { placeOrder } from './place-order.ts'
import { seeOrder, seePlacement } from './placement-pages.ts'
import { requestQuote } from './quote.ts'
import { acceptPricesSchema, addToCartSchema, placeOrderSchema, type QuoteView, quantitySchema } from './schemas.ts'

const lineParams = z.object({ lineId: z.string().max(60) })
const wholeNumber = z.coerce.number('Give a whole number').pipe(quantitySchema)
const fieldOfCode = {
  'quantity-not-allowed': 'quantity',
  'line-not-eligible': 'targetActivationId',
  'base-line-not-chosen': 'targetActivationId',
  'purchase-order-used': 'purchaseOrderNumber',
  'card-amount-not-possible': 'method',
  'card-page-open': 'method',
}

/** Cart, checkout and the way back from the card processor's page. */
export function registerCartPages(app: FastifyInstance, deps: OrderDeps): void {
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

  pages.get('/checkout', { ...buyers, schema: hidden }, async (request, reply) => {
    return sendAddress(deps, request, reply, emptyForm(addressValues(sessionOf(request)?.profile.address ?? null)))
  })

  // By post, because an address does not belong into a URL.
  pages.post('/checkout/address', { ...buyers, schema: hidden }, async (request, reply) =>
    sendAddress(deps, request, reply, emptyForm(fieldsOf(request))),
  )

  // Quoting the same cart again gives the same quote, so reloading this answer does no harm and needs no redirect.
  pages.post('/checkout/quote', { ...buyers, schema: hidden }, async (request, reply) => {
    const fields = fieldsOf(request)
    const asked = destinationInForm(fields)
    if ('refused' in asked) return sendAddress(deps, request, reply, asked.refused, 400)
    try {
      const quote = await requestQuote(deps, memberOf(request), asked)
      return sendQuote(deps, request, reply, quote, emptyForm({}))
    } catch (error) {
      // The cart shows the old and the new price, and asks.
      if (error instanceof PriceRisen) return seeOther(reply, '/cart')
      return sendAddress(deps, request, reply, rejectedForm(fields, error), 409)
    }
  })

  pages.post('/checkout', { ...buyers, schema: hidden }, async (request, reply) => {
    const member = memberOf(request)
    const fields = fieldsOf(request)
    const number = fields['purchaseOrderNumber'] ?? ''
    const parsed = placeOrderSchema.safeParse({
      quoteId: fields['quoteId'],
      method: fields['method'],
      expectedTotalMinor: Number(fields['expectedTotalMinor']),
      ...(fields['method'] === 'purchaseOrder' && number.trim() !== '' ? { purchaseOrderNumber: number } : {}),
    })
    try {
      if (parsed.success) {
        const placed = await placeOrder(deps, member, parsed.data)
        return seePlacement(reply, placed) ?? seeOther(reply, '/checkout')
      }
      return await showQuoteAgain(deps, request, reply, refusedForm(fields, parsed.error), 400)
    } catch (error) {
      const { form, status } = rejectedByPartner(fields, error, { field: 'method', fieldOf: fieldOfCode })
      return showQuoteAgain(deps, request, reply, form, status)
    }
  })

  pages.get(
    '/checkout/return',
    { ...access, schema: { ...hidden, querystring: z.object({ payment: z.string().max(60) }) } },
    async (request, reply) => {
      const outcome = await completeCardPayment(deps, request.query.payment, { accountId: memberOf(request).accountId })
      if (!outcome) throw new NotFound('payment')
      const moneyBack = await moneyBackOfPayment(deps, request.query.payment)
      if (outcome.orderId !== null) return seeOrder(reply, outcome.orderId)
      const waits =
        moneyBack.every(({ state }) => state === 'due') && (outcome.state !== 'expired' || moneyBack.length > 0)
      return sendPage(request, reply, 'orders/payment-return', {
        title:
          moneyBack.length > 0 ? 'Your money goes back' : waits ? 'Waiting for your bank' : 'The payment was not made',
        section: 'cart',
        ...(waits ? { refreshSeconds: 4 } : {}),
        ...{ state: outcome.state, moneyBack },
        checkedAt: deps.clock.now(),
      })
    },
  )

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

async function sendCart(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  const member = memberOf(request)
  const cart = await viewCart(deps, member)
  const partner = await isPartner(deps, member.accountId)
  const q = (form.values['q'] ?? '').replaceAll('\0', '')
  return sendPage(request, reply, 'orders/cart', {
    title: 'Cart',
    section: 'cart',
    wide: true,
    ...{ cart, form, status, q },
    ...(hasRole(member, 'buyer')
      ? await foreseeApproval(deps, member, { totalMinor: cart.netMinor, currency: cart.currency })
      : {}),
    isPartner: partner,
    customers: partner && q !== '' ? await findCustomers(deps, member.accountId, q) : [],
  })
}

async function sendAddress(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  const cart = await viewCart(deps, memberOf(request))
  if (cart.lines.length === 0) return seeOther(reply, '/cart')
  return sendPage(request, reply, 'orders/checkout-address', {
    title: 'Where does it go?',
    section: 'cart',
    ...{ cart, form, status },
    payers: await parentsOf(deps.db, cart.accountId),
  })
}

async function sendQuote(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  quote: QuoteView,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  return sendPage(request, reply, 'orders/checkout-confirm', {
    title: 'Check and order',
    section: 'cart',
    wide: true,
    ...{ quote, form, status },
    ...(await foreseeApproval(deps, memberOf(request), quote)),
  })
}

/** After a refusal the total is worked out anew, because it may be what the refusal is about. */
async function showQuoteAgain(
  deps: OrderDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState,
  status: number,
): Promise<FastifyReply> {
  const asked = destinationInForm(form.values)
  if ('refused' in asked) return sendAddress(deps, request, reply, form, status)
  try {
    return await sendQuote(deps, request, reply, await requestQuote(deps, memberOf(request), asked), form, status)
  } catch (error) {
    return sendCart(deps, request, reply, rejectedForm({}, error), status)
  }
}
