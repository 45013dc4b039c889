import {
  driftFindings,
  driftNow,
  type RightsTotal,
  rightsPage,
  unsellablePartNumbers,
} from '../../domains/finance/reconciliation/index.ts'
import { formatMoney, money } from '../../kernel/money.ts'
import { counted } from '../../kernel/words.ts'
import type { Db } from '../../platform/db/db.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'

const shown = 100

/** Prints what the last full sync found to differ, what cannot be sold, and rights that nobody ordered. Asks nobody. */
export async function drift(terminal: Terminal): Promise<number> {
  return withStore(async ({ db }) => {
    const found = await driftNow(db)
    const { compare, unsellable, quarantine, withoutOrder, granted } = found
    if (compare === null) terminal.line('No full sync has compared store and platform yet.')
    else {
      const at = compare.comparedAt.toISOString()
      terminal.line(`${compare.found} of ${counted(compare.compared, 'row')} differed at the full sync of ${at}`)
      await printFindings(terminal, db)
    }
    terminal.line(`${counted(unsellable, 'part number')} cannot be sold`)
    const parts = await unsellablePartNumbers(db, { limit: shown })
    for (const { partNumber, why } of parts.items) terminal.line(`  ${partNumber}: ${why}`)
    printMore(terminal, parts.nextCursor)
    for (const { kind, place, reason } of quarantine)
      terminal.line(`A row of ${kind} cannot be read: ${place}: ${reason}`)
    await printRights(terminal, db, { granted: false, title: 'without an order', totals: withoutOrder })
    await printRights(terminal, db, { granted: true, title: 'given away on purpose', totals: granted })
    const isQuiet =
      (compare?.found ?? 0) === 0 && unsellable === 0 && quarantine.length === 0 && withoutOrder.length === 0
    return isQuiet ? exitCodes.ok : exitCodes.findings
  })
}

async function printFindings(terminal: Terminal, db: Db): Promise<void> {
  const { items, nextCursor } = await driftFindings(db, { limit: shown })
  for (const { subject, accountId, orderNumber, sentence, differences } of items) {
    const whose = [accountId, orderNumber].filter((part) => part !== null).join(', ')
    terminal.line(`  ${subject}${whose === '' ? '' : ` (${whose})`}: ${sentence}`)
    for (const { field, store, platform } of differences)
      terminal.line(`    ${field}: store ${store ?? 'nothing'}, platform ${platform ?? 'nothing'}`)
  }
  printMore(terminal, nextCursor)
}

async function printRights(
  terminal: Terminal,
  db: Db,
  list: { readonly granted: boolean; readonly title: string; readonly totals: readonly RightsTotal[] },
): Promise<void> {
  const all = list.totals.reduce((sum, { count }) => sum + count, 0)
  terminal.line(`${counted(all, 'right')} ${list.title}`)
  for (const { currency, count, valueMinor } of list.totals)
    terminal.line(
      currency === null ? `  without a price: ${count}` : `  ${amount(valueMinor, currency)} at list price: ${count}`,
    )
  const { items, nextCursor } = await rightsPage(db, { granted: list.granted, limit: shown })
  for (const { activationId, accountId, partNumber, quantity, valueMinor, currency, reason } of items) {
    const value = valueMinor === null || currency === null ? 'no price' : amount(valueMinor, currency)
    terminal.line(
      `  ${activationId} ${accountId ?? ''} ${quantity} x ${partNumber ?? 'no part number'}: ${value}${reason === null ? '' : `. ${reason}`}`,
    )
  }
  printMore(terminal, nextCursor)
}

function printMore(terminal: Terminal, nextCursor: string | null): void {
  if (nextCursor !== null) terminal.line('  More of them are on the admin page.')
}

function amount(minor: number, currency: string): string {
  return formatMoney(money(minor, currency))
}
