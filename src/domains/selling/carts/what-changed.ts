import { formatMoney, money } from '../../../kernel/money.ts'
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
 * How a priced cart differs from the one that its buyer was shown last, in sentences; none when it is alike and its prices
 * are still held.
 */
export function whatChanged(
  before: Shown,
  now: Omit<Shown, 'expiresAt'> & { readonly endCustomerName: string | null },
  at: Date,
): string[] {
  const amount = (minor: number, currency: string) => formatMoney(money(minor, currency))
  const keyOf = (line: Shown['lines'][number]) => JSON.stringify([line.partNumber, line.targetActivationId])
  const old = new Map(before.lines.map((line) => [keyOf(line), line]))
  const kept = new Set(now.lines.map(keyOf))
  const lines = now.lines.flatMap((line) => {
    const was = old.get(keyOf(line))
    if (!was) return [`${line.title} was added.`]
    return [
      ...(was.quantity === line.quantity ? [] : [`${line.title}: ${line.quantity} instead of ${was.quantity}.`]),
      ...(was.unitPriceMinor === line.unitPriceMinor && before.currency === now.currency
        ? []
        : [
            `${line.title} costs ${amount(line.unitPriceMinor, now.currency)} each; it was ${amount(was.unitPriceMinor, before.currency)}.`,
          ]),
    ]
  })
  const gone = before.lines.filter((line) => !kept.has(keyOf(line))).map(({ title }) => `${title} was taken out.`)
  const sums = [
    ['Freight', before.freightMinor, now.freightMinor],
    ['Tax', before.taxMinor, now.taxMinor],
    ['The total', before.totalMinor, now.totalMinor],
  ] as const
  return [
    ...(before.expiresAt <= at
      ? ['The time for which the earlier prices were held is over; these are the prices of now.']
      : []),
    ...(before.endCustomerAccountId === now.endCustomerAccountId
      ? []
      : [customerSentence(now.endCustomerName ?? now.endCustomerAccountId)]),
    ...lines,
    ...gone,
    ...sums.flatMap(([name, was, is]) =>
      was === is && before.currency === now.currency
        ? []
        : [`${name} is ${amount(is, now.currency)}; it was ${amount(was, before.currency)}.`],
    ),
  ]
}

function customerSentence(customer: string | null): string {
  return customer === null ? 'The rights go to your own account now.' : `The rights go to ${customer} now.`
}
