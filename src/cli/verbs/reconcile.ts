import { factsOf, rowsOf, runMatch } from '../../domains/finance/reconciliation/index.ts'
import { addDays, dateOf, localDate } from '../../kernel/local-date.ts'
import { formatMoney, money } from '../../kernel/money.ts'
import { counted } from '../../kernel/words.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'

const defaultDays = 30
const shownDifferences = 200

/** Matches orders, money, rights and parcels of some days now, and lists what does not agree. */
export async function reconcile(
  terminal: Terminal,
  options: { readonly from?: string; readonly through?: string },
): Promise<number> {
  const asked = {
    from: options.from && localDate(options.from),
    through: options.through && localDate(options.through),
  }
  return withStore(async (deps) => {
    const through = asked.through || dateOf(deps.clock.now())
    const from = asked.from || addDays(through, 1 - defaultDays)
    const run = await runMatch(deps, { from, through })
    terminal.line(
      `${counted(run.lineCount, 'line')} from ${from} through ${through}: ${counted(run.differenceCount, 'difference')}`,
    )
    for (const total of run.totals ?? [])
      terminal.line(
        `  ${total.currency}  ordered ${amount(total.orderedMinor, total.currency)}, posted ${amount(total.postedMinor, total.currency)}, ledger ${amount(total.ledgerMinor, total.currency)}`,
      )
    const query = { cause: 'any', limit: shownDifferences }
    const rows = await rowsOf(deps.db, run.id, query)
    for (const { orderNumber, lineNumber, partNumber, cause, owner, nextStep } of rows.items)
      terminal.line(`  ${orderNumber} line ${lineNumber} ${partNumber}: ${cause} (${owner}). ${nextStep}`)
    const facts = await factsOf(deps.db, run.id, query)
    for (const { cause, owner, sentence } of facts.items) terminal.line(`  ${cause} (${owner}): ${sentence}`)
    if (rows.nextCursor !== null || facts.nextCursor !== null) terminal.line('  More of them are on the admin page.')
    return run.differenceCount === 0 ? exitCodes.ok : exitCodes.findings
  })
}

function amount(minor: number, currency: string): string {
  return formatMoney(money(minor, currency))
}
