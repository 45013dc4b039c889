import { addDays, dateOf, daysBetween, type LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { balances, deferredRevenueOf, linesBetween, obligations, revenueOf } from '../../money/ledger/index.ts'
import { causes, isCauseCode } from './causes.ts'
import type { Today } from './schemas.ts'
import { countsByCause, latestRun } from './store.ts'

/** The first figures of finance's day; each names the query that lists its rows. */
export async function todayOf(tx: Tx, now: Date): Promise<Today> {
  const day = dateOf(now)
  const all = await balances(tx, { throughDay: day })
  const lastMatch = await latestRun(tx)
  return {
    day,
    cashInTransit: all
      .filter(({ account }) => account === 'card-clearing')
      .map(({ balance }) => ({ ...balance, rows: ledgerRows({ account: 'card-clearing', through: day }) })),
    openInvoices: await openInvoices(tx, day),
    lastMatch,
    unmatched: lastMatch === null ? [] : await unmatched(tx, lastMatch.id),
    revenue: obligations.flatMap((obligation) => {
      const [deferred, earned] = [deferredRevenueOf(obligation), revenueOf(obligation)]
      const found = all.filter(({ account }) => account === deferred || account === earned)
      const minorOf = (account: string, currency: string) =>
        found.find((each) => each.account === account && each.balance.currency === currency)?.balance.minor ?? 0
      return [...new Set(found.map(({ balance }) => balance.currency))].sort().map((currency) => ({
        obligation,
        currency,
        deferredMinor: minorOf(deferred, currency),
        earnedMinor: minorOf(earned, currency),
        deferredRows: ledgerRows({ account: deferred, through: day }),
        earnedRows: ledgerRows({ account: earned, through: day }),
      }))
    }),
  }
}

const buckets = [
  { bucket: '0-30 days', from: 0, through: 30 },
  { bucket: '31-60 days', from: 31, through: 60 },
  { bucket: '61-90 days', from: 61, through: 90 },
  { bucket: 'over 90 days', from: 91, through: null },
] as const

/** What customers owe on purchase orders, by the age of what it was owed for. */
async function openInvoices(tx: Tx, day: LocalDate): Promise<Today['openInvoices']> {
  const open = (await openReceivables(tx, day)).filter(({ minor }) => minor !== 0)
  return buckets.flatMap(({ bucket, from, through }) => {
    const inBucket = open.filter(({ since }) => {
      const age = daysBetween(since, day)
      return age >= from && (through === null || age <= through)
    })
    const rows = ledgerRows({
      account: 'accounts-receivable',
      through: addDays(day, -from),
      ...(through === null ? {} : { from: addDays(day, -through) }),
    })
    return [...new Set(inBucket.map(({ currency }) => currency))].sort().map((currency) => {
      const owed = inBucket.filter((each) => each.currency === currency)
      const minor = owed.reduce((total, each) => total + each.minor, 0)
      return { bucket, currency, minor, orders: owed.length, rows }
    })
  })
}

// A payment is set off against what it pays: both entries name the same order.
async function openReceivables(tx: Tx, day: LocalDate) {
  const receivables = new Map<string, { since: LocalDate; currency: string; minor: number }>()
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof linesBetween>> = await linesBetween(tx, {
      fromDay: firstDay,
      throughDay: day,
      account: 'accounts-receivable',
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const { reference, money, side, occurredOn } of page.items) {
      const key = `${reference.kind} ${reference.id} ${money.currency}`
      const known = receivables.get(key) ?? { since: occurredOn, currency: money.currency, minor: 0 }
      receivables.set(key, { ...known, minor: known.minor + (side === 'debit' ? money.minor : -money.minor) })
    }
    cursor = page.nextCursor
  }
  return [...receivables.values()]
}

async function unmatched(tx: Tx, runId: string): Promise<Today['unmatched']> {
  const counts = await countsByCause(tx, runId)
  return [...counts].flatMap(([code, { rows, facts }]) => {
    if (!isCauseCode(code)) return []
    const listOf = (list: 'rows' | 'facts') => `/api/admin/finance/match-runs/${runId}/${list}?cause=${code}`
    return {
      cause: code,
      ...causes[code],
      count: rows + facts,
      rows: rows > 0 ? listOf('rows') : null,
      facts: facts > 0 ? listOf('facts') : null,
    }
  })
}

/** Before every entry there is. */
export const firstDay = dateOf(new Date(0))

function ledgerRows(query: { account: string; from?: LocalDate; through: LocalDate }): string {
  return `/api/admin/finance/ledger?${new URLSearchParams(query)}`
}
