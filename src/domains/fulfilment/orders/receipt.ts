import { formatMoney, money } from '../../../kernel/money.ts'
import { viewHelpers } from '../../../platform/http/pages/view-helpers.ts'
import type { OrderReceipt } from '../../people/notifications/index.ts'
import type { Order, OrderLine } from './store.ts'

/** What a receipt says, wherever it is read: the mail takes it as it is, the PDF prints it. */
export interface Receipt extends OrderReceipt {
  readonly placedAt: Date
  /** The account that ordered, by name and ID. */
  readonly orderedBy: string
  readonly lines: readonly (OrderReceipt['lines'][number] & {
    readonly lineNumber: number
    readonly unitPrice: string
  })[]
}

export interface ReceiptFacts {
  readonly order: Order
  readonly lines: readonly OrderLine[]
  /** The rights as they go to the platform; empty before the lines were routed. */
  readonly rights: readonly {
    readonly orderLineNumber: number
    readonly startDate: string
    /** The last good day; null for a permanent right. */
    readonly expirationDate: string | null
  }[]
  /** Account names by account ID; an account without a name here is called by its ID. */
  readonly accountNames: ReadonlyMap<string, string>
  readonly receiptUrl: string
}

/** The only place that says what a receipt consists of, so that mail and PDF cannot differ (P26). */
export function makeReceipt({ order, lines, rights, accountNames, receiptUrl }: ReceiptFacts): Receipt {
  const amount = (minor: number) => formatMoney(money(minor, order.currency))
  const accountOf = (id: string) => (accountNames.has(id) ? `${accountNames.get(id)} (${id})` : id)
  return {
    orderNumber: order.number,
    receiptUrl,
    placedAt: order.placedAt,
    placedOn: order.placedOn,
    orderedBy: accountOf(order.accountId),
    rightsFor: order.endCustomerAccountId === order.accountId ? null : accountOf(order.endCustomerAccountId),
    purchaseOrderNumber: order.purchaseOrderNumber,
    paidByCard: order.paymentMethod === 'card',
    free: order.totalMinor === 0,
    lines: lines.map((line) => {
      const right = rights.find(({ orderLineNumber }) => orderLineNumber === line.lineNumber)
      return {
        lineNumber: line.lineNumber,
        title: titleOf(line),
        partNumber: line.partNumber,
        quantity: line.quantity,
        activationId: line.activationId,
        right: right ? { startDate: right.startDate, expirationDate: right.expirationDate } : null,
        unitPrice: amount(line.unitPriceMinor),
        net: amount(line.netMinor),
        priceRule: line.priceRule,
        obligation: line.obligation,
      }
    }),
    net: amount(order.netMinor),
    freight: viewHelpers.freight(order) || null,
    tax: viewHelpers.tax(order),
    total: amount(order.totalMinor),
    hasParcel: lines.some(({ obligation }) => obligation === 'media' || obligation === 'goods'),
    address: addressLines(order.shipTo),
    shipToAccount: order.shipToAccountId === null ? null : accountOf(order.shipToAccountId),
    billTo:
      order.totalMinor === 0
        ? null
        : [accountOf(order.billToAccountId ?? order.accountId), ...addressLines(order.billTo ?? order.shipTo)],
  }
}

/** The title of a line, and which line it belongs to. */
export function titleOf({ title, baseActivationId, baseProduct }: OrderLine): string {
  return baseActivationId === null ? title : `${title}, for ${baseProduct}, line ${baseActivationId}`
}

/** An address as its country writes it, line by line, the country last. */
export function addressLines(to: Order['shipTo']): string[] {
  return viewHelpers.addressLines(to)
}
