import { addDays, type LocalDate, localDate } from '../../../kernel/local-date.ts'

export const spendingPeriods = ['day', 'week', 'month', 'quarter', 'year'] as const
export type SpendingPeriod = (typeof spendingPeriods)[number]

/** What a member may spend in a calendar period; zero is nothing at all, and no limit is no value of this type. */
export interface SpendingLimit {
  readonly period: SpendingPeriod
  readonly limitMinor: number
  readonly currency: string
}

/** What a member's orders of one day came to, tax and freight included. */
export interface DaySpend {
  readonly on: LocalDate
  readonly minor: number
  readonly currency: string
}

export interface LimitUse extends SpendingLimit {
  readonly since: LocalDate
  readonly spentMinor: number
  /** Never below zero, also when the limit was lowered after the spending. */
  readonly leftMinor: number
}

/** The first day of the period that a day is in. Weeks start on Monday (ISO 8601). Days are those of UTC. */
export function periodStart(period: SpendingPeriod, day: LocalDate): LocalDate {
  const [year = '', month = ''] = day.split('-')
  switch (period) {
    case 'day':
      return day
    case 'week':
      return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
    case 'month':
      return localDate(`${year}-${month}-01`)
    case 'quarter':
      return localDate(`${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`)
    case 'year':
      return localDate(`${year}-01-01`)
  }
}

/** How much of each limit is used on a day. Only orders in the limit's currency count against it. */
export function usesOf(limits: readonly SpendingLimit[], spent: readonly DaySpend[], today: LocalDate): LimitUse[] {
  return limits.map((limit) => {
    const since = periodStart(limit.period, today)
    const spentMinor = spent
      .filter(({ on, currency }) => currency === limit.currency && on >= since && on <= today)
      .reduce((sum, { minor }) => sum + minor, 0)
    return { ...limit, since, spentMinor, leftMinor: Math.max(0, limit.limitMinor - spentMinor) }
  })
}

/**
 * The limits that an order would go over. What costs nothing goes over none; what is in another currency than a limit
 * goes over it, because it cannot be counted.
 */
export function exceededBy(
  order: { readonly totalMinor: number; readonly currency: string },
  uses: readonly LimitUse[],
): LimitUse[] {
  if (order.totalMinor === 0) return []
  return uses.filter((use) => order.currency !== use.currency || use.spentMinor + order.totalMinor > use.limitMinor)
}
