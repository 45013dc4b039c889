import { derivedId } from '../../kernel/ids.ts'
import { feeOf } from './amounts.ts'
import { payoutObject, refundObject } from './balance-objects.ts'
import { chargeObject, intentObject } from './payment-objects.ts'
import { sessionObject } from './session-object.ts'
import type { Webhooks } from './webhooks.ts'
import {
  type BalanceMove,
  type Checkout,
  checkoutOf,
  type Payout,
  type Refund,
  type Settlement,
  type World,
} from './world.ts'

export interface Accounts {
  readonly world: World
  readonly webhooks: Webhooks
  readonly baseUrl: () => string
}

/**
 * Writes what follows from a saved checkout: its balance transaction and its events. Ids are derived, so running it
 * again adds nothing; at start it runs for all, which completes what a kill cut short.
 */
export function settleCheckout(accounts: Accounts, checkout: Checkout): void {
  const { world, webhooks } = accounts
  const intent = checkout.intent
  for (const charge of intent?.charges ?? []) {
    if (charge.failure !== null || charge.balanceTransactionId === null) continue
    const settled = settledIn(world, checkout)
    addMove(world, {
      id: charge.balanceTransactionId,
      created: charge.created,
      ...settled,
      fee: feeOf(settled.amount, settled.currency),
      type: 'charge',
      reportingCategory: 'charge',
      sourceId: charge.id,
      description: checkout.intentDescription,
    })
    webhooks.announce(eventId('charge.succeeded', charge.id), 'charge.succeeded', chargeObject(world, checkout, charge))
  }
  if (intent) announceIntent(accounts, { ...checkout, intent })
  const session = sessionObject(checkout, accounts.baseUrl())
  if (checkout.status === 'complete')
    webhooks.announce(eventId('checkout.session.completed', checkout.id), 'checkout.session.completed', session)
  if (checkout.status === 'expired')
    webhooks.announce(eventId('checkout.session.expired', checkout.id), 'checkout.session.expired', session)
}

function announceIntent(accounts: Accounts, checkout: Checkout & { intent: NonNullable<Checkout['intent']> }): void {
  const { intent } = checkout
  const type = 'payment_intent.payment_failed'
  for (const index of intent.failures.keys()) {
    const atThatTime: Checkout = {
      ...checkout,
      intent: { ...intent, status: 'requires_payment_method', failures: intent.failures.slice(0, index + 1) },
    }
    const object = intentObject(atThatTime)
    if (object) accounts.webhooks.announce(eventId(type, intent.id, String(index)), type, object)
  }
  const object = intentObject(checkout)
  if (intent.status === 'succeeded' && object)
    accounts.webhooks.announce(eventId('payment_intent.succeeded', intent.id), 'payment_intent.succeeded', object)
}

export function settleRefund(accounts: Accounts, refund: Refund): void {
  addMove(accounts.world, {
    id: refund.balanceTransactionId,
    created: refund.created,
    ...settledIn(accounts.world, { amount: -refund.amount, currency: refund.currency }),
    fee: 0,
    type: 'refund',
    reportingCategory: 'refund',
    sourceId: refund.id,
    description: null,
  })
  const checkout = checkoutOf(accounts.world, refund.chargeId)
  const charge = checkout?.intent?.charges.find((one) => one.id === refund.chargeId)
  if (!checkout || !charge) return
  if (refund.failureTransactionId !== undefined) {
    addMove(accounts.world, {
      id: refund.failureTransactionId,
      created: accounts.world.now(),
      ...settledIn(accounts.world, { amount: refund.amount, currency: refund.currency }),
      fee: 0,
      type: 'refund_failure',
      reportingCategory: 'refund_failure',
      sourceId: refund.id,
      description: null,
    })
    accounts.webhooks.announce(eventId('refund.failed', refund.id), 'refund.failed', refundObject(refund))
  }
  const type = 'charge.refunded'
  accounts.webhooks.announce(eventId(type, refund.id), type, chargeObject(accounts.world, checkout, charge))
}

export function settlePayout(accounts: Accounts, payout: Payout): void {
  addMove(accounts.world, {
    id: payout.balanceTransactionId,
    created: payout.created,
    amount: -payout.amount,
    fee: 0,
    currency: payout.currency,
    type: 'payout',
    reportingCategory: 'payout',
    sourceId: payout.id,
    description: 'Automatic payout',
  })
  accounts.webhooks.announce(eventId('payout.paid', payout.id), 'payout.paid', payoutObject(payout))
}

export function settleAll(accounts: Accounts): void {
  for (const checkout of accounts.world.checkouts.values()) settleCheckout(accounts, checkout)
  for (const refund of accounts.world.refunds.values()) settleRefund(accounts, refund)
  for (const payout of accounts.world.payouts.values()) settlePayout(accounts, payout)
}

/** From now on payments in the currencies of the rates are exchanged; without rates, each settles in its own. */
export function settleIn(world: World, settlement: Settlement): void {
  world.settlements.set('account', settlement)
}

function settledIn(
  world: World,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): Pick<BalanceMove, 'amount' | 'currency' | 'exchangeRate'> {
  const settlement = world.settlements.get('account')
  const exchangeRate = settlement?.rates[currency]
  if (settlement === undefined || exchangeRate === undefined) return { amount, currency }
  return { amount: Math.round(amount * exchangeRate), currency: settlement.currency, exchangeRate }
}

/** Every balance transaction that no payout has taken yet, a payout's own aside. */
export function unpaidMoves(world: World): BalanceMove[] {
  return world.moves.values().filter((move) => move.type !== 'payout' && !world.payoutOf.has(move.id))
}

/** What is available in each currency, lower-case codes, sorted. */
export function availableBalances(world: World): { readonly currency: string; readonly amount: number }[] {
  const totals = new Map<string, number>()
  for (const move of unpaidMoves(world))
    totals.set(move.currency, (totals.get(move.currency) ?? 0) + move.amount - move.fee)
  return [...totals]
    .map(([currency, amount]) => ({ currency, amount }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

function addMove(world: World, move: BalanceMove): void {
  if (!world.moves.get(move.id)) world.moves.set(move.id, move)
}

function eventId(...parts: string[]): string {
  return derivedId('evt', ...parts)
}
