import { dateOf } from '../../../kernel/local-date.ts'
import { money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { entriesOf, type LedgerAccount, type PostingLine, postEntry } from '../ledger/index.ts'
import { itemKindOf } from './item-kind.ts'
import type { BalanceTransaction, CardPayout } from './port.ts'
import { returnsOfIntents } from './return-store.ts'
import * as store from './store.ts'

/** A posting before it has a side; debits are positive. */
interface Move {
  readonly account: LedgerAccount
  readonly minor: number
  readonly currency: string
}

/** What is known of an item's payment intent: the payment that it settled, or money that came beside one. */
interface Paid {
  readonly amountMinor: number
  readonly currency: string
  /** It goes back as a whole, by itself. */
  readonly isGivenBack?: boolean
}
type Payments = ReadonlyMap<string, Paid>

/**
 * Posts what a payout says; may run any number of times. The first time, that is its items, one by one. Later it posts
 * beside them what has changed since: an item whose payment was found, items that came late, or money that the bank sent
 * back. A payout that never was paid posts nothing.
 */
export async function postPayout(
  tx: Tx,
  {
    payout,
    items,
    postedAt,
  }: { readonly payout: CardPayout; readonly items: readonly BalanceTransaction[]; readonly postedAt: Date },
): Promise<void> {
  const reference = { kind: 'payout', id: payout.payoutId }
  const entries = await entriesOf(tx, reference)
  const isFirst = entries.length === 0
  const cameBack = payout.state === 'failed' || payout.state === 'canceled'
  if (payout.state !== 'paid' && (isFirst || !cameBack)) return
  const paid = paidMoves(payout, items, await paymentsOf(tx, items))
  const due = cameBack ? [...paid, ...returnedMoves(payout)] : paid
  const posted = entries.flatMap((entry) => entry.lines).map(moveOf)
  await postEntry(tx, {
    entryId: isFirst ? `jen_payout:${payout.payoutId}` : `jen_payout:${payout.payoutId}:change-${entries.length}`,
    occurredOn: isFirst ? dateOf(payout.arrivesAt) : dateOf(postedAt),
    reference,
    description: isFirst ? `Payout ${payout.payoutId}` : `Change to payout ${payout.payoutId}`,
    lines: (isFirst ? due : differenceOf(due, posted)).map(lineOf),
    postedAt,
  })
}

function paidMoves(payout: CardPayout, items: readonly BalanceTransaction[], payments: Payments): Move[] {
  const moves = items.filter((item) => itemKindOf(item) !== 'payout')
  const itemised = moves.reduce((total, item) => total + item.netMinor, 0)
  const { minor, currency } = payout.amount
  return [
    { account: 'bank', minor, currency },
    ...moves.flatMap((item): Move[] => [
      { account: 'processor-fees', minor: item.feeMinor, currency: item.amount.currency },
      ...itemMoves(item, payments.get(item.paymentIntentId ?? '')),
    ]),
    // What the items do not explain is shown, not dropped.
    { account: 'unmatched-receipts', minor: itemised - minor, currency },
  ]
}

/** A charge that the processor exchanged leaves its own currency and comes in the other; the entry has both amounts. */
function itemMoves(item: BalanceTransaction, payment: Paid | undefined): Move[] {
  const { minor, currency } = item.amount
  if (payment === undefined || payment.currency === currency)
    return [{ account: accountOf(item, payment !== undefined), minor: -minor, currency }]
  // What goes back by itself goes back whole, so its amount in the payment's currency is known.
  const isWholeRefund = item.reportingCategory === 'refund' && payment.isGivenBack === true
  if (item.reportingCategory !== 'charge' && !isWholeRefund)
    return [{ account: 'unmatched-receipts', minor: -minor, currency }]
  const charged = isWholeRefund ? -payment.amountMinor : payment.amountMinor
  return [
    { account: 'card-clearing', minor: -charged, currency: payment.currency },
    { account: 'currency-exchange', minor: charged, currency: payment.currency },
    { account: 'currency-exchange', minor: -minor, currency },
  ]
}

function returnedMoves({ amount: { minor, currency } }: CardPayout): Move[] {
  return [
    { account: 'card-clearing', minor, currency },
    { account: 'bank', minor: -minor, currency },
  ]
}

function accountOf(item: BalanceTransaction, isKnown: boolean): LedgerAccount {
  const kind = itemKindOf(item)
  if (kind === 'fee') return 'processor-fees'
  if (kind === 'returned-payout') return 'card-clearing'
  return isKnown ? 'card-clearing' : 'unmatched-receipts'
}

/** What has to be added to the second, by account and currency, so that it says what the first says. */
function differenceOf(due: readonly Move[], posted: readonly Move[]): Move[] {
  const totals = new Map<string, Move>()
  const add = (move: Move, sign: 1 | -1) => {
    const key = `${move.account} ${move.currency}`
    totals.set(key, { ...move, minor: (totals.get(key)?.minor ?? 0) + sign * move.minor })
  }
  for (const move of due) add(move, 1)
  for (const move of posted) add(move, -1)
  return [...totals.values()]
}

function moveOf({ account, side, money: { minor, currency } }: PostingLine): Move {
  return { account, minor: side === 'debit' ? minor : -minor, currency }
}

function lineOf({ account, minor, currency }: Move): PostingLine {
  return { account, side: minor > 0 ? 'debit' : 'credit', money: money(Math.abs(minor), currency) }
}

async function paymentsOf(tx: Tx, items: readonly BalanceTransaction[]): Promise<Payments> {
  const intents = items.flatMap((item) => item.paymentIntentId ?? [])
  const payments = await store.paymentsOfIntents(tx, intents)
  const returned = await returnsOfIntents(tx, intents)
  const settled = payments.flatMap((payment) =>
    payment.stripePaymentIntentId === null ? [] : [[payment.stripePaymentIntentId, payment] as const],
  )
  const beside = [...returned].map(([intent, one]) => [intent, { ...one, isGivenBack: true }] as const)
  return new Map<string, Paid>([...settled, ...beside])
}
