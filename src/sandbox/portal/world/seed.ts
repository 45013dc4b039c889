import { addDays, localDate } from '../../../kernel/local-date.ts'
import { accountRows, addressOf, memberRows } from './account-data.ts'
import { productRows } from './catalog-data.ts'
import { entitlementRows } from './entitlement-data.ts'
import { packageRows } from './package-data.ts'
import { keyOf } from './rows.ts'
import type { World } from './world.ts'

export const endCustomerTier = 'bo.constants.partnertiernames.endcustomer'
export const distributorTier = 'bo.constants.partnertiernames.tier1'

/** Fills an empty world. Days are relative to the clock's today; everything was last modified 40 days ago. */
export function seedWorld(world: World): void {
  const today = localDate(world.today())
  const day = (days: number) => addDays(today, days)
  const createdAt = `${day(-400)}T08:00:00.000Z`
  const stamps = { createdAt, modifiedAt: `${day(-40)}T08:00:00.000Z` }

  for (const row of productRows)
    world.products.set(keyOf(row), {
      kind: row.kind,
      uniqueId: world.nextUniqueId(),
      name: row.name,
      version: row.version,
      description: row.description,
      state: row.state ?? 'DEPLOYED',
      productLine: row.productLine,
      parts: row.parts,
      attributes: {
        ...(row.category === null ? {} : { storeCategory: row.category }),
        ...(partnerProductIdOf(row) === undefined ? {} : { partnerProductId: partnerProductIdOf(row) ?? '' }),
        ...releaseDateOf(row, day),
        ...row.attributes,
      },
      contains: row.contains ?? [],
      relations: (row.relations ?? []).map(([relation, name, version]) => ({ relation, to: { name, version } })),
      packageIds: row.packageIds ?? [],
      ...stamps,
    })

  for (const row of packageRows)
    world.packages.set(row.id, {
      id: row.id,
      systemId: world.nextUniqueId(),
      version: row.version,
      description: row.description,
      productLine: row.productLine,
      effectiveDate: day(row.effectiveDays),
      archivedFrom: row.archivedDays === undefined ? null : day(row.archivedDays),
      onlyAccounts: row.onlyAccounts ?? [],
      mediaAvailable: true,
      files: row.files.map(([name, description, sizeBytes], index) => ({
        fileId: `${row.id}_F${index + 1}`,
        systemFileId: world.nextUniqueId(),
        name,
        description,
        sizeBytes,
        content: { source: 'made', seed: `${row.id}/${name}` },
      })),
    })

  for (const row of accountRows)
    world.accounts.set(row.id, {
      id: row.id,
      uniqueId: world.nextUniqueId(),
      name: row.name,
      description: row.description,
      type: row.type,
      address: addressOf(row),
      parents: row.parents ?? [],
      attributes: row.attributes,
      ...stamps,
    })

  for (const row of memberRows)
    world.members.set(row.userName, {
      uniqueId: world.nextUniqueId(),
      userName: row.userName,
      firstName: row.firstName,
      lastName: row.lastName,
      phone: '',
      locale: row.locale,
      active: row.active ?? true,
      accounts: Object.entries(row.accounts).map(([accountId, roles]) => ({ accountId, roles })),
      ...stamps,
    })

  seedEntitlements(world, day, stamps)
}

function seedEntitlements(
  world: World,
  day: (days: number) => string,
  stamps: { readonly createdAt: string; readonly modifiedAt: string },
): void {
  for (const row of entitlementRows) {
    const owner = { tierName: endCustomerTier, accountId: row.soldTo, contact: row.contact, currentOwner: true }
    const partner = { tierName: distributorTier, accountId: row.reseller ?? '', contact: null, currentOwner: false }
    world.entitlements.set(row.id, {
      id: row.id,
      uniqueId: world.nextUniqueId(),
      description: row.description,
      state: 'DEPLOYED',
      soldTo: row.soldTo,
      channelPartners: row.reseller === undefined ? [owner] : [owner, partner],
      shipToEmail: row.contact,
      shipToAddress: '',
      allowPortalLogin: false,
      ...stamps,
    })
    for (const [index, line] of row.lines.entries())
      world.lines.set(line.activationId, {
        ...shared(world, row, line, index),
        startDate: day(line.from),
        expirationDate: line.through === null ? null : day(line.through),
        description: '',
        licenseModel: world.partOf(line.part)?.part.licenseModel ?? null,
        quantity: line.quantity,
        fulfilled: line.fulfilled ?? 0,
        supportAction: line.parent?.as ?? null,
        parentActivationId: line.parent?.activationId ?? null,
        ...stamps,
      })
    for (const [index, line] of row.maintenance.entries())
      world.maintenanceLines.set(line.activationId, {
        ...shared(world, row, line, row.lines.length + index),
        startDate: day(line.from),
        expirationDate: day(line.through),
        covers: line.covers,
        ...stamps,
      })
  }
}

function shared(
  world: World,
  row: { readonly id: string; readonly orderId: string },
  line: { readonly activationId: string; readonly part: string },
  index: number,
) {
  const mapped = world.partOf(line.part)
  return {
    activationId: line.activationId,
    uniqueId: world.nextUniqueId(),
    entitlementId: row.id,
    state: 'DEPLOYED' as const,
    product: { name: mapped?.product.name ?? '', version: mapped?.product.version ?? '' },
    partNumber: line.part,
    orderId: row.orderId,
    orderLineNumber: String(index + 1),
  }
}

function partnerProductIdOf(row: { readonly packageIds?: readonly string[] }): string | undefined {
  return row.packageIds?.[0]
}

/** A release came out with its first package; the platform tells it as an attribute of the product. */
function releaseDateOf({ packageIds = [] }: (typeof productRows)[number], day: (days: number) => string) {
  const first = packageRows.find(({ id }) => id === packageIds[0])
  return first === undefined ? {} : { releaseDate: day(first.effectiveDays) }
}
