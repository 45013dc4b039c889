import { groupBy } from '../../../kernel/group-by.ts'
import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { activationIdOf } from '../../entitlements/push/index.ts'
import { type JournalRow, linesOfOrderLines } from '../../money/ledger/index.ts'
import { paymentsById, payoutsOfIntents } from '../../money/payments/index.ts'
import { addAmount, billedByCurrency } from './billed.ts'
import type { LedgerOfDays } from './ledger-of-days.ts'
import { type Match, matchFreight, matchLine, type OrderMoney } from './match-line.ts'
import type { Freight, MatchableLine, MatchableRight, MatchDays, MatchSources } from './sources.ts'
import type { NewMatchRow } from './store.ts'
import type { Tally } from './totals.ts'

type Row = Omit<NewMatchRow, 'runId'>

export interface MatchedOrders {
  /** One a line, and one, numbered 0, for the freight of an order that has any. */
  readonly rows: readonly Row[]
  /** Rights that carry the number of one of the orders and of none of its lines. */
  readonly strayRights: readonly MatchableRight[]
}

/** Matches a batch of whole orders in a fixed number of statements and adds what it finds to the tally. */
export async function matchOrders(
  tx: Tx,
  batch: {
    readonly sources: MatchSources
    readonly lines: readonly MatchableLine[]
    readonly ledger: LedgerOfDays
    readonly days: MatchDays
    readonly today: LocalDate
    readonly tally: Tally
  },
): Promise<MatchedOrders> {
  const { sources, ledger, days, today, tally } = batch
  const orders = groupBy(batch.lines, (line) => line.orderId)
  const lineIds = batch.lines.map((line) => line.orderLineId)
  const postingsOf = groupBy(await linesOfOrderLines(tx, lineIds), (row) => row.orderLineId ?? '')
  const freightOf = await sources.orders.orderFreight(tx, [...orders.keys()])
  const rights = await rightsByLine(tx, sources, batch.lines)
  const moneyOf = await readMoney(tx, batch.lines)
  const rows: Row[] = []
  for (const [orderId, lines] of orders) {
    const freight = freightOf.get(orderId) ?? { freightMinor: 0, taxMinor: 0 }
    const order = moneyOf(lines, freight)
    const [first] = lines
    const freightPostings = ledger.freight.get(orderId) ?? []
    if (first && (freight.freightMinor + freight.taxMinor !== 0 || freightPostings.length > 0)) {
      note(tally, days, freightPostings, freight.freightMinor + freight.taxMinor, first.currency)
      const match = matchFreight({ line: first, freight, postings: freightPostings, order, today })
      rows.push(freightRow(first, freight, freightPostings, match))
    }
    for (const line of lines) {
      const postings = postingsOf.get(line.orderLineId) ?? []
      note(tally, days, postings, line.netMinor + line.taxMinor, line.currency)
      const carried = rights.ofLine.get(line.orderLineId) ?? (isUnread(line, sources) ? null : [])
      rows.push(lineRow(line, postings, matchLine({ line, postings, rights: carried, order, today })))
    }
  }
  return { rows, strayRights: rights.strays }
}

async function rightsByLine(tx: Tx, sources: MatchSources, lines: readonly MatchableLine[]) {
  const byNumber = new Map(lines.map((line) => [`${line.orderNumber} ${line.lineNumber}`, line.orderLineId]))
  const byActivation = new Map(lines.map((line) => [line.activationId ?? '', line.orderLineId]))
  const owners = new Map(lines.map((line) => [line.orderLineId, line.endCustomerAccountId]))
  const ofLine = new Map<string, MatchableRight[]>()
  const strays: MatchableRight[] = []
  const orderNumbers = [...new Set(lines.map((line) => line.orderNumber))]
  const maintenance = (await sources.rights.maintenanceOfOrders?.(tx, orderNumbers)) ?? []
  const carried = [...(await sources.rights.rightsOfOrders(tx, orderNumbers)), ...maintenance]
  const own = new Set(carried.flatMap(({ activationId }) => byActivation.get(activationId) ?? []))
  for (const right of carried) {
    const numbered = byNumber.get(`${right.orderId} ${right.orderLineNumber}`)
    // Beside the right that the store made, one of another account with the same numbers is another store's order; so is
    // one of the same account, or a maintenance, that has the id which this order would have had, and had to give up.
    const isAnothers =
      numbered !== undefined &&
      own.has(numbered) &&
      !byActivation.has(right.activationId) &&
      (right.activationId === activationIdOf(right.orderId ?? '', Number(right.orderLineNumber)) ||
        (right.accountId !== null && right.accountId !== owners.get(numbered)))
    const lineId = isAnothers ? undefined : (numbered ?? byActivation.get(right.activationId))
    if (lineId === undefined) strays.push(right)
    else ofLine.set(lineId, [...(ofLine.get(lineId) ?? []), right])
  }
  return { ofLine, strays }
}

function isUnread(line: MatchableLine, sources: MatchSources): boolean {
  return line.obligation === 'maintenance' && sources.rights.maintenanceOfOrders === undefined
}

async function readMoney(tx: Tx, lines: readonly MatchableLine[]) {
  const payments = await paymentsById(tx, [...new Set(lines.flatMap((line) => line.paymentId ?? []))])
  const intents = [...payments.values()].flatMap((payment) => payment.stripePaymentIntentId ?? [])
  const payouts = await payoutsOfIntents(tx, intents)
  return (order: readonly MatchableLine[], freight: Freight): OrderMoney => {
    const payment = payments.get(order[0]?.paymentId ?? '') ?? null
    const lineTotal = order.reduce((total, line) => total + line.netMinor + line.taxMinor, 0)
    return {
      orderTotalMinor: lineTotal + freight.freightMinor + freight.taxMinor,
      payment,
      payoutId: payouts.get(payment?.stripePaymentIntentId ?? '') ?? null,
    }
  }
}

function note(tally: Tally, days: MatchDays, postings: readonly JournalRow[], ordered: number, currency: string): void {
  addAmount(tally.ordered, currency, ordered)
  for (const [code, minor] of billedByCurrency(postings)) addAmount(tally.posted, code, minor)
  const outside = postings.filter(({ occurredOn }) => occurredOn < days.from || occurredOn > days.through)
  for (const [code, minor] of billedByCurrency(outside)) addAmount(tally.postedOutside, code, minor)
}

function lineRow(line: MatchableLine, postings: readonly JournalRow[], match: Match): Row {
  const { orderLineId, orderId, orderNumber, lineNumber, partNumber, placedOn, currency } = line
  return {
    orderLineId,
    orderId,
    orderNumber,
    lineNumber,
    partNumber,
    placedOn,
    currency,
    ...match,
    orderedMinor: line.netMinor + line.taxMinor,
    postedMinor: billedByCurrency(postings).get(currency) ?? 0,
  }
}

function freightRow(line: MatchableLine, freight: Freight, postings: readonly JournalRow[], match: Match): Row {
  return {
    ...lineRow(line, postings, match),
    orderLineId: `${line.orderId}:freight`,
    lineNumber: 0,
    partNumber: 'FREIGHT',
    orderedMinor: freight.freightMinor + freight.taxMinor,
  }
}
