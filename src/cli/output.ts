import { Presets, SingleBar } from 'cli-progress'

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
} as const

export interface Terminal {
  line(text?: string): void
  /** Green, red or grey on a terminal that wants colours; plain text elsewhere. */
  good(text: string): string
  bad(text: string): string
  quiet(text: string): string
  progress(title: string, total: number): Progress
}

export interface Progress {
  /** How far it is, and how many rows were read so far. */
  at(value: number, detail: { readonly step: string; readonly rows: number }): void
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

function bar(title: string, total: number): Progress {
  const drawn = new SingleBar(
    {
      format: `${title} [{bar}] {percentage}% | {step} | {rows} rows, {rate} rows/s | {eta_formatted} left`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.rect,
  )
  const started = performance.now()
  drawn.start(total, 0, { step: '', rows: 0, rate: 0 })
  return {
    at: (value, { step, rows }) => {
      const seconds = Math.max(0.001, (performance.now() - started) / 1000)
      drawn.update(value, { step, rows, rate: Math.round(rows / seconds) })
    },
    end: () => drawn.stop(),
  }
}

function plain(title: string, total: number): Progress {
  let said = ''
  return {
    at: (value, { step, rows }) => {
      if (step === said) return
      said = step
      process.stderr.write(`${title}: ${value} of ${total}, ${step}, ${rows} rows\n`)
    },
    end: () => {},
  }
}
