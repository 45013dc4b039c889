import { counted } from '../kernel/words.ts'
import type { InvalidInput } from '../platform/http/answer/problems.ts'
import { exitCodes, type Terminal } from './output.ts'

// The options that make a file readable without saving it again.
const mendedByOption: Readonly<Record<string, string>> = {
  'not-utf8': '--encoding',
  'utf-16': '--encoding',
  separator: '--separator',
  'decimal-comma': '--decimal',
}

/** Each mistake of a file with its row, column and code, and the options that read it as it is. */
export function refuseFile(terminal: Terminal, { errors }: InvalidInput, path: string): number {
  for (const { row = 0, column = '', code = 'invalid-input', detail } of errors) {
    const place = [...(row > 0 ? [`row ${row}`] : []), ...(column === '' ? [] : [column])].join(', ')
    terminal.line(`  ${place === '' ? '' : `${place}: `}${detail} (${code})`)
  }
  const options = new Set(errors.flatMap(({ code = '' }) => mendedByOption[code] ?? []))
  if (options.size > 0) terminal.line(`  The command takes ${[...options].join(' and ')}; --help says how.`)
  terminal.line(`${counted(errors.length, 'mistake')} in ${path}: nothing was changed.`)
  return exitCodes.refused
}
