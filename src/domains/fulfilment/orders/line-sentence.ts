import type { JobProgress } from '../production/index.ts'
import type { OrderLine, ShippedLine } from './store.ts'

/** What happens with an order line now, for the buyer: waiting is told as waiting. */
export function lineSentence(line: OrderLine, job?: JobProgress, parcel?: ShippedLine): string {
  switch (line.state) {
    case 'placed':
      return 'Accepted; work on it begins within a minute.'
    case 'pushing':
      return 'Being added to your account in the portal.'
    case 'unclear':
      return 'The portal has not confirmed it yet. We look again by ourselves; nothing is lost or added twice.'
    case 'live':
      return line.obligation === 'maintenance'
        ? 'Live on the account.'
        : 'Live on the account. It can be downloaded now.'
    case 'inProduction':
      return productionSentence(job)
    case 'made':
      return 'Made and checked; waiting for the parcel service.'
    case 'awaitingShipment':
      return 'Waiting to be packed.'
    case 'shipped':
      return parcel ? `Shipped with ${parcel.carrier}, tracking number ${parcel.trackingNumber}.` : 'Shipped.'
    case 'failed':
      return 'Something went wrong on our side. Our staff have been told and will see to it; you need not order again.'
  }
}

function productionSentence(job?: JobProgress): string {
  switch (job?.state) {
    case 'released':
      return 'The files are chosen; the production site is fetching them.'
    case 'staged':
    case 'imaged':
      return 'The files are verified and the disc image is being made.'
    case 'submitted':
    case 'running':
      return 'The discs are being burnt and labelled.'
    default:
      return 'The newest files that you may have are being gathered and checked.'
  }
}
