import { randomUUID } from 'node:crypto'
import type {
  NewEntitlementLine,
  NewMaintenanceLine,
  PlatformWriter,
} from '../../../domains/entitlements/rights/port.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Feed } from './feed.ts'
import { keyOf } from './file-facts.ts'
import type { Rights } from './lines.ts'
import { partner } from './mistakes.ts'
import { fileNameOf, type Outbox } from './outbox.ts'
import type { OutboxRow } from './outbox-rows.ts'

type Sales = Pick<PlatformWriter, 'createEntitlement' | 'addLines' | 'setParentLine' | 'emailEntitlement'>

interface SalesDeps {
  readonly clock: Clock
  readonly outbox: Outbox
  readonly known: () => Promise<{ readonly feed: Feed; readonly rights: Rights }>
}

/** What the store sells, as files in the outbox; what FlexNet would refuse is refused here before anything is written. */
export function createSales({ clock, outbox, known }: SalesDeps): Sales {
  return {
    createEntitlement: async ({ lines, maintenanceLines, ...entitlement }) => {
      const { feed, rights } = await known()
      const { entitlementId, endCustomerAccountId, partnerAccountId } = entitlement
      if (await rights.hasEntitlement(entitlementId)) throw refused(`Entitlement ${entitlementId} exists`)
      for (const accountId of [endCustomerAccountId, ...(partnerAccountId === null ? [] : [partnerAccountId])])
        if ((await feed.find('accounts', accountId)) === null) throw refused(`There is no account ${accountId}`)
      await checkLines(feed, rights, lines, maintenanceLines)
      const createdAt = clock.now()
      const linked = await withKnownParents(rights, lines)
      const rows = rowsOf({ entitlementId, accountId: endCustomerAccountId, createdAt }, linked, maintenanceLines)
      const isNew = await outbox.put(fileNameOf('entitlement', entitlementId), [
        { record: 'entitlement', ...entitlement, createdAt },
        ...rows,
      ])
      if (!isNew) throw refused(`Entitlement ${entitlementId} exists`)
    },

    addLines: async (entitlementId, lines, maintenanceLines) => {
      const { feed, rights } = await known()
      const accountId = await ownerOf(rights, entitlementId)
      await checkLines(feed, rights, lines, maintenanceLines)
      const [first] = [...lines, ...maintenanceLines]
      if (!first) return
      const createdAt = clock.now()
      const isNew = await outbox.put(fileNameOf('lines', entitlementId, first.activationId), [
        { record: 'added_lines', entitlementId, createdAt },
        ...rowsOf({ entitlementId, accountId, createdAt }, await withKnownParents(rights, lines), maintenanceLines),
      ])
      if (!isNew) throw refused(`Activation id ${first.activationId} exists`)
    },

    setParentLine: async ({ entitlementId, activationId, parentActivationId }) => {
      const { rights } = await known()
      for (const id of [activationId, parentActivationId])
        if ((await rights.line(id)) === null) throw refused(`There is no line ${id}`)
      const row = { record: 'parent_line' as const, entitlementId, activationId, parentActivationId }
      await outbox.put(fileNameOf('parent', activationId, parentActivationId), [{ ...row, createdAt: clock.now() }])
    },

    emailEntitlement: async (mail) => {
      const { rights } = await known()
      if (!(await rights.hasEntitlement(mail.entitlementId)))
        throw refused(`There is no entitlement ${mail.entitlementId} to mail`)
      // Each call is a mail of its own.
      const name = fileNameOf('mail', mail.entitlementId, randomUUID())
      await outbox.put(name, [{ record: 'mail', ...mail, createdAt: clock.now() }])
    },
  }
}

async function ownerOf(rights: Rights, entitlementId: string): Promise<string> {
  const [line] = await rights.linesOf('entitlement', [entitlementId])
  if (!line) throw refused(`There is no entitlement ${entitlementId} with lines to add to`)
  return line.accountId
}

async function checkLines(
  feed: Feed,
  rights: Rights,
  lines: readonly NewEntitlementLine[],
  maintenanceLines: readonly NewMaintenanceLine[],
): Promise<void> {
  const added = new Set<string>()
  for (const { activationId, partNumber } of [...lines, ...maintenanceLines]) {
    if (added.has(activationId) || (await rights.has(activationId)))
      throw refused(`Activation id ${activationId} exists`)
    added.add(activationId)
    if ((await feed.find('part_numbers', partNumber)) === null) throw refused(`There is no part number ${partNumber}`)
  }
  for (const { product, coversActivationIds } of maintenanceLines) {
    if ((await feed.find('products', keyOf(product))) === null)
      throw refused(`There is no product ${product.name} ${product.version}`)
    for (const id of coversActivationIds)
      if (!added.has(id) && !(await rights.has(id))) throw refused(`There is no line ${id} to cover`)
  }
}

/** A parent that is not there is left out: the add-on is sold all the same, and its link is a step of its own. */
async function withKnownParents(
  rights: Rights,
  lines: readonly NewEntitlementLine[],
): Promise<readonly NewEntitlementLine[]> {
  return Promise.all(
    lines.map(async ({ parentActivationId, ...line }) =>
      parentActivationId && (await rights.line(parentActivationId)) ? { ...line, parentActivationId } : line,
    ),
  )
}

function rowsOf(
  common: { readonly entitlementId: string; readonly accountId: string; readonly createdAt: Date },
  lines: readonly NewEntitlementLine[],
  maintenanceLines: readonly NewMaintenanceLine[],
): OutboxRow[] {
  return [
    ...lines.map(
      ({ parentActivationId, ...line }): OutboxRow => ({
        record: 'entitlement_line',
        ...line,
        ...common,
        ...(parentActivationId ? { parentActivationId } : {}),
      }),
    ),
    ...maintenanceLines.map(
      ({ coversActivationIds, ...line }): OutboxRow => ({
        record: 'maintenance_line',
        ...line,
        ...common,
        coveredActivationIds: [...coversActivationIds],
      }),
    ),
  ]
}

function refused(reason: string): PartnerFailure {
  return new PartnerFailure(partner, 'final', reason)
}
