import type { DryRunReport } from '../../domains/entitlements/sync/index.ts'
import { formatMoney, money } from '../../kernel/money.ts'
import { counted } from '../../kernel/words.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** Says what publishing would do, the figures first; the exit code says whether somebody would lose something. */
export function printDryRun(terminal: Terminal, { items, offers }: DryRunReport): number {
  const { gains, loses } = items
  terminal.line('Not published. Publishing would do this:')
  terminal.line(`  ${counted(gains.accounts, 'account')} gain ${counted(gains.items, 'item')} in all`)
  terminal.line(`  ${counted(loses.accounts, 'account')} lose ${counted(loses.items, 'item')} in all`)
  for (const [name, figures] of [
    ['open cart', offers.carts],
    ['open priced cart', offers.pricedCarts],
  ] as const)
    terminal.line(
      `  ${counted(figures.count, name)} break: ${counted(figures.lines, 'line')}${figures.count === 0 ? '' : `, ${sum(figures.value)}`}`,
    )
  terminal.line(`  value at risk: ${sum(offers.atRisk)}`)
  printItems(terminal, items)
  for (const { kind, id, accountId, userName, lines, valueMinor, currency } of offers.broken) {
    terminal.line(`  ${kind} ${id} of ${userName} at ${accountId} breaks, ${formatMoney(money(valueMinor, currency))}:`)
    for (const { partNumber, title, quantity, problem } of lines)
      terminal.line(`    ${quantity} x ${partNumber} ${title}: ${problem}`)
  }
  left(
    terminal,
    offers.carts.count + offers.pricedCarts.count - offers.broken.length,
    'cart or priced cart',
    'carts or priced carts',
  )
  return loses.items > 0 || offers.broken.length > 0 ? exitCodes.findings : exitCodes.ok
}

function printItems(terminal: Terminal, items: DryRunReport['items']): void {
  for (const { partNumber, title, change, accountTypes, accounts } of items.everybody)
    terminal.line(
      `  everybody of type ${accountTypes.join(', ')} (${counted(accounts, 'account')}) ${change} ${partNumber} ${title}`,
    )
  left(terminal, items.everybodyInAll - items.everybody.length, 'item for everybody', 'items for everybody')
  for (const { accountId, from, to, gains, loses } of items.accounts) {
    const what = from === null ? `comes as ${to}` : to === null ? 'goes' : `turns from ${from} to ${to}`
    terminal.line(`  ${accountId} ${what}: gains ${gains} and loses ${loses} of the items that need no right`)
  }
  left(terminal, items.accountsInAll - items.accounts.length, 'account', 'accounts')
  for (const { accountId, change, partNumber, title } of items.changes)
    terminal.line(`  ${accountId} ${change} ${partNumber} ${title}`)
  left(terminal, items.changesInAll - items.changes.length, 'change', 'changes')
}

function left(terminal: Terminal, rows: number, one: string, many: string): void {
  if (rows > 0) terminal.line(`  and ${rows} more ${rows === 1 ? one : many}`)
}

function sum(values: DryRunReport['offers']['atRisk']): string {
  return values.length === 0
    ? 'none'
    : values.map(({ minor, currency }) => formatMoney(money(minor, currency))).join(' and ')
}
