import type { LocalDate } from '../../../kernel/local-date.ts'
import type { Tx } from '../../../platform/db/db.ts'
import { enqueue } from '../../../platform/queue/jobs.ts'
import { pushRequested } from './events.ts'
import { insertPush } from './push-store.ts'

export interface PushRequest {
  readonly orderId: string
  readonly orderNumber: string
  /** Who uses the rights. */
  readonly accountId: string
  readonly partnerAccountId: string | null
  readonly contactUserName: string | null
  readonly shipToEmail: string | null
  readonly locale: string
  readonly at: Date
  readonly lines: readonly {
    readonly lineNumber: number
    readonly partNumber: string
    readonly quantity: number
    readonly startDate: LocalDate
    readonly expirationDate: LocalDate | null
    /** The entitlement that the account has and that takes the line; null for one of the order's own. */
    readonly targetEntitlementId: string | null
    readonly maintenanceOf: { name: string; version: string; covers: string[] } | null
    /** Of an add-on: the line that it belongs to. */
    readonly baseActivationId: string | null
  }[]
}

/** Ids minted from order and line number: letters, digits and dashes, so the platform takes them, and a retry meets them. */
export function activationIdOf(orderNumber: string, lineNumber: number): string {
  return `${orderNumber}-L${lineNumber}`
}

/** Takes the rights of an order in for the platform, in the caller's transaction. May run twice for one order. */
export async function requestPush(tx: Tx, request: PushRequest): Promise<void> {
  const inserted = await insertPush(
    tx,
    {
      orderId: request.orderId,
      orderNumber: request.orderNumber,
      entitlementId: request.orderNumber,
      accountId: request.accountId,
      partnerAccountId: request.partnerAccountId,
      contactUserName: request.contactUserName,
      shipToEmail: request.shipToEmail,
      locale: request.locale,
      state: 'queued',
      attempts: 0,
      createdAt: request.at,
      updatedAt: request.at,
    },
    request.lines.map((line) => ({
      activationId: activationIdOf(request.orderNumber, line.lineNumber),
      orderId: request.orderId,
      orderLineNumber: line.lineNumber,
      partNumber: line.partNumber,
      quantity: line.quantity,
      startDate: line.startDate,
      expirationDate: line.expirationDate,
      targetEntitlementId: line.targetEntitlementId,
      maintenanceOf: line.maintenanceOf,
      baseActivationId: line.baseActivationId,
    })),
  )
  if (inserted) await enqueue(tx, pushRequested, { orderId: request.orderId }, { key: request.orderId })
}
