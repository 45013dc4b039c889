import { formatMoney, money } from '../../../kernel/money.ts'
import { type Message, message } from '../../../platform/messages/messages.ts'
import type { PricedLine } from './tables.ts'

/** As much of a priced cart as its buyer looks at. */
export interface Shown {
  readonly currency: string
  readonly lines: readonly Pick<
    PricedLine,
    'partNumber' | 'targetActivationId' | 'title' | 'quantity' | 'unitPriceMinor' | 'netMinor'
  >[]
  readonly freightMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
  readonly endCustomerAccountId: string | null
  readonly expiresAt: Date
}

/**
 * How a priced cart differs from the one that its buyer was shown last; nothing when it is alike and its prices are still
 * held.
 */
export function whatChanged(
  before: Shown,
  now: Omit<Shown, 'expiresAt'> & { readonly endCustomerName: string | null },
  at: Date,
): Message[] {
  const was = (minor: number) => formatMoney(money(minor, before.currency))
  const is = (minor: number) => formatMoney(money(minor, now.currency))
  const keyOf = (line: Shown['lines'][number]) => JSON.stringify([line.partNumber, line.targetActivationId])
  const old = new Map(before.lines.map((line) => [keyOf(line), line]))
  const kept = new Set(now.lines.map(keyOf))
  const isOtherCurrency = before.currency !== now.currency
  const lines = now.lines.flatMap((line) => {
    const { title, quantity, unitPriceMinor } = line
    const shown = old.get(keyOf(line))
    if (!shown) return [message('checkout.changed.added', { title })]
    return [
      ...(shown.quantity === quantity
        ? []
        : [message('checkout.changed.quantity', { title, now: quantity, was: shown.quantity })]),
      ...(shown.unitPriceMinor === unitPriceMinor && !isOtherCurrency
        ? []
        : [message('checkout.changed.price', { title, now: is(unitPriceMinor), was: was(shown.unitPriceMinor) })]),
    ]
  })
  const gone = before.lines.filter((line) => !kept.has(keyOf(line)))
  const sums = (name: 'freightMinor' | 'taxMinor' | 'totalMinor') =>
    before[name] === now[name] && !isOtherCurrency ? [] : [{ now: is(now[name]), was: was(before[name]) }]
  return [
    ...(before.expiresAt <= at ? [message('checkout.changed.heldNoLonger')] : []),
    ...(before.endCustomerAccountId === now.endCustomerAccountId
      ? []
      : [customerMessage(now.endCustomerName ?? now.endCustomerAccountId)]),
    ...lines,
    ...gone.map(({ title }) => message('checkout.changed.removed', { title })),
    ...sums('freightMinor').map(({ now: amount, was: former }) =>
      message('checkout.changed.freight', { now: amount, was: former }),
    ),
    ...sums('taxMinor').map(({ now: amount, was: former }) =>
      message('checkout.changed.tax', { now: amount, was: former }),
    ),
    ...sums('totalMinor').map(({ now: amount, was: former }) =>
      message('checkout.changed.total', { now: amount, was: former }),
    ),
  ]
}

function customerMessage(customer: string | null): Message {
  return customer === null
    ? message('checkout.changed.ownRights')
    : message('checkout.changed.customerRights', { customer })
}
