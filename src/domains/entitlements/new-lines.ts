import type { NewEntitlementLine, NewMaintenanceLine } from './port.ts'
import type { Push, PushLine } from './push-store.ts'

/** A line of the order as the platform is asked for it. */
export function newLine(push: Push, line: PushLine): NewEntitlementLine {
  return {
    activationId: line.activationId,
    partNumber: line.partNumber,
    orderId: push.orderNumber,
    orderLineNumber: String(line.orderLineNumber),
    quantity: line.quantity,
    startDate: line.startDate,
    expirationDate: line.expirationDate,
    parentActivationId: line.baseActivationId,
  }
}

export function newMaintenanceLine(push: Push, line: PushLine): NewMaintenanceLine[] {
  if (line.maintenanceOf === null || line.expirationDate === null) return []
  const { quantity: _, parentActivationId: __, ...rest } = newLine(push, line)
  return [
    {
      ...rest,
      expirationDate: line.expirationDate,
      product: { name: line.maintenanceOf.name, version: line.maintenanceOf.version },
      coversActivationIds: line.maintenanceOf.covers,
    },
  ]
}
