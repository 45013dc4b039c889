import { daysBetween, type LocalDate } from '../../../kernel/local-date.ts'
import { counted } from '../../../kernel/words.ts'
import { graceDays } from './grace.ts'
import { agrees, differs, type SideResult } from './side.ts'
import type { MatchableLine, MatchableRight } from './sources.ts'

// What the platform calls a line that its customer may use.
const usable: ReadonlySet<string> = new Set(['DEPLOYED', 'ACTIVE'])

/**
 * Whether the platform gives what the line sold, and nothing besides. `found` are the rights that
 * carry the line's number; null when the mirror was not asked, and then a confirmed push counts as the right.
 */
export function matchRight(line: MatchableLine, found: readonly MatchableRight[] | null, today: LocalDate): SideResult {
  const rights = found ?? []
  const ids = rights.map((right) => right.activationId).join(', ')
  if (line.activationId === null)
    return rights.length === 0
      ? agrees('not-needed', 'Gives no right')
      : differs('right-not-ordered', 'different', `Gives no right, yet the platform has ${ids}`)
  if (found === null && line.state === 'live') return agrees('matched', 'Confirmed by the platform')
  if (rights.length === 0) return matchAbsence(line, today)
  const stranger = rights.find(({ accountId }) => accountId !== null && accountId !== line.endCustomerAccountId)
  if (stranger)
    return differs(
      'right-on-wrong-account',
      'different',
      `${stranger.activationId} is on account ${stranger.accountId}, sold to ${line.endCustomerAccountId}`,
    )
  const withQuantity = rights.filter(({ quantity }) => quantity !== null)
  const quantity = withQuantity.reduce((total, right) => total + (right.quantity ?? 0), 0)
  if (withQuantity.length > 0 && quantity !== line.quantity)
    return differs(
      'right-quantity-differs',
      'different',
      `${line.quantity} ordered, ${quantity} on the platform (${ids})`,
    )
  if (withQuantity.length === 0 && rights.length > 1)
    return differs(
      'right-quantity-differs',
      'different',
      `One right ordered, ${rights.length} on the platform (${ids})`,
    )
  const withdrawn = rights.find(({ state }) => !usable.has(state))
  if (withdrawn)
    return differs('right-withdrawn', 'different', `${withdrawn.activationId} is ${withdrawn.state} on the platform`)
  if (line.state === 'live') return agrees('matched', `${ids} is live`)
  return line.state !== 'failed' && daysBetween(line.placedOn, today) <= graceDays.push
    ? agrees('waiting', `${ids} is on the platform, its confirmation is on the way`)
    : differs('right-without-push', 'different', `${ids} is on the platform, the line here is ${line.state}`)
}

function matchAbsence(line: MatchableLine, today: LocalDate): SideResult {
  if (line.state === 'failed') return differs('push-failed', 'missing', 'The platform refused the right')
  if (line.state === 'live')
    return differs('right-missing', 'missing', `${line.activationId} is live here, not on the platform`)
  const days = daysBetween(line.placedOn, today)
  return days <= graceDays.push
    ? agrees('waiting', 'On its way to the platform')
    : differs('push-overdue', 'missing', `Ordered ${counted(days, 'day')} ago and not on the platform`)
}
