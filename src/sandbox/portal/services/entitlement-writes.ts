import { Refused, refuseTooMany, writeAnswer } from '../soap/answers.ts'
import { stateType } from '../soap/queries.ts'
import { type Operation, operation } from '../soap/service.ts'
import { boolean, many, one, oneOf, optional, type ReadBy, sequence } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import type { Entitlement, State } from '../world/rows.ts'
import { distributorTier, endCustomerTier } from '../world/seed.ts'
import type { World } from '../world/world.ts'
import { entitlementEcho, idEcho, identifierEcho } from './entitlement-echoes.ts'
import { lineIdentifierTree, maintenanceIdentifierTree } from './entitlement-trees.ts'
import {
  entitlementIdentifier,
  lineIdentifier,
  newEntitlement,
  newLine,
  newMaintenanceLine,
} from './entitlement-types.ts'
import { claimId, type NewRows, planLines, RecordRefused, refuseWithout } from './new-lines.ts'

const opType = optional(oneOf('CREATE_OR_UPDATE', 'CREATE_OR_IGNORE'))
const addedLine = sequence({
  entitlementIdentifier: one(entitlementIdentifier),
  lineItems: many(newLine),
  maintenanceLineItems: many(newMaintenanceLine),
  autoDeploy: optional(boolean),
})

/** The writing half of EntitlementOrderService v4. Each record is stored whole or not at all. */
export function entitlementWrites(world: World): readonly Operation[] {
  return [
    operation({
      name: 'createSimpleEntitlement',
      writes: true,
      type: sequence({ simpleEntitlement: many(newEntitlement, 1), opType }),
      run(asked) {
        refuseTooMany(asked.simpleEntitlement)
        refuseUpdates(asked.opType)
        const outcome = eachRecord(asked.simpleEntitlement, (wanted, index) => {
          const known = world.entitlements.get(wanted.entitlementId.id ?? '')
          const created = known && asked.opType === 'CREATE_OR_IGNORE' ? known : create(world, wanted)
          return createdTree(world, created, index + 1)
        })
        const failed = outcome.failed.map(({ record, reason }) => ({
          simpleEntitlement: entitlementEcho(record),
          reason,
        }))
        return writeAnswer(
          { failed, done: outcome.done },
          { failed: 'failedSimpleEntitlement', done: 'createdSimpleEntitlement' },
        )
      },
    }),
    operation({
      name: 'createEntitlementLineItem',
      writes: true,
      type: sequence({ lineItem: many(addedLine, 1), opType }),
      run(asked) {
        refuseTooMany(asked.lineItem)
        refuseUpdates(asked.opType)
        const outcome = eachRecord(asked.lineItem, (wanted) => addLines(world, wanted))
        const failed = outcome.failed.map(({ record, reason }) => ({
          lineItem: {
            entitlementIdentifier: identifierEcho(record.entitlementIdentifier, 'entitlementId'),
            lineItems: record.lineItems.map((line) => ({ activationId: idEcho(line.activationId) })),
            maintenanceLineItems: record.maintenanceLineItems.map((line) => ({
              activationId: idEcho(line.activationId),
            })),
          },
          reason,
        }))
        return writeAnswer({ failed, done: outcome.done }, { failed: 'failedLineItemData', done: 'addedLineItems' })
      },
    }),
    operation({
      name: 'setEntitlementState',
      writes: true,
      type: sequence({
        entitlement: many(
          sequence({ entitlementIdentifier: one(entitlementIdentifier), stateToSet: one(stateType) }),
          1,
        ),
      }),
      run(asked) {
        refuseTooMany(asked.entitlement)
        const outcome = eachRecord(asked.entitlement, ({ entitlementIdentifier: which, stateToSet }) => {
          const row = findEntitlement(world, which)
          moveTo(row.state, stateToSet)
          world.entitlements.set(row.id, { ...row, state: stateToSet, modifiedAt: world.now() })
          for (const lines of [world.lines, world.maintenanceLines])
            for (const line of lines.values())
              if (line.entitlementId === row.id) setLineState(world, line.activationId, stateToSet)
          return {}
        })
        const failed = outcome.failed.map(({ record, reason }) => ({
          entitlement: {
            entitlementIdentifier: identifierEcho(record.entitlementIdentifier, 'entitlementId'),
            stateToSet: record.stateToSet,
          },
          reason,
        }))
        return writeAnswer({ failed, done: outcome.done }, { failed: 'failedEntitlement' })
      },
    }),
    operation({
      name: 'setLineItemState',
      writes: true,
      type: sequence({
        lineItem: many(
          sequence({
            lineItemIdentifier: one(lineIdentifier),
            stateToSet: one(stateType),
            includeChildItems: optional(boolean),
          }),
          1,
        ),
      }),
      run: (asked) =>
        lineStates(world, asked.lineItem, { failed: 'failedLineItem', item: 'lineItem', maintenance: false }),
    }),
    operation({
      name: 'setMaintenanceLineItemState',
      writes: true,
      type: sequence({
        maintenanceLineItem: many(sequence({ lineItemIdentifier: one(lineIdentifier), stateToSet: one(stateType) }), 1),
      }),
      run: (asked) =>
        lineStates(world, asked.maintenanceLineItem, {
          failed: 'failedMaintenanceLineItem',
          failedList: 'failedMaintenanceData',
          item: 'maintenanceLineItem',
          maintenance: true,
        }),
    }),
  ]
}

export function eachRecord<Item>(records: readonly Item[], store: (item: Item, index: number) => XmlTree) {
  const failed: { record: Item; reason: string }[] = []
  const done: XmlTree[] = []
  for (const [index, record] of records.entries())
    try {
      done.push(store(record, index))
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error
      failed.push({ record, reason: error.message })
    }
  return { failed, done }
}

function refuseUpdates(mode: string | undefined): void {
  if (mode === 'CREATE_OR_UPDATE') throw new Refused('This stand-in does not know opType CREATE_OR_UPDATE')
}

function create(world: World, wanted: ReadBy<typeof newEntitlement>): Entitlement {
  const taken = new Set<string>()
  const id = claimId(world, wanted.entitlementId, 'entitlement ID', taken)
  refuseWithout(world.demands.get('tenant')?.entitlementAttributes, wanted.entitlementAttributes, 'entitlement')
  const channelPartners = partnersOf(world, wanted)
  const state = wanted.autoDeploy === true ? 'DEPLOYED' : 'DRAFT'
  const rows = planLines(world, wanted, { id }, state, taken)
  const entitlement: Entitlement = {
    id,
    uniqueId: world.nextUniqueId(),
    description: wanted.description ?? '',
    state,
    soldTo: channelPartners.find((one) => one.tierName === endCustomerTier)?.accountId ?? '',
    channelPartners,
    shipToEmail: wanted.shipToEmail ?? '',
    shipToAddress: wanted.shipToAddress ?? '',
    allowPortalLogin: wanted.allowPortalLogin ?? false,
    createdAt: world.now(),
    modifiedAt: world.now(),
  }
  store(world, rows)
  world.entitlements.set(id, entitlement)
  return entitlement
}

function partnersOf(world: World, wanted: ReadBy<typeof newEntitlement>): Entitlement['channelPartners'] {
  const asked = wanted.channelPartners?.channelPartner
  if (wanted.soldTo !== undefined && asked) throw new RecordRefused('Give either soldTo or channelPartners')
  if (wanted.soldTo !== undefined) {
    if (!world.accounts.get(wanted.soldTo)) throw new RecordRefused(`The account ${wanted.soldTo} does not exist`)
    return [{ tierName: endCustomerTier, accountId: wanted.soldTo, contact: null, currentOwner: true }]
  }
  return (asked ?? []).map(({ tierName, accountUnit, contact, currentOwner }) => {
    if (tierName !== endCustomerTier && tierName !== distributorTier)
      throw new RecordRefused(`The partner tier ${tierName} does not exist`)
    const byUniqueId = world.accounts.values().find((one) => one.uniqueId === accountUnit.uniqueId)?.id
    const accountId = accountUnit.primaryKeys?.id ?? byUniqueId ?? ''
    if (!world.accounts.get(accountId)) throw new RecordRefused(`The account ${accountId} does not exist`)
    const userName = contact?.userName?.toLowerCase()
    if (userName !== undefined && !world.members.get(userName))
      throw new RecordRefused('The contact is not a user of the platform')
    return { tierName, accountId, contact: userName ?? null, currentOwner: currentOwner ?? false }
  })
}

function addLines(world: World, wanted: ReadBy<typeof addedLine>): XmlTree {
  const entitlement = findEntitlement(world, wanted.entitlementIdentifier)
  const rows = planLines(world, wanted, entitlement, wanted.autoDeploy === true ? 'DEPLOYED' : 'DRAFT', new Set())
  store(world, rows)
  world.entitlements.set(entitlement.id, { ...entitlement, modifiedAt: world.now() })
  return {
    entitlementIdentifier: { uniqueId: entitlement.uniqueId, primaryKeys: { entitlementId: entitlement.id } },
    lineItemUniqueIds: rows.lines.map((line) => line.uniqueId),
    maintenanceLineItemUniqueIds: rows.maintenanceLines.map((line) => line.uniqueId),
    lineItemIdentifiers: rows.lines.map((line) => lineIdentifierTree(world, line.activationId)),
    maintenanceLineItemIdentifiers: rows.maintenanceLines.map(maintenanceIdentifierTree),
  }
}

function store(world: World, rows: NewRows): void {
  for (const line of rows.lines) world.lines.set(line.activationId, line)
  for (const line of rows.maintenanceLines) world.maintenanceLines.set(line.activationId, line)
}

function createdTree(world: World, row: Entitlement, recordRefNo: number): XmlTree {
  const lines = world.lines.values().filter((line) => line.entitlementId === row.id)
  const maintenance = world.maintenanceLines.values().filter((line) => line.entitlementId === row.id)
  return {
    recordRefNo,
    uniqueId: row.uniqueId,
    entitlementId: row.id,
    lineItemUniqueIds: lines.map((line) => line.uniqueId),
    maintenanceLineItemUniqueIds: maintenance.map((line) => line.uniqueId),
    lineItemIdentifiers: lines.map((line) => lineIdentifierTree(world, line.activationId)),
    maintenanceLineItemIdentifiers: maintenance.map(maintenanceIdentifierTree),
  }
}

export function findEntitlement(world: World, asked: ReadBy<typeof entitlementIdentifier>): Entitlement {
  const { uniqueId, primaryKeys } = asked
  if ((uniqueId === undefined) === (primaryKeys === undefined))
    throw new RecordRefused('Give either uniqueId or primaryKeys of the entitlement')
  const row = primaryKeys
    ? world.entitlements.get(primaryKeys.entitlementId)
    : world.entitlements.values().find((one) => one.uniqueId === uniqueId)
  if (!row) throw new RecordRefused(`The entitlement ${primaryKeys?.entitlementId ?? uniqueId} does not exist`)
  return row
}

function moveTo(from: State, to: State): void {
  if (from === 'OBSOLETE' && to !== 'OBSOLETE') throw new RecordRefused('The state OBSOLETE cannot be undone')
  if (from === 'TEST' && to !== 'TEST') throw new RecordRefused('The state TEST cannot be changed')
}

function setLineState(world: World, activationId: string, state: State): void {
  const line = world.lines.get(activationId)
  const maintenance = world.maintenanceLines.get(activationId)
  const modifiedAt = world.now()
  if (line) world.lines.set(activationId, { ...line, state, modifiedAt })
  if (maintenance) world.maintenanceLines.set(activationId, { ...maintenance, state, modifiedAt })
}

function lineStates(
  world: World,
  asked: readonly {
    readonly lineItemIdentifier: ReadBy<typeof lineIdentifier>
    readonly stateToSet: State
    readonly includeChildItems?: boolean | undefined
  }[],
  names: { failed: string; failedList?: string; item: string; maintenance: boolean },
): XmlTree {
  refuseTooMany(asked)
  const lines = names.maintenance ? world.maintenanceLines : world.lines
  const outcome = eachRecord(asked, ({ lineItemIdentifier: which, stateToSet, includeChildItems }) => {
    const byUniqueId = lines.values().find((one) => one.uniqueId === which.uniqueId)?.activationId
    const id = which.primaryKeys?.activationId ?? byUniqueId ?? ''
    const line = lines.get(id)
    if (!line) throw new RecordRefused(`The line item ${id} does not exist`)
    moveTo(line.state, stateToSet)
    setLineState(world, id, stateToSet)
    if (includeChildItems === true)
      for (const child of world.lines.values())
        if (child.parentActivationId === id) setLineState(world, child.activationId, stateToSet)
    return {}
  })
  const failed = outcome.failed.map(({ record, reason }) => ({
    [names.item]: {
      lineItemIdentifier: identifierEcho(record.lineItemIdentifier, 'activationId'),
      stateToSet: record.stateToSet,
    },
    reason,
  }))
  return writeAnswer({ failed, done: outcome.done }, names)
}
