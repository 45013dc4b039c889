import { formatMoney, money } from '../../../kernel/money.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { isOrderNumber, orderNumberingNow } from '../../fulfilment/orders/index.ts'
import {
  itemKindOf,
  itemsWithoutPayment,
  returnsReceived,
  settledUnordered,
  unexplainedPayouts,
} from '../../money/payments/index.ts'
import { billedMinorOf } from './billed.ts'
import { type CauseCode, causes } from './causes.ts'
import type { LedgerOfDays } from './ledger-of-days.ts'
import type { MatchableRight, MatchDays, MatchSources } from './sources.ts'
import type { MatchFact } from './store.ts'
import type { MatchFactKind } from './tables.ts'

export type Fact = Omit<MatchFact, 'runId'>

const rightsPerStatement = 1000
// A settled payment becomes an order within moments; the poll that catches a lost webhook comes within the hour.
const orderGraceMs = 3_600_000

/** Money, rights and postings that fit no order. */
export async function factsWithoutOrder(
  tx: Tx,
  facts: {
    readonly sources: MatchSources
    readonly days: MatchDays
    readonly ledger: LedgerOfDays
    readonly strayRights: readonly MatchableRight[]
    readonly now: Date
  },
): Promise<Fact[]> {
  return [
    ...(await paymentFacts(tx, facts.now)),
    ...(await returnFacts(tx, facts.days)),
    ...(await payoutFacts(tx, facts.days)),
    ...(await rightFacts(tx, facts.sources, facts.strayRights)),
    ...postingFacts(facts.ledger),
  ]
}

async function paymentFacts(tx: Tx, now: Date): Promise<Fact[]> {
  const payments = await settledUnordered(tx, new Date(now.getTime() - orderGraceMs))
  return payments.map(({ id, amountMinor, currency, accountId }) =>
    fact(
      'payment-without-order',
      'payment',
      id,
      { minor: amountMinor, currency },
      (amount) => `${amount} paid by card by account ${accountId}, no order`,
    ),
  )
}

/** What was paid beside an order, or for none, on these days: listed, also when it is settled. */
async function returnFacts(tx: Tx, days: MatchDays): Promise<Fact[]> {
  const words = {
    due: 'is on its way back',
    returned: 'was given back',
    failed: 'was not taken back by the bank',
  } as const
  return (await returnsReceived(tx, days)).map((one) =>
    fact(
      one.state !== 'returned'
        ? 'payment-not-given-back'
        : one.reason === 'paid-twice'
          ? 'payment-paid-twice'
          : 'payment-of-ended-offer',
      'payment',
      one.id,
      { minor: one.amountMinor, currency: one.currency },
      (amount) =>
        `${amount} by card from account ${one.accountId} ${one.reason === 'paid-twice' ? 'was paid twice' : 'came after the offer was over'} and ${words[one.state]}`,
    ),
  )
}

async function payoutFacts(tx: Tx, days: MatchDays): Promise<Fact[]> {
  const items = (await itemsWithoutPayment(tx, days)).filter((item) => itemKindOf(item) === 'payment')
  const rests = await unexplainedPayouts(tx, days)
  return [
    ...items.map((item) =>
      fact(
        'receipt-without-order',
        'payout-item',
        item.balanceTransactionId,
        { minor: item.amountMinor, currency: item.currency },
        (amount) => `${item.reportingCategory} of ${amount} in payout ${item.payoutId}`,
      ),
    ),
    ...rests.map(({ payoutId, unexplainedMinor, currency }) =>
      fact(
        'receipt-without-order',
        'payout-item',
        payoutId,
        { minor: unexplainedMinor, currency },
        (amount) => `${amount} of payout ${payoutId} that its items do not explain`,
      ),
    ),
  ]
}

async function rightFacts(tx: Tx, sources: MatchSources, strays: readonly MatchableRight[]): Promise<Fact[]> {
  const facts = strays.map((right) => rightFact(right, `order ${right.orderId} has no such line`))
  if (!sources.strays) return facts
  // Only numbers as this store gives them today: what else stands on the platform is another system's.
  const { prefix } = await orderNumberingNow(tx)
  for (let after = ''; ; ) {
    const page = { prefix: `${prefix}-`, after, limit: rightsPerStatement }
    const rights = await sources.strays.rightsNumberedLike(tx, page)
    const numbers = [...new Set(rights.flatMap((right) => right.orderId ?? []))]
    const known = await sources.strays.knownOrderNumbers(tx, numbers)
    for (const right of rights)
      if (right.orderId !== null && isOrderNumber(prefix, right.orderId) && !known.has(right.orderId))
        facts.push(rightFact(right, 'no order has that number'))
    const last = rights.at(-1)
    if (rights.length < rightsPerStatement || last === undefined) return facts
    after = last.activationId
  }
}

function rightFact(right: MatchableRight, why: string): Fact {
  return fact(
    'right-without-order',
    'right',
    right.activationId,
    null,
    () =>
      `${right.activationId} carries ${right.orderId} line ${right.orderLineNumber ?? 'without number'}, but ${why}`,
  )
}

// One fact an entry and currency: an entry that is wrong is reversed as a whole.
function postingFacts(ledger: LedgerOfDays): Fact[] {
  const entries = new Map<string, { entryId: string; orderId: string; minor: number; currency: string }>()
  for (const row of ledger.strays) {
    const { currency } = row.money
    const key = `${row.entryId} ${currency}`
    const entry = entries.get(key) ?? { entryId: row.entryId, orderId: row.reference.id, minor: 0, currency }
    entries.set(key, { ...entry, minor: entry.minor + billedMinorOf(row) })
  }
  return [...entries].map(([key, { entryId, orderId, minor, currency }]) =>
    fact(
      'posting-without-order',
      'posting',
      key,
      { minor, currency },
      (amount) => `${entryId} posts ${amount} for order ${orderId}, or for a line that it does not have`,
    ),
  )
}

function fact(
  cause: CauseCode,
  kind: MatchFactKind,
  subject: string,
  amount: { readonly minor: number; readonly currency: string } | null,
  sentence: (amount: string) => string,
): Fact {
  const { owner, nextStep } = causes[cause]
  return {
    kind,
    subject,
    cause,
    owner,
    nextStep,
    amountMinor: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    sentence: sentence(amount === null ? '' : formatMoney(money(amount.minor, amount.currency))),
  }
}
