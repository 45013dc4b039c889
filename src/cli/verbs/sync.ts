import { setFlagsFromString } from 'node:v8'
import type { Deps } from '../../deps.ts'
import {
  carryOutSync,
  decideDryRun,
  dryRunReportOf,
  findRun,
  openSync,
  quarantined,
  type SyncProgress,
  type SyncRun,
} from '../../domains/entitlements/sync/index.ts'
import { counted } from '../../kernel/words.ts'
import { withStore } from '../open-store.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { printDryRun } from './print-dry-run.ts'

/** Publishes a dry run, with what it has read then, or forgets it. */
export async function decideSync(
  terminal: Terminal,
  asked: { readonly runId: string; readonly decision: 'publish' | 'discard' },
  stopping: AbortSignal,
): Promise<number> {
  return withStore(async (deps) => {
    await decideDryRun(deps, { ...asked, by: 'command line' })
    const run = await carriedOut({ ...deps, stopping }, asked.runId)
    if (!run) return exitCodes.unexpected
    return isCutOff(run, stopping) ? printCutOff(terminal, run) : report(terminal, run)
  })
}

/** Reads the platform now and publishes, or only says what publishing would do; goes on with a run that was cut off. */
export async function sync(
  terminal: Terminal,
  options: { readonly full: boolean; readonly dryRun: boolean },
  stopping: AbortSignal,
): Promise<number> {
  // What a sync holds at a time is small, and V8 would let the heap grow to several times that before it looks.
  setFlagsFromString('--heap-growing-percent=40')
  return withStore(async (deps) => {
    const mode = options.full ? 'full' : 'incremental'
    const runId = await openSync(deps, { mode, trigger: 'command line', dryRun: options.dryRun })
    let progress: ReturnType<Terminal['progress']> | null = null
    let rowsRead = 0
    const run = await carriedOut(
      { ...deps, stopping },
      runId,
      ({ step, stepNumber, stepCount, rows, expectedRows }) => {
        progress ??= terminal.progress('Reading', { steps: stepCount, rows: expectedRows })
        progress.at({ step, stepNumber, rows })
        rowsRead = rows
      },
    ).finally(() => progressEnd(progress))
    if (!run) return exitCodes.unexpected
    if (isCutOff(run, stopping)) return printCutOff(terminal, run, rowsRead)
    const odd = run.state === 'published' ? await printQuarantine(deps, terminal) : exitCodes.ok
    const dryRunReport = dryRunReportOf(run)
    const found = dryRunReport && run.state === 'dryRun' ? printDryRun(terminal, dryRunReport) : exitCodes.ok
    const ended = report(terminal, run)
    if (run.state === 'dryRun')
      terminal.line(`Publish it with --publish ${run.id}, or forget it with --discard ${run.id}.`)
    return ended === exitCodes.ok ? Math.max(found, odd) : ended
  })
}

/** Names every row that waits because it cannot be read. */
async function printQuarantine(deps: Deps, terminal: Terminal): Promise<number> {
  const rows = await quarantined(deps.db, 200)
  if (rows.length === 0) return exitCodes.ok
  terminal.line(`${counted(rows.length, 'row')} of the platform cannot be read; what the store knew of them stays.`)
  for (const { kind, key, hasKey, place, reason } of rows)
    terminal.line(`  ${kind}${hasKey ? ` ${key.replaceAll('\u001f', ' ')}` : ''}: ${place}: ${reason}`)
  return exitCodes.findings
}

/** The run as it is when it has ended or was stopped. */
async function carriedOut(
  deps: Deps & { readonly stopping: AbortSignal },
  runId: string,
  onProgress?: (progress: SyncProgress) => void,
): Promise<SyncRun | null> {
  await carryOutSync(deps, runId, onProgress).catch((error: unknown) => {
    if (!deps.stopping.aborted) throw error
  })
  return findRun(deps.db, runId)
}

/** False when Ctrl-C came too late to cut anything off. */
function isCutOff({ state }: SyncRun, stopping: AbortSignal): boolean {
  return stopping.aborted && (state === 'reading' || state === 'publishing')
}

function printCutOff(terminal: Terminal, run: SyncRun, rowsRead = 0): number {
  const kept = rowsRead === 0 ? 'what it has read' : `the ${counted(rowsRead, 'row')} that it has read`
  terminal.line(
    `Stopped. Nothing is published. Run ${run.id} keeps ${kept}, and the next sync goes on where it stopped.`,
  )
  return exitCodes.interrupted
}

function progressEnd(progress: ReturnType<Terminal['progress']> | null): void {
  progress?.end()
}

function report(terminal: Terminal, run: SyncRun): number {
  terminal.line(`Run ${run.id}, ${run.mode}: ${run.state}`)
  if (run.state === 'discarded') return exitCodes.ok
  if (!run.report) return run.state === 'published' ? exitCodes.ok : exitCodes.unexpected
  const row = (cells: readonly (string | number)[]) =>
    terminal.line(
      cells.map((cell, place) => (place === 0 ? `  ${cell}`.padEnd(22) : String(cell).padStart(9))).join(''),
    )
  row(['', 'read', 'added', 'changed', 'removed', 'held'])
  let held = 0
  for (const [kind, counts] of Object.entries(run.report.kinds)) {
    row([kind, counts.read, counts.added, counts.changed, counts.removed, counts.held])
    held += counts.held
  }
  for (const sentence of run.report.unsellable) terminal.line(`  not for sale: ${sentence}`)
  if (held === 0) return exitCodes.ok
  terminal.line(
    `${counted(held, 'removal is', 'removals are')} held until somebody says that ${held === 1 ? 'it is' : 'they are'} meant.`,
  )
  for (const reason of run.report.reasons ?? []) terminal.line(`  ${reason}`)
  return exitCodes.findings
}
