import { addDays, dateOf, type LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { NotFound } from '../../../platform/http/answer/problems.ts'
import { entryById } from '../../money/ledger/index.ts'
import {
  findPayout,
  itemKindOf,
  itemsOfPayout,
  type Payment,
  type Payout,
  type PayoutItem,
  paymentsOfIntents,
  type ReturnReason,
  returnsOfIntents,
} from '../../money/payments/index.ts'
import type { PayoutSheet } from './schemas.ts'
import { frontDoors, type MatchableLine, type OrderSource } from './sources.ts'

type SheetItem = PayoutSheet['items'][number]

/**
 * Takes a payout apart: items to payments, orders and order lines, fees, refunds, disputes, and what fits none of them.
 * `restMinor` is what is left of the payout after all of it: zero, because what is unexplained is a leftover with a name.
 * @throws {NotFound}
 */
export async function payoutSheet(
  tx: Tx,
  payoutId: string,
  orders: OrderSource = frontDoors.orders,
): Promise<PayoutSheet> {
  const payout = await findPayout(tx, payoutId)
  if (!payout) throw new NotFound('payout')
  const items = (await itemsOfPayout(tx, payoutId)).filter((item) => itemKindOf(item) !== 'payout')
  const payments = await paymentsOfIntents(
    tx,
    items.flatMap((item) => item.paymentIntentId ?? []),
  )
  const byIntent = new Map(payments.map((payment) => [payment.stripePaymentIntentId, payment]))
  const returned = await returnsOfIntents(
    tx,
    items.flatMap((item) => item.paymentIntentId ?? []),
  )
  const linesOf = await linesOfOrders(tx, { payments, orders, today: dateOf(payout.arrivesAt) })
  const freight = await orders.orderFreight(tx, [...linesOf.keys()])
  const sheetItems = items.map((item) => {
    const payment = paidBy(item.paymentIntentId ?? '', byIntent, returned)
    const lines = linesOf.get(payment?.orderId ?? '') ?? []
    return sheetItem(item, payment, { lines, freight: freight.get(payment?.orderId ?? '') })
  })
  const leftovers = leftoversOf(payout, sheetItems, items)
  const posted = (await entryById(tx, `jen_payout:${payoutId}`)) !== null
  return {
    payoutId,
    state: payout.state,
    currency: payout.currency,
    bankTraceId: payout.bankTraceId,
    arrivesAt: payout.arrivesAt,
    posted,
    items: sheetItems,
    leftovers,
    sums: sumsOf(payout, sheetItems, items, leftovers),
  }
}

type Paid = Pick<Payment, 'id' | 'amountMinor' | 'currency' | 'orderId'> & { readonly givenBack: ReturnReason | null }

/** What goes back belongs to no order, also when its payment has one. */
function paidBy(
  intent: string,
  payments: ReadonlyMap<string | null, Payment>,
  returned: Awaited<ReturnType<typeof returnsOfIntents>>,
): Paid | null {
  const back = returned.get(intent)
  if (back) return { ...back, id: back.paymentId, orderId: null, givenBack: back.reason }
  const payment = payments.get(intent)
  return payment ? { ...payment, givenBack: null } : null
}

/** The lines of the orders that the payments paid for. An order is placed when its payment settles, or soon after. */
async function linesOfOrders(
  tx: Tx,
  { payments, orders, today }: { payments: readonly Payment[]; orders: OrderSource; today: LocalDate },
): Promise<Map<string, MatchableLine[]>> {
  const wanted = new Set(payments.flatMap((payment) => payment.orderId ?? []))
  const found = new Map<string, MatchableLine[]>()
  const settled = payments.flatMap(({ settledAt }) => (settledAt === null ? [] : [dateOf(settledAt)])).sort()
  const [from, last] = [settled[0], settled.at(-1)]
  if (from === undefined || last === undefined) return found
  const look = async (days: { from: LocalDate; through: LocalDate }) => {
    for (const line of await orders.matchableOrders(tx, days))
      if (wanted.has(line.orderId)) found.set(line.orderId, [...(found.get(line.orderId) ?? []), line])
  }
  await look({ from, through: addDays(last, 1) })
  const later = { from: addDays(last, 2), through: addDays(today > last ? today : last, 365) }
  // After an outage an order may be placed long after its payment settled.
  if (found.size < wanted.size) await look(later)
  return found
}

function sheetItem(
  item: PayoutItem,
  payment: Paid | null,
  {
    lines,
    freight,
  }: {
    readonly lines: readonly MatchableLine[]
    readonly freight: { readonly freightMinor: number; readonly taxMinor: number } | undefined
  },
): SheetItem {
  const orderLines = lines.map(({ orderLineId, lineNumber, partNumber, netMinor, taxMinor }) => ({
    orderLineId,
    lineNumber,
    partNumber,
    minor: netMinor + taxMinor,
  }))
  const freightMinor = (freight?.freightMinor ?? 0) + (freight?.taxMinor ?? 0)
  const orderId = payment?.orderId ?? null
  const freightLine = { orderLineId: `${orderId}:freight`, lineNumber: 0, partNumber: 'FREIGHT', minor: freightMinor }
  const { balanceTransactionId, reportingCategory, amountMinor, feeMinor, netMinor, sourceId } = item
  return {
    balanceTransactionId,
    reportingCategory,
    amountMinor,
    feeMinor,
    netMinor,
    sourceId,
    orderId,
    charged: isExchanged(item, payment) ? { minor: payment.amountMinor, currency: payment.currency } : null,
    paymentId: payment?.id ?? null,
    givenBack: payment?.givenBack ?? null,
    orderNumber: lines[0]?.orderNumber ?? null,
    lines: !isCharge(item) ? [] : freightMinor === 0 ? orderLines : [...orderLines, freightLine],
  }
}

/** The payment is in another currency than what the processor brings for it. */
function isExchanged(item: PayoutItem, payment: Paid | null): payment is Paid {
  return payment !== null && payment.currency !== item.currency
}

/**
 * What the lines account for, in the payout's currency. When the processor has exchanged the charge, the lines are held
 * against what was charged: they account for all of the item or for nothing, since part of it has no amount of its own.
 */
function explainedOf({ charged, lines, amountMinor }: SheetItem): number {
  if (charged === null) return totalOf(lines)
  return totalOf(lines) === charged.minor ? amountMinor : 0
}

function leftoversOf(
  payout: Payout,
  sheetItems: readonly SheetItem[],
  items: readonly PayoutItem[],
): PayoutSheet['leftovers'] {
  const leftovers = sheetItems.flatMap((item, index) => {
    const source = items[index]
    if (!source || itemKindOf(source) !== 'payment') return []
    const subject = item.balanceTransactionId
    if (item.paymentId === null)
      return [{ subject, minor: item.amountMinor, sentence: `${item.reportingCategory} that fits no payment` }]
    if (!isCharge(item) || item.givenBack !== null) return []
    const minor = item.amountMinor - explainedOf(item)
    if (item.orderId === null) return [{ subject, minor, sentence: `Payment ${item.paymentId} has no order` }]
    return minor === 0
      ? []
      : [
          {
            subject,
            minor,
            sentence: `The lines of order ${item.orderNumber ?? item.orderId} add up to another amount`,
          },
        ]
  })
  const unexplained = payout.amountMinor - items.reduce((total, item) => total + item.netMinor, 0)
  const rest = { subject: payout.payoutId, minor: unexplained, sentence: 'Part of the payout that no item explains' }
  return unexplained === 0 ? leftovers : [...leftovers, rest]
}

function sumsOf(
  payout: Payout,
  sheetItems: readonly SheetItem[],
  items: readonly PayoutItem[],
  leftovers: PayoutSheet['leftovers'],
): PayoutSheet['sums'] {
  const amountOf = (belongs: (item: PayoutItem, index: number) => boolean) =>
    items.filter(belongs).reduce((total, item) => total + item.amountMinor, 0)
  const isMatched = (index: number) => sheetItems[index]?.paymentId !== null
  const of = (item: PayoutItem, index: number) => itemKindOf(item) === 'payment' && isMatched(index) && !isCharge(item)
  const isRefund = (item: PayoutItem) => item.reportingCategory.startsWith('refund')
  const isDispute = (item: PayoutItem) => item.reportingCategory.startsWith('dispute')
  const sums = {
    orderLinesMinor: sheetItems.reduce((total, item) => total + explainedOf(item), 0),
    refundsMinor: amountOf((item, index) => of(item, index) && isRefund(item)),
    disputesMinor: amountOf((item, index) => of(item, index) && isDispute(item)),
    otherMinor:
      // What goes back by itself; its refund is among the refunds, of this payout or of a later one.
      amountOf((item, index) => isCharge(item) && sheetItems[index]?.givenBack != null) +
      amountOf((item, index) => of(item, index) && !isRefund(item) && !isDispute(item)) +
      amountOf((item) => itemKindOf(item) === 'returned-payout'),
    feesMinor: amountOf((item) => itemKindOf(item) === 'fee') - items.reduce((total, item) => total + item.feeMinor, 0),
    leftoversMinor: leftovers.reduce((total, { minor }) => total + minor, 0),
  }
  const explained = Object.values(sums).reduce((total, minor) => total + minor, 0)
  return { ...sums, payoutMinor: payout.amountMinor, restMinor: payout.amountMinor - explained }
}

function isCharge(item: { readonly reportingCategory: string }): boolean {
  return item.reportingCategory === 'charge'
}

function totalOf(lines: SheetItem['lines']): number {
  return lines.reduce((total, line) => total + line.minor, 0)
}
