import type { LocalDate } from '../../../kernel/local-date.ts'
import { add, type Money } from '../../../kernel/money.ts'
import type { Db } from '../../../platform/db/db.ts'
import {
  type AccountMovement,
  accountMovements,
  type JournalRow,
  type LedgerAccount,
  linesBetween,
} from '../../money/ledger/index.ts'
import { ordersOfReturns } from '../../money/payments/index.ts'

interface LedgerQuery {
  readonly fromDay: LocalDate
  readonly throughDay: LocalDate
  readonly account?: LedgerAccount
  readonly cursor?: string
  readonly limit: number
}

/** A page of the journal with what the accounts did on its days, and where each entry leads. */
export async function ledgerPage(db: Db, query: LedgerQuery) {
  const [lines, movements] = await Promise.all([linesBetween(db, query), accountMovements(db, query)])
  const orderOf = await ordersOfReturns(
    db,
    lines.items.flatMap(({ reference }) => (reference.kind === 'card-return' ? [reference.id] : [])),
  )
  return {
    nextCursor: lines.nextCursor,
    lines: lines.items.map((line) => ({ ...line, href: pageOf(line, orderOf) })),
    movements,
    totals: totalsOf(movements),
  }
}

/** The page of what an entry is about: its order, its payout, or the order whose payment went back; null where there is none. */
function pageOf({ reference: { kind, id } }: JournalRow, orderOf: ReadonlyMap<string, string>): string | null {
  if (kind === 'payout') return `/admin/finance/payouts/${encodeURIComponent(id)}`
  const orderId = kind === 'order' ? id : orderOf.get(id)
  return orderId === undefined ? null : `/admin/orders/${encodeURIComponent(orderId)}`
}

/** Debits and credits of all accounts, by currency. Of the whole journal they are equal. */
function totalsOf(movements: readonly AccountMovement[]): { readonly debit: Money; readonly credit: Money }[] {
  const totals = new Map<string, { debit: Money; credit: Money }>()
  for (const { debit, credit } of movements) {
    const before = totals.get(debit.currency)
    totals.set(
      debit.currency,
      before ? { debit: add(before.debit, debit), credit: add(before.credit, credit) } : { debit, credit },
    )
  }
  return [...totals.values()]
}
