import { dateOf, daysBetween, type LocalDate, writtenDate } from '../../../kernel/local-date.ts'
import { formatMoney, money } from '../../../kernel/money.ts'
import type { Payment } from '../../money/payments/index.ts'
import { billedByCurrency, type Posting } from './billed.ts'
import { graceDays } from './grace.ts'
import { agrees, differs, type SideResult } from './side.ts'

export interface MoneyFacts {
  readonly orderedMinor: number
  readonly currency: string
  readonly orderId: string
  readonly paymentMethod: 'free' | 'purchaseOrder' | 'card'
  readonly purchaseOrderNumber: string | null
  /** Of the whole order, which one payment pays. */
  readonly orderTotalMinor: number
  readonly postings: readonly Posting[]
  readonly payment: Pick<Payment, 'state' | 'amountMinor' | 'currency' | 'orderId' | 'settledAt'> | null
  readonly payoutId: string | null
  readonly today: LocalDate
}

/** Whether the ledger has what was ordered, and for a card whether the money came. */
export function matchMoney(facts: MoneyFacts): SideResult {
  return matchPostings(facts) ?? (facts.orderedMinor === 0 ? free : matchSettlement(facts))
}

const free = agrees('not-needed', 'Nothing to pay')

function matchPostings(facts: MoneyFacts): SideResult | null {
  const { orderedMinor, currency } = facts
  const totals = billedByCurrency(facts.postings)
  const ordered = formatMoney(money(orderedMinor, currency))
  if (orderedMinor !== 0 && totals.size === 0)
    return differs('posting-missing', 'missing', `${ordered} ordered, nothing in the ledger`)
  const others = [...totals].filter(([code, minor]) => code !== currency && minor !== 0)
  const posted = totals.get(currency) ?? 0
  if (posted === orderedMinor && others.length === 0) return null
  const found = [[currency, posted] as const, ...others].map(([code, minor]) => formatMoney(money(minor, code)))
  return differs('posting-differs', 'different', `${ordered} ordered, ${found.join(' and ')} in the ledger`)
}

function matchSettlement(facts: MoneyFacts): SideResult {
  const ordered = formatMoney(money(facts.orderedMinor, facts.currency))
  if (facts.paymentMethod === 'free')
    return differs('payment-missing', 'missing', `${ordered} in the ledger of an order that was placed as free`)
  if (facts.paymentMethod === 'purchaseOrder')
    return agrees('matched', `${ordered} on purchase order ${facts.purchaseOrderNumber ?? ''}`.trim())
  const { payment, payoutId } = facts
  if (payment === null || payment.state !== 'settled' || payment.settledAt === null)
    return differs(
      'payment-missing',
      'missing',
      payment === null ? 'No card payment' : `The card payment is ${payment.state}, not settled`,
    )
  if (
    payment.orderId !== facts.orderId ||
    payment.amountMinor !== facts.orderTotalMinor ||
    payment.currency !== facts.currency
  )
    return differs(
      'payment-differs',
      'different',
      payment.orderId === facts.orderId
        ? `${formatMoney(money(payment.amountMinor, payment.currency))} paid for an order of ${formatMoney(money(facts.orderTotalMinor, facts.currency))}`
        : 'The card payment belongs to another order',
    )
  const settledOn = dateOf(payment.settledAt)
  const paid = `${ordered} paid by card on ${writtenDate(settledOn)}`
  if (payoutId !== null) return agrees('matched', `${paid}, in payout ${payoutId}`)
  return daysBetween(settledOn, facts.today) > graceDays.payout
    ? differs('payout-overdue', 'different', `${paid} and in no payout since`)
    : agrees('matched', `${paid}, in transit to the bank`)
}
