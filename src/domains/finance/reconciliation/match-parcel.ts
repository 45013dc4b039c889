import { dateOf, daysBetween, type LocalDate, writtenDate } from '../../../kernel/local-date.ts'
import { counted } from '../../../kernel/words.ts'
import { graceDays } from './grace.ts'
import { agrees, differs, type SideResult } from './side.ts'
import type { MatchableLine } from './sources.ts'

/** Whether what has to be shipped was made and has left. */
export function matchParcel(line: MatchableLine, today: LocalDate): SideResult {
  if (line.activationId !== null) return agrees('not-needed', 'Nothing to ship')
  const { shipped } = line
  if (shipped !== null)
    return shipped.quantity === line.quantity
      ? agrees(
          'matched',
          `Left on ${writtenDate(dateOf(shipped.shippedAt))} with ${shipped.carrier}, ${shipped.trackingNumber}`,
        )
      : differs('parcel-quantity-differs', 'different', `${line.quantity} ordered, ${shipped.quantity} shipped`)
  const days = daysBetween(line.placedOn, today)
  switch (line.state) {
    case 'failed':
      return differs('production-failed', 'missing', 'Production failed')
    case 'shipped':
      return differs('parcel-missing', 'missing', `The line is ${line.state}, no shipment is recorded`)
    case 'made':
    case 'awaitingShipment':
      return days <= graceDays.shipment
        ? agrees('waiting', line.state === 'made' ? 'Made, to be shipped' : 'To be shipped')
        : differs('parcel-missing', 'missing', `Ordered ${counted(days, 'day')} ago and not shipped`)
    default:
      return days <= graceDays.production
        ? agrees('waiting', line.state === 'inProduction' ? 'In production' : 'To be produced')
        : differs('production-overdue', 'missing', `Ordered ${counted(days, 'day')} ago and not made`)
  }
}
