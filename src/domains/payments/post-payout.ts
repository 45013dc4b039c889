import { dateOf } from '../../kernel/local-date.ts'
import { money } from '../../kernel/money.ts'
import type { Tx } from '../../platform/db/db.ts'
import { entriesOf, type LedgerAccount, type PostingLine, postEntry } from '../ledger/index.ts'
import { itemKindOf } from './item-kind.ts'
import type { BalanceTransaction, CardPayout } from './port.ts'
import * as store from './store.ts'

/** A posting before it has a currency; debits are positive. */
interface Move {
  readonly account: LedgerAccount
  readonly minor: number
}

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
  const paid = paidMoves(payout, items, await knownIntents(tx, items))
  const due = cameBack ? [...paid, ...returnedMoves(payout)] : paid
  const posted = entries.flatMap((entry) => entry.lines).map(moveOf)
  await postEntry(tx, {
    entryId: isFirst ? `jen_payout:${payout.payoutId}` : `jen_payout:${payout.payoutId}:change-${entries.length}`,
    occurredOn: isFirst ? dateOf(payout.arrivesAt) : dateOf(postedAt),
    reference,
    description: isFirst ? `Payout ${payout.payoutId}` : `Change to payout ${payout.payoutId}`,
    lines: (isFirst ? due : differenceOf(due, posted)).map((move) => lineOf(move, payout.amount.currency)),
    postedAt,
  })
}

function paidMoves(payout: CardPayout, items: readonly BalanceTransaction[], known: ReadonlySet<string>): Move[] {
  const moves = items.filter((item) => itemKindOf(item) !== 'payout')
  const itemised = moves.reduce((total, item) => total + item.netMinor, 0)
  return [
    { account: 'bank', minor: payout.amount.minor },
    ...moves.flatMap((item): Move[] => [
      { account: 'processor-fees', minor: item.feeMinor },
      { account: accountOf(item, known), minor: -item.amount.minor },
    ]),
    // What the items do not explain is shown, not dropped.
    { account: 'unmatched-receipts', minor: itemised - payout.amount.minor },
  ]
}

function returnedMoves(payout: CardPayout): Move[] {
  return [
    { account: 'card-clearing', minor: payout.amount.minor },
    { account: 'bank', minor: -payout.amount.minor },
  ]
}

function accountOf(item: BalanceTransaction, known: ReadonlySet<string>): LedgerAccount {
  const kind = itemKindOf(item)
  if (kind === 'fee') return 'processor-fees'
  if (kind === 'returned-payout') return 'card-clearing'
  return item.paymentIntentId !== null && known.has(item.paymentIntentId) ? 'card-clearing' : 'unmatched-receipts'
}

/** What has to be added to the second, account by account, so that it says what the first says. */
function differenceOf(due: readonly Move[], posted: readonly Move[]): Move[] {
  const totals = new Map<LedgerAccount, number>()
  for (const { account, minor } of due) totals.set(account, (totals.get(account) ?? 0) + minor)
  for (const { account, minor } of posted) totals.set(account, (totals.get(account) ?? 0) - minor)
  return [...totals].map(([account, minor]) => ({ account, minor }))
}

function moveOf(line: PostingLine): Move {
  return { account: line.account, minor: line.side === 'debit' ? line.money.minor : -line.money.minor }
}

function lineOf({ account, minor }: Move, currency: string): PostingLine {
  return { account, side: minor > 0 ? 'debit' : 'credit', money: money(Math.abs(minor), currency) }
}

async function knownIntents(tx: Tx, items: readonly BalanceTransaction[]): Promise<Set<string>> {
  const intents = items.flatMap((item) => item.paymentIntentId ?? [])
  const payments = await store.paymentsOfIntents(tx, intents)
  return new Set(payments.flatMap((payment) => payment.stripePaymentIntentId ?? []))
}
