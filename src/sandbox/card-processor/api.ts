import { derivedId, newId } from '../../kernel/ids.ts'
import { amountRefusal } from './amounts.ts'
import { balanceObject, balanceTransactionObject, payoutObject, refundObject } from './balance-objects.ts'
import { act } from './checkout.ts'
import { expandPaths } from './expand.ts'
import type { FormValue } from './form.ts'
import { listPage } from './list.ts'
import { objectById } from './objects.ts'
import {
  createRefundSchema,
  createSessionSchema,
  expandOnlySchema,
  listBalanceTransactionsSchema,
  listEventsSchema,
  listPayoutsSchema,
  listRefundsSchema,
  listSessionsSchema,
  parseParameters,
} from './schemas.ts'
import { sessionObject } from './session-object.ts'
import { type Accounts, availableBalances, settleRefund } from './settle.ts'
import { invalidRequest, noSuch } from './stripe-error.ts'
import type { StripeObject } from './stripe-object.ts'
import { type Checkout, checkoutOf, type Refund, refundedOf, saveCheckout } from './world.ts'

export interface ApiCall {
  readonly accounts: Accounts
  /** What stood in the place of `:id`; empty when the route has none. */
  readonly id: string
  readonly parameters: { [key: string]: FormValue }
  readonly idempotencyKey: string | undefined
}

export interface ApiRoute {
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  /** The name under which misbehaviour can be asked for; the SDK's own. */
  readonly operation: string
  readonly answer: (call: ApiCall) => StripeObject
}

const dayInSeconds = 86_400
const kinds = {
  cs: 'checkout.session',
  pi: 'payment_intent',
  ch: 'charge',
  txn: 'balance transaction',
  po: 'payout',
  re: 'refund',
}

export const apiRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: /^\/v1\/checkout\/sessions$/,
    operation: 'checkout.sessions.create',
    answer: createSession,
  },
  {
    method: 'GET',
    path: /^\/v1\/checkout\/sessions$/,
    operation: 'checkout.sessions.list',
    answer: ({ accounts, parameters }) => {
      const query = parseParameters(listSessionsSchema, parameters)
      const found = accounts.world.checkouts
        .values()
        .filter((one) => query.status === undefined || one.status === query.status)
        .filter((one) => query.payment_intent === undefined || one.intent?.id === query.payment_intent)
      return expandPaths(
        listPage(found, query, '/v1/checkout/sessions', (one) => sessionObject(one, accounts.baseUrl())),
        query.expand,
        finder(accounts),
      )
    },
  },
  retrieve('cs', '/v1/checkout/sessions', 'checkout.sessions.retrieve'),
  {
    method: 'POST',
    path: /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/,
    operation: 'checkout.sessions.expire',
    answer: expireSession,
  },
  retrieve('pi', '/v1/payment_intents', 'paymentIntents.retrieve'),
  retrieve('ch', '/v1/charges', 'charges.retrieve'),
  retrieve('po', '/v1/payouts', 'payouts.retrieve'),
  retrieve('txn', '/v1/balance_transactions', 'balanceTransactions.retrieve'),
  retrieve('re', '/v1/refunds', 'refunds.retrieve'),
  { method: 'POST', path: /^\/v1\/refunds$/, operation: 'refunds.create', answer: createRefund },
  {
    method: 'GET',
    path: /^\/v1\/refunds$/,
    operation: 'refunds.list',
    answer: ({ accounts, parameters }) => {
      const query = parseParameters(listRefundsSchema, parameters)
      const found = accounts.world.refunds
        .values()
        .filter((one) => query.payment_intent === undefined || one.paymentIntentId === query.payment_intent)
        .filter((one) => query.charge === undefined || one.chargeId === query.charge)
      return expandPaths(listPage(found, query, '/v1/refunds', refundObject), query.expand, finder(accounts))
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/balance$/,
    operation: 'balance.retrieve',
    answer: ({ accounts }) => balanceObject(availableBalances(accounts.world)),
  },
  {
    method: 'GET',
    path: /^\/v1\/payouts$/,
    operation: 'payouts.list',
    answer: ({ accounts, parameters }) => {
      const query = parseParameters(listPayoutsSchema, parameters)
      const found = accounts.world.payouts.values().filter(() => query.status === undefined || query.status === 'paid')
      return expandPaths(listPage(found, query, '/v1/payouts', payoutObject), query.expand, finder(accounts))
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/balance_transactions$/,
    operation: 'balanceTransactions.list',
    answer: ({ accounts, parameters }) => {
      const { world } = accounts
      const query = parseParameters(listBalanceTransactionsSchema, parameters)
      if (query.payout !== undefined && !world.payouts.get(query.payout)) throw noSuch('payout', query.payout)
      if (world.payouts.get(query.payout ?? '')?.kind === 'manual')
        throw invalidRequest('Balance transaction history can only be filtered on automatic transfers, not manual.')
      const found = world.moves
        .values()
        .filter((move) => query.payout === undefined || world.payoutOf.get(move.id) === query.payout)
        .filter((move) => query.source === undefined || move.sourceId === query.source)
        .filter((move) => query.currency === undefined || move.currency === query.currency)
        .filter((move) => query.type === undefined || move.type === query.type)
      return expandPaths(
        listPage(found, query, '/v1/balance_transactions', balanceTransactionObject),
        query.expand,
        finder(accounts),
      )
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/events$/,
    operation: 'events.list',
    answer: ({ accounts, parameters }) => {
      const query = parseParameters(listEventsSchema, parameters)
      const found = accounts.world.events
        .values()
        .filter((event) => query.type === undefined || event.type === query.type)
      return listPage(found, query, '/v1/events', (event) => JSON.parse(event.body) as StripeObject)
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/events\/([^/]+)$/,
    operation: 'events.retrieve',
    answer: ({ accounts, id }) => {
      const event = accounts.world.events.get(id)
      if (!event) throw noSuch('event', id)
      return JSON.parse(event.body) as StripeObject
    },
  },
]

function retrieve(prefix: keyof typeof kinds, path: string, operation: string): ApiRoute {
  return {
    method: 'GET',
    path: new RegExp(`^${path}/([^/]+)$`),
    operation,
    answer: ({ accounts, id, parameters }) => {
      const { expand } = parseParameters(expandOnlySchema, parameters)
      const found = id.startsWith(`${prefix}_`) ? objectById(accounts.world, id, accounts.baseUrl()) : undefined
      if (!found) throw noSuch(kinds[prefix], id)
      return expandPaths(found, expand, finder(accounts))
    },
  }
}

function finder(accounts: Accounts): (id: string) => StripeObject | undefined {
  return (id) => objectById(accounts.world, id, accounts.baseUrl())
}

function createSession({ accounts, parameters, idempotencyKey }: ApiCall): StripeObject {
  const { world } = accounts
  const wanted = parseParameters(createSessionSchema, parameters)
  const line = wanted.line_items[0]
  if (!line) throw invalidRequest('Missing required param: line_items.', { param: 'line_items' })
  const { currency, unit_amount, product_data } = line.price_data
  const amount = unit_amount * line.quantity
  const refusal = amountRefusal(amount, currency)
  if (refusal) throw invalidRequest(refusal.message, { code: refusal.code, param: 'line_items' })
  const now = world.now()
  const expiresAt = wanted.expires_at ?? now + dayInSeconds
  if (expiresAt < now + 1800 || expiresAt > now + dayInSeconds)
    throw invalidRequest('A session must expire between 30 minutes and 24 hours from now.', { param: 'expires_at' })
  const checkout: Checkout = {
    id: freshId('cs_test', idempotencyKey, world.checkouts, now),
    created: now,
    expiresAt,
    status: 'open',
    amount,
    currency,
    productName: product_data.name,
    productDescription: product_data.description ?? null,
    quantity: line.quantity,
    clientReferenceId: wanted.client_reference_id ?? null,
    customerEmail: wanted.customer_email ?? null,
    successUrl: wanted.success_url,
    cancelUrl: wanted.cancel_url ?? null,
    metadata: wanted.metadata,
    intentDescription: wanted.payment_intent_data?.description ?? null,
    intentMetadata: wanted.payment_intent_data?.metadata ?? {},
    intent: null,
  }
  const earlier = world.checkouts.get(checkout.id)
  if (!earlier) saveCheckout(world, checkout)
  return expandPaths(sessionObject(earlier ?? checkout, accounts.baseUrl()), wanted.expand, finder(accounts))
}

function expireSession({ accounts, id, parameters }: ApiCall): StripeObject {
  const { expand } = parseParameters(expandOnlySchema, parameters)
  const found = accounts.world.checkouts.get(id)
  if (!found) throw noSuch(kinds.cs, id)
  if (found.status !== 'open')
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Session has a status of \`${found.status}\`.`,
    )
  const expired = act(accounts, id, { kind: 'expire' }) ?? found
  return expandPaths(sessionObject(expired, accounts.baseUrl()), expand, finder(accounts))
}

function createRefund({ accounts, parameters, idempotencyKey }: ApiCall): StripeObject {
  const { world } = accounts
  const wanted = parseParameters(createRefundSchema, parameters)
  const target = wanted.charge ?? wanted.payment_intent ?? ''
  const checkout = checkoutOf(world, target)
  const charge = checkout?.intent?.charges.find((one) => one.failure === null)
  if (!checkout?.intent || !charge) throw noSuch(wanted.charge === undefined ? kinds.pi : kinds.ch, target)
  const id = freshId('re', idempotencyKey, world.refunds, world.now())
  const earlier = world.refunds.get(id)
  if (earlier) return refundObject(earlier)
  const left = checkout.amount - refundedOf(world, charge.id)
  if (left === 0)
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  const amount = wanted.amount ?? left
  if (amount < 1 || amount > left)
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    })
  const refund: Refund = {
    id,
    created: world.now(),
    chargeId: charge.id,
    paymentIntentId: checkout.intent.id,
    amount,
    currency: checkout.currency,
    reason: wanted.reason ?? null,
    metadata: wanted.metadata,
    balanceTransactionId: newId('txn'),
  }
  world.refunds.set(refund.id, refund)
  settleRefund(accounts, refund)
  return expandPaths(refundObject(refund), wanted.expand, finder(accounts))
}

/**
 * An id made from the idempotency key, so that a creation whose answer was not kept before a kill is found again. When
 * the id is taken from longer ago than keys are remembered, or there is no key, a random one.
 */
function freshId(
  prefix: string,
  key: string | undefined,
  earlier: { get(id: string): { readonly created: number } | undefined },
  now: number,
): string {
  if (key === undefined) return newId(prefix)
  const id = derivedId(prefix, key)
  const taken = earlier.get(id)
  return taken && taken.created <= now - dayInSeconds ? newId(prefix) : id
}
