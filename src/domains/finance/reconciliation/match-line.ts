import type { LocalDate } from '../../../kernel/local-date.ts'
import { type CauseCode, causes, type Owner } from './causes.ts'
import { type MoneyFacts, matchMoney } from './match-money.ts'
import { matchParcel } from './match-parcel.ts'
import { matchRight } from './match-right.ts'
import { agrees, type SideResult } from './side.ts'
import type { Freight, MatchableLine, MatchableRight } from './sources.ts'
import type { MatchSide } from './tables.ts'

export interface Match {
  readonly money: MatchSide
  readonly right: MatchSide
  readonly parcel: MatchSide
  /** Null when nothing disagrees; then owner and next step are null too. */
  readonly cause: CauseCode | null
  readonly owner: Owner | null
  readonly nextStep: string | null
}

/** What is known of the money of one order, shared by its lines and its freight. */
export type OrderMoney = Pick<MoneyFacts, 'orderTotalMinor' | 'payment' | 'payoutId'>

/**
 * Lays money, right and parcel of an order line side by side. When several disagree, the first in the order money, right,
 * parcel is the cause, so that a line has one owner at a time.
 */
export function matchLine(facts: {
  readonly line: MatchableLine
  readonly postings: MoneyFacts['postings']
  /** The rights of the mirror that carry the line's number; null when the mirror was not asked. */
  readonly rights: readonly MatchableRight[] | null
  readonly order: OrderMoney
  readonly today: LocalDate
}): Match {
  const { line, today } = facts
  const money = matchMoney({
    ...moneyFactsOf(line, facts.order, today),
    orderedMinor: line.netMinor + line.taxMinor,
    postings: facts.postings,
  })
  return together(money, matchRight(line, facts.rights, today), matchParcel(line, today))
}

/** The freight of an order, which has money and nothing else. `line` is any line of the order. */
export function matchFreight(facts: {
  readonly line: MatchableLine
  readonly freight: Freight
  readonly postings: MoneyFacts['postings']
  readonly order: OrderMoney
  readonly today: LocalDate
}): Match {
  const money = matchMoney({
    ...moneyFactsOf(facts.line, facts.order, facts.today),
    orderedMinor: facts.freight.freightMinor + facts.freight.taxMinor,
    postings: facts.postings,
  })
  return together(money, agrees('not-needed', 'Gives no right'), agrees('not-needed', 'Nothing to ship'))
}

function moneyFactsOf(line: MatchableLine, order: OrderMoney, today: LocalDate) {
  const { currency, orderId, paymentMethod, purchaseOrderNumber } = line
  return { currency, orderId, paymentMethod, purchaseOrderNumber, ...order, today }
}

function together(money: SideResult, right: SideResult, parcel: SideResult): Match {
  const cause = money.cause ?? right.cause ?? parcel.cause
  return {
    money: money.side,
    right: right.side,
    parcel: parcel.side,
    cause,
    owner: cause && causes[cause].owner,
    nextStep: cause && causes[cause].nextStep,
  }
}
