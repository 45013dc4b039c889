import { derivedId } from '../../../kernel/ids.ts'
import { InvalidInput, NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import type { OrderDeps } from './deps.ts'
import { nextLineState } from './line-state.ts'
import { notifyCustomerOfParcel } from './notify-customer.ts'
import { requestShippedMail } from './request-receipt.ts'
import * as store from './store.ts'

export interface ShipmentRequest {
  readonly carrier: string
  readonly trackingNumber: string
  readonly lineNumbers: readonly number[]
}

/**
 * Records a parcel that left: its lines are shipped, and the buyer is told, and the customer of a
 * partner where the parcel goes there. The same carrier and tracking number twice
 * is one parcel.
 * @throws {NotFound} for an unknown order
 * @throws {InvalidInput} for a line number that the order lacks
 * @throws {LineMoveRefused} for a line that is not ready to be shipped
 */
export async function shipOrder(
  deps: Pick<OrderDeps, 'db' | 'clock' | 'log' | 'publicUrl'>,
  staff: { readonly userName: string },
  orderId: string,
  request: ShipmentRequest,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const order = await store.findOrder(tx, orderId)
    if (!order) throw new NotFound('order')
    const lines = await store.linesOf(tx, [orderId])
    const chosen = request.lineNumbers.map((lineNumber, index) => {
      const line = lines.find((candidate) => candidate.lineNumber === lineNumber)
      if (!line)
        throw new InvalidInput([{ pointer: `#/lineNumbers/${index}`, detail: `The order has no line ${lineNumber}.` }])
      return line
    })
    const trackingNumber = request.trackingNumber.replaceAll(/\s/g, '')
    const { carrier } = request
    const isNew = await store.insertShipment(
      tx,
      {
        id: derivedId('shp', orderId, carrier, trackingNumber),
        orderId,
        carrier,
        trackingNumber,
        shippedAt: at,
        createdBy: staff.userName,
      },
      chosen.map((line) => ({ orderLineId: line.id, quantity: line.quantity })),
    )
    if (!isNew) return
    for (const line of chosen)
      await store.moveLine(tx, {
        id: line.id,
        from: line.state,
        to: nextLineState(line.state, 'ship'),
        failure: null,
        at,
      })
    await store.addEvent(tx, {
      orderId,
      at,
      kind: 'shipped',
      actor: staff.userName,
      sentence: `${request.lineNumbers.length === 1 ? 'Line' : 'Lines'} ${request.lineNumbers.join(', ')} shipped with ${carrier}, ${trackingNumber}.`,
    })
    await audit(tx, {
      at,
      actor: staff.userName,
      action: 'order.ship',
      subject: orderId,
      detail: { carrier, trackingNumber },
    })
    const parcel = { carrier, trackingNumber, publicUrl: deps.publicUrl(), at }
    await requestShippedMail(tx, order, chosen, parcel)
    await notifyCustomerOfParcel(tx, order, chosen, parcel)
  })
}
