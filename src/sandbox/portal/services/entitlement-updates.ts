import { refuseTooMany, writeAnswer } from '../soap/answers.ts'
import { type Operation, operation } from '../soap/service.ts'
import { anything, boolean, many, one, optional, type ReadBy, sequence, text } from '../soap/types.ts'
import type { World } from '../world/world.ts'
import { identifierEcho } from './entitlement-echoes.ts'
import { entitlementIdentifier, lineIdentifier } from './entitlement-types.ts'
import { eachRecord, findEntitlement } from './entitlement-writes.ts'
import { RecordRefused } from './new-lines.ts'

const untouched = optional(anything)
const changedLine = sequence({
  lineItemIdentifier: one(lineIdentifier),
  activationId: untouched,
  description: optional(text),
  product: untouched,
  partNumber: untouched,
  licenseModel: untouched,
  alternateLicenseModel1: untouched,
  alternateLicenseModel2: untouched,
  licenseModelAttributes: untouched,
  FNPTimeZoneValue: untouched,
  policyAttributes: untouched,
  orderId: untouched,
  orderLineNumber: untouched,
  numberOfCopies: untouched,
  startDate: untouched,
  startDateOption: untouched,
  isPermanent: untouched,
  term: untouched,
  expirationDate: untouched,
  versionDate: untouched,
  versionDateAttributes: untouched,
  parentLineItem: optional(lineIdentifier),
  updatedEntitledProducts: untouched,
  entitledProducts: untouched,
  lineItemAttributes: untouched,
})
type ChangedLine = ReadBy<typeof changedLine>
const change = sequence({
  entitlementIdentifier: one(entitlementIdentifier),
  lineItemData: many(changedLine),
  maintenanceLineItemData: untouched,
  autoDeploy: optional(boolean),
})

/** Changes to lines that exist. This stand-in changes the description and the parent, and refuses to change the rest. */
export function entitlementUpdates(world: World): readonly Operation[] {
  return [
    operation({
      name: 'updateEntitlementLineItem',
      writes: true,
      type: sequence({ lineItemData: many(change, 1) }),
      run(asked) {
        refuseTooMany(asked.lineItemData)
        const outcome = eachRecord(asked.lineItemData, (wanted) => {
          const { id } = findEntitlement(world, wanted.entitlementIdentifier)
          const changed = wanted.lineItemData.map((line) => changedRow(world, id, line))
          for (const row of changed) world.lines.set(row.activationId, row)
          return {}
        })
        const failed = outcome.failed.map(({ record, reason }) => ({
          failedData: {
            entitlementIdentifier: identifierEcho(record.entitlementIdentifier, 'entitlementId'),
            lineItemData: record.lineItemData.map((line) => ({
              lineItemIdentifier: identifierEcho(line.lineItemIdentifier, 'activationId'),
            })),
          },
          reason,
        }))
        return writeAnswer({ failed, done: outcome.done }, { failed: 'failedData' })
      },
    }),
  ]
}

function changedRow(world: World, entitlementId: string, asked: ChangedLine) {
  const { lineItemIdentifier, description, parentLineItem, ...others } = asked
  const [other] = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (other !== undefined) throw new RecordRefused(`This stand-in does not change ${other}`)
  const line = lineBy(world, lineItemIdentifier)
  if (line.entitlementId !== entitlementId)
    throw new RecordRefused(`The line item ${line.activationId} is not part of the entitlement ${entitlementId}`)
  const parent = parentLineItem && lineBy(world, parentLineItem).activationId
  if (parent === line.activationId) throw new RecordRefused('A line item cannot be its own parent')
  return {
    ...line,
    description: description ?? line.description,
    parentActivationId: parent ?? line.parentActivationId,
    modifiedAt: world.now(),
  }
}

/** @throws {RecordRefused} when there is no such line */
function lineBy(world: World, { uniqueId, primaryKeys }: ReadBy<typeof lineIdentifier>) {
  const row = primaryKeys
    ? world.lines.get(primaryKeys.activationId)
    : world.lines.values().find((one) => one.uniqueId === uniqueId)
  if (!row) throw new RecordRefused(`The line item ${primaryKeys?.activationId ?? uniqueId} does not exist`)
  return row
}
