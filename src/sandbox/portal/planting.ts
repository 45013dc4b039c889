import { z } from 'zod'
import type { Collection } from '../journal.ts'
import { keyOf } from './world/rows.ts'
import type { World } from './world/world.ts'

const kinds = ['entitlementLine', 'maintenanceLine', 'entitlement', 'product', 'package', 'account', 'member'] as const

export const plantSchema = z.strictObject({
  kind: z.enum(kinds),
  action: z.enum(['upsert', 'delete']),
  /** Fields of the row; what is left out stays as it is, or is filled in for a new row. */
  row: z.record(z.string(), z.unknown()),
})
export type Plant = z.infer<typeof plantSchema>

/** What was asked makes no row; the message says why. */
export class NotPlantable extends Error {}

/** Changes the world by hand, as somebody at the platform would, around all the rules of its services. */
export function plant(world: World, { kind, action, row }: Plant): void {
  const { collection, key, blank } = shelf(world, kind, row)
  if (action === 'delete') {
    if (!collection.get(key)) throw new NotPlantable(`There is no ${kind} ${key}`)
    collection.delete(key)
    return
  }
  const known = collection.get(key)
  const unknown = Object.keys(row).find((field) => !(field in blank))
  if (unknown !== undefined) throw new NotPlantable(`A ${kind} has no field "${unknown}"`)
  collection.set(key, { ...(known ?? { ...blank, uniqueId: world.nextUniqueId() }), modifiedAt: world.now(), ...row })
}

type AnyRow = Readonly<Record<string, unknown>>

function shelf(
  world: World,
  kind: Plant['kind'],
  row: AnyRow,
): { collection: Collection<AnyRow>; key: string; blank: AnyRow } {
  const stamps = { uniqueId: '', createdAt: world.now(), modifiedAt: world.now() }
  const line = {
    ...stamps,
    activationId: '',
    entitlementId: '',
    state: 'DEPLOYED',
    product: world.partOf(String(row['partNumber'] ?? ''))?.product ?? { name: '', version: '' },
    partNumber: null,
    orderId: null,
    orderLineNumber: null,
    startDate: world.today(),
    expirationDate: null,
  }
  const named = (field: string) => {
    const value = row[field]
    if (typeof value !== 'string' || value === '') throw new NotPlantable(`A ${kind} needs "${field}"`)
    return value
  }
  switch (kind) {
    case 'entitlementLine':
      return {
        collection: open(world.lines),
        key: named('activationId'),
        blank: {
          ...line,
          product: { name: line.product.name, version: line.product.version },
          description: '',
          licenseModel: world.partOf(String(row['partNumber'] ?? ''))?.part.licenseModel ?? null,
          quantity: 1,
          fulfilled: 0,
          supportAction: null,
          parentActivationId: null,
          transferredFrom: null,
          splitFrom: null,
        },
      }
    case 'maintenanceLine':
      return {
        collection: open(world.maintenanceLines),
        key: named('activationId'),
        blank: { ...line, product: { name: line.product.name, version: line.product.version }, covers: [] },
      }
    case 'entitlement':
      return {
        collection: open(world.entitlements),
        key: named('id'),
        blank: {
          ...stamps,
          id: '',
          description: '',
          state: 'DEPLOYED',
          soldTo: '',
          channelPartners: [],
          shipToEmail: '',
          shipToAddress: '',
          allowPortalLogin: false,
        },
      }
    case 'product':
      return {
        collection: open(world.products),
        key: keyOf({ name: named('name'), version: named('version') }),
        blank: {
          ...stamps,
          kind: 'product',
          name: '',
          version: '',
          description: '',
          state: 'DEPLOYED',
          productLine: '',
          parts: [],
          attributes: {},
          contains: [],
          relations: [],
          packageIds: [],
        },
      }
    case 'package':
      return {
        collection: open(world.packages),
        key: named('id'),
        blank: {
          id: '',
          uniqueId: '',
          modifiedAt: '',
          systemId: `pkg-${named('id')}`,
          version: '',
          description: '',
          productLine: '',
          effectiveDate: world.today(),
          archivedFrom: null,
          onlyAccounts: [],
          mediaAvailable: true,
          files: [],
        },
      }
    case 'account':
      return {
        collection: open(world.accounts),
        key: named('id'),
        blank: {
          ...stamps,
          id: '',
          name: '',
          description: '',
          type: 'CUSTOMER',
          address: { line1: '', line2: '', city: '', region: '', postalCode: '', country: '' },
          parents: [],
          attributes: {},
        },
      }
    case 'member':
      return {
        collection: open(world.members),
        key: named('userName'),
        blank: {
          ...stamps,
          userName: '',
          contact: null,
          firstName: '',
          lastName: '',
          phone: '',
          locale: 'en_US',
          active: true,
          accounts: [],
        },
      }
  }
}

/** A border: the rows come as JSON from whoever plants them, and are as right as they made them. */
function open<Row>(collection: Collection<Row>): Collection<AnyRow> {
  return collection as unknown as Collection<AnyRow>
}
