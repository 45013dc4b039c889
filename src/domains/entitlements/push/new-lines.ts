import type { Attributes, NewEntitlementLine, NewMaintenanceLine } from '../rights/index.ts'
import { type LineDemands, noDemands } from './push-attributes.ts'
import type { Push, PushLine } from './push-store.ts'

/** A line of the order as the platform is asked for it. */
export function newLine(push: Push, line: PushLine, demands: LineDemands = noDemands): NewEntitlementLine {
  return {
    activationId: line.activationId,
    partNumber: line.partNumber,
    orderId: push.orderNumber,
    orderLineNumber: String(line.orderLineNumber),
    quantity: line.quantity,
    startDate: line.startDate,
    expirationDate: line.expirationDate,
    parentActivationId: line.baseActivationId,
    ...(demands.licenseModel === null ? {} : { licenseModel: demands.licenseModel }),
    ...some('licenseModelAttributes', demands.licenseModelAttributes),
    ...some('lineAttributes', demands.lineAttributes),
  }
}

function some<Name extends string>(name: Name, attributes: Attributes): { readonly [Key in Name]?: Attributes } {
  const nothing: { [Key in Name]?: Attributes } = {}
  return Object.keys(attributes).length === 0 ? nothing : { ...nothing, [name]: attributes }
}

export function newMaintenanceLine(push: Push, line: PushLine, demands: LineDemands = noDemands): NewMaintenanceLine[] {
  if (line.maintenanceOf === null || line.expirationDate === null) return []
  const {
    quantity: _,
    parentActivationId: __,
    ...rest
  } = newLine(push, line, {
    ...noDemands,
    lineAttributes: demands.lineAttributes,
  })
  return [
    {
      ...rest,
      expirationDate: line.expirationDate,
      product: { name: line.maintenanceOf.name, version: line.maintenanceOf.version },
      coversActivationIds: line.maintenanceOf.covers,
    },
  ]
}
