import { z } from 'zod'
import { NotPlantable } from './planting.ts'
import type { Entitlement, EntitlementLine } from './world/rows.ts'
import { endCustomerTier } from './world/seed.ts'
import type { World } from './world/world.ts'

const id = z.string().min(1).max(255)
const copies = z.number().int().min(1)

/** What a producer does on the platform's own pages: who owns what, and under which ids. */
export const moveSchema = z.discriminatedUnion('move', [
  z.strictObject({ move: z.literal('transferEntitlement'), entitlementId: id, accountId: id }),
  z.strictObject({
    move: z.literal('transferLine'),
    activationId: id,
    accountId: id,
    newEntitlementId: id,
    newActivationId: id,
    quantity: copies,
  }),
  z.strictObject({ move: z.literal('splitLine'), activationId: id, newActivationId: id, quantity: copies }),
  z.strictObject({ move: z.literal('mergeEntitlements'), entitlementId: id, into: id }),
  z.strictObject({ move: z.literal('renumberLine'), activationId: id, newActivationId: id }),
  z.strictObject({ move: z.literal('moveAccount'), accountId: id, parents: z.array(id) }),
  z.strictObject({ move: z.literal('renumberAccount'), accountId: id, newAccountId: id }),
])
export type Move = z.infer<typeof moveSchema>

/**
 * Transfers, splits, merges and renumbers. What is touched carries the instant as its last change, so that a client that
 * asks for what has changed is told. A line that is transferred whole stays behind OBSOLETE.
 */
export function carryOutMove(world: World, move: Move): void {
  switch (move.move) {
    case 'transferEntitlement':
      transferEntitlement(world, move.entitlementId, move.accountId)
      break
    case 'transferLine':
      transferLine(world, move)
      break
    case 'splitLine':
      splitLine(world, move)
      break
    case 'mergeEntitlements':
      mergeEntitlements(world, move.entitlementId, move.into)
      break
    case 'renumberLine':
      renumberLine(world, move.activationId, move.newActivationId)
      break
    case 'moveAccount':
      moveAccount(world, move.accountId, move.parents)
      break
    case 'renumberAccount':
      renumberAccount(world, move.accountId, move.newAccountId)
      break
  }
}

function splitLine(world: World, move: Extract<Move, { move: 'splitLine' }>): void {
  const line = found(world.lines.get(move.activationId), move.activationId)
  takeFrom(world, line, move.quantity)
  setLine(world, { ...line, ...newborn(world, move), splitFrom: line.activationId })
}

function moveAccount(world: World, accountId: string, parents: readonly string[]): void {
  const account = found(world.accounts.get(accountId), accountId)
  world.accounts.set(account.id, { ...account, parents, modifiedAt: world.now() })
}

function transferEntitlement(world: World, entitlementId: string, accountId: string): void {
  const entitlement = found(world.entitlements.get(entitlementId), entitlementId)
  world.entitlements.set(entitlementId, { ...ownedBy(entitlement, accountId), modifiedAt: world.now() })
  for (const line of linesOf(world, entitlementId)) setLine(world, line)
}

function transferLine(world: World, move: Extract<Move, { move: 'transferLine' }>): void {
  const line = found(world.lines.get(move.activationId), move.activationId)
  const entitlement = found(world.entitlements.get(line.entitlementId), line.entitlementId)
  takeFrom(world, line, move.quantity)
  setLine(world, {
    ...line,
    ...newborn(world, move),
    entitlementId: move.newEntitlementId,
    transferredFrom: line.activationId,
  })
  const stamps = { uniqueId: world.nextUniqueId(), createdAt: world.now(), modifiedAt: world.now() }
  const known = world.entitlements.get(move.newEntitlementId)
  world.entitlements.set(
    move.newEntitlementId,
    known ?? { ...ownedBy(entitlement, move.accountId), ...stamps, id: move.newEntitlementId },
  )
}

function mergeEntitlements(world: World, entitlementId: string, into: string): void {
  found(world.entitlements.get(entitlementId), entitlementId)
  found(world.entitlements.get(into), into)
  for (const line of linesOf(world, entitlementId)) setLine(world, { ...line, entitlementId: into })
  for (const line of world.maintenanceLines.values())
    if (line.entitlementId === entitlementId)
      world.maintenanceLines.set(line.activationId, { ...line, entitlementId: into, modifiedAt: world.now() })
  world.entitlements.delete(entitlementId)
}

// The maintenance that covers the line is not touched: it names the line, and the line has another name.
function renumberLine(world: World, activationId: string, newActivationId: string): void {
  const line = found(world.lines.get(activationId), activationId)
  if (world.lines.get(newActivationId)) throw new NotPlantable(`There is a line ${newActivationId} already`)
  setLine(world, { ...line, activationId: newActivationId })
  world.lines.delete(activationId)
  for (const cover of world.maintenanceLines.values())
    if (cover.covers.includes(activationId))
      world.maintenanceLines.set(cover.activationId, {
        ...cover,
        covers: cover.covers.map((one) => (one === activationId ? newActivationId : one)),
      })
}

function renumberAccount(world: World, accountId: string, newAccountId: string): void {
  const account = found(world.accounts.get(accountId), accountId)
  if (world.accounts.get(newAccountId)) throw new NotPlantable(`There is an account ${newAccountId} already`)
  const renamed = (one: string) => (one === accountId ? newAccountId : one)
  const modifiedAt = world.now()
  world.accounts.set(newAccountId, { ...account, id: newAccountId, modifiedAt })
  world.accounts.delete(accountId)
  for (const child of world.accounts.values())
    if (child.parents.includes(accountId))
      world.accounts.set(child.id, { ...child, parents: child.parents.map(renamed), modifiedAt })
  for (const member of world.members.values())
    if (member.accounts.some((link) => link.accountId === accountId))
      world.members.set(member.userName, {
        ...member,
        modifiedAt,
        accounts: member.accounts.map((link) => ({ ...link, accountId: renamed(link.accountId) })),
      })
  for (const entitlement of world.entitlements.values())
    if (entitlement.soldTo === accountId) transferEntitlement(world, entitlement.id, newAccountId)
}

function ownedBy(entitlement: Entitlement, accountId: string): Entitlement {
  return {
    ...entitlement,
    soldTo: accountId,
    channelPartners: entitlement.channelPartners.map((one) =>
      one.tierName === endCustomerTier ? { ...one, accountId, contact: null } : one,
    ),
  }
}

function takeFrom(world: World, line: EntitlementLine, quantity: number): void {
  if (quantity > line.quantity) throw new NotPlantable(`Line ${line.activationId} has ${line.quantity} copies`)
  const rest = line.quantity - quantity
  setLine(world, { ...line, ...(rest === 0 ? { state: 'OBSOLETE' } : { quantity: rest, fulfilled: 0 }) })
}

function newborn(world: World, move: { readonly newActivationId: string; readonly quantity: number }) {
  if (world.lines.get(move.newActivationId)) throw new NotPlantable(`There is a line ${move.newActivationId} already`)
  const { newActivationId: activationId, quantity } = move
  return { activationId, quantity, fulfilled: 0, uniqueId: world.nextUniqueId(), createdAt: world.now() }
}

function setLine(world: World, line: EntitlementLine): void {
  world.lines.set(line.activationId, { ...line, modifiedAt: world.now() })
}

function linesOf(world: World, entitlementId: string): EntitlementLine[] {
  return world.lines.values().filter((line) => line.entitlementId === entitlementId)
}

function found<Row>(row: Row | undefined, key: string): Row {
  if (row === undefined) throw new NotPlantable(`There is no ${key}`)
  return row
}
