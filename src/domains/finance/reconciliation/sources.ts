import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { maintenanceOfOrders, rightsNumberedLike, rightsOfOrders } from '../../entitlements/push/index.ts'
import { knownOrderNumbers, matchableOrders, orderFreight } from '../../fulfilment/orders/index.ts'

export interface MatchDays {
  readonly from: LocalDate
  /** The last day, included. */
  readonly through: LocalDate
}

/** An order line with all that the match wants to know about it and its order. */
export interface MatchableLine {
  readonly orderId: string
  readonly orderNumber: string
  readonly accountId: string
  /** Who holds the rights. */
  readonly endCustomerAccountId: string
  readonly paymentMethod: 'free' | 'purchaseOrder' | 'card'
  readonly paymentId: string | null
  readonly purchaseOrderNumber: string | null
  readonly placedOn: LocalDate
  readonly currency: string
  readonly orderLineId: string
  readonly lineNumber: number
  readonly partNumber: string
  readonly title: string
  readonly obligation: 'licence' | 'maintenance' | 'media' | 'goods'
  readonly origin: 'platform' | 'store'
  readonly quantity: number
  readonly netMinor: number
  readonly taxMinor: number
  readonly state:
    | 'placed'
    | 'pushing'
    | 'unclear'
    | 'live'
    | 'inProduction'
    | 'made'
    | 'awaitingShipment'
    | 'shipped'
    | 'failed'
  /** Null for a line that gives no right: it is made, or taken from stock, and shipped. */
  readonly activationId: string | null
  /** The newest parcel with the line, and how many of it all its parcels hold; null when none has left. */
  readonly shipped: Shipped | null
}

export interface Shipped {
  readonly shipmentId: string
  readonly carrier: string
  readonly trackingNumber: string
  readonly shippedAt: Date
  readonly quantity: number
}

export interface Freight {
  readonly freightMinor: number
  readonly taxMinor: number
}

/** A right in the mirror that carries an order number. Maintenance has neither account nor quantity of its own: null. */
export interface MatchableRight {
  readonly activationId: string
  readonly accountId: string | null
  readonly quantity: number | null
  readonly state: string
  readonly orderId: string | null
  readonly orderLineNumber: string | null
}

/** What the match reads of orders: a fixed number of statements a call, whatever the number of orders. */
export interface OrderSource {
  /** Every line of the orders placed on these days, the lines of an order together. */
  matchableOrders(tx: Tx, days: MatchDays): Promise<readonly MatchableLine[]>
  /** Freight and its tax, for each of the orders that exists. */
  orderFreight(tx: Tx, orderIds: readonly string[]): Promise<ReadonlyMap<string, Freight>>
}

/** What the match reads of the mirror of rights. */
export interface RightSource {
  /** Entitlement lines that carry one of the order numbers. */
  rightsOfOrders(tx: Tx, orderNumbers: readonly string[]): Promise<readonly MatchableRight[]>
  /** Maintenance lines that carry one of the order numbers. Without it, maintenance is judged by its confirmed push. */
  maintenanceOfOrders?(tx: Tx, orderNumbers: readonly string[]): Promise<readonly MatchableRight[]>
}

/** How to find rights with an order number that no order has. */
export interface StraySource {
  /** Rights whose order number begins so, by activation ID, from after one on. */
  rightsNumberedLike(
    tx: Tx,
    page: { readonly prefix: string; readonly after: string; readonly limit: number },
  ): Promise<readonly MatchableRight[]>
  /** Which of these order numbers an order has. */
  knownOrderNumbers(tx: Tx, orderNumbers: readonly string[]): Promise<ReadonlySet<string>>
}

export interface MatchSources {
  readonly orders: OrderSource
  readonly rights: RightSource
  /** Without it, rights are listed only when their order exists and their line does not. */
  readonly strays?: StraySource
}

/** The front doors of the domains that the match reads. */
export const frontDoors: MatchSources = {
  orders: { matchableOrders, orderFreight },
  rights: { rightsOfOrders, maintenanceOfOrders },
  strays: { rightsNumberedLike, knownOrderNumbers },
}
