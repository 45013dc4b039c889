import { Presets, SingleBar } from 'cli-progress'
import { paceOf } from '../domains/entitlements/sync/index.ts'
import { interruptedCode } from '../platform/interrupts.ts'

/** What scripts may rely on. */
export const exitCodes = {
  ok: 0,
  /** A mistake of ours. */
  unexpected: 1,
  /** Wrong arguments, wrong configuration, or a request that the store refuses. */
  refused: 2,
  /** A partner, or the database, is not there or did not do what was asked. */
  partner: 3,
  /** The command did its work and found something that a person has to look at. */
  findings: 4,
  /** Ctrl-C. What was done is kept where the command says so. */
  interrupted: interruptedCode,
} as const

export interface Terminal {
  line(text?: string): void
  /** Green, red or grey on a terminal that wants colours; plain text elsewhere. */
  good(text: string): string
  bad(text: string): string
  quiet(text: string): string
  progress(title: string, total: Total): Progress
}

/** How much there is to do: steps, and rows where an earlier time tells how many there may be. */
interface Total {
  readonly steps: number
  readonly rows: number | null
}

interface Progress {
  at(reached: { readonly step: string; readonly stepNumber: number; readonly rows: number }): void
  end(): void
}

/** Results go to standard output, so that they can be piped; progress goes to standard error. */
export function createTerminal(): Terminal {
  // getColorDepth knows NO_COLOR.
  const coloured = process.stdout.isTTY && process.stdout.getColorDepth() > 1
  const paint = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)
  return {
    line: (text = '') => void process.stdout.write(`${text}\n`),
    good: paint(32),
    bad: paint(31),
    quiet: paint(90),
    progress: (title, total) => (process.stderr.isTTY ? bar(title, total) : plain(title, total)),
  }
}

function bar(title: string, total: Total): Progress {
  const expected = total.rows
  const drawn = new SingleBar(
    {
      format: `${title} [{bar}] {percentage}% | {step} | {rows}${expected === null ? '' : ` of ${expected}`} rows, {rate} rows/s{left}`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.rect,
  )
  const pace = paceSince(performance.now())
  drawn.start(expected ?? total.steps, 0, { step: '', rows: 0, rate: 0, left: '' })
  return {
    at: ({ step, stepNumber, rows }) => {
      const { rowsPerSecond, secondsLeft } = pace(rows, expected)
      // A feed may have grown since; the bar is full then, and the steps go on being named.
      const value = expected === null ? stepNumber : Math.min(rows, expected)
      const left = secondsLeft === null ? '' : ` | ${secondsLeft} s left`
      drawn.update(value, { step, rows, rate: rowsPerSecond ?? 0, left })
    },
    end: () => drawn.stop(),
  }
}

/** What an earlier try of the run has read is known from its first report, and says nothing about the pace of this one. */
function paceSince(started: number): (rows: number, expectedRows: number | null) => ReturnType<typeof paceOf> {
  let before: number | null = null
  return (rows, expectedRows) => {
    before ??= rows
    return paceOf({ rows, before, seconds: (performance.now() - started) / 1000, expectedRows })
  }
}

function plain(title: string, total: Total): Progress {
  let said = ''
  const of = total.rows === null ? '' : ` of about ${total.rows}`
  return {
    at: ({ step, stepNumber, rows }) => {
      if (step === said) return
      said = step
      process.stderr.write(`${title}: ${stepNumber} of ${total.steps}, ${step}, ${rows}${of} rows\n`)
    },
    end: () => {},
  }
}
