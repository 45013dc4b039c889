export const separators = { comma: ',', semicolon: ';', tab: '\t' } as const
export const decimalSigns = { point: '.', comma: ',' } as const
/** Between cells. */
export type Separator = (typeof separators)[keyof typeof separators]
/** Before the decimals of an amount. */
export type DecimalSign = (typeof decimalSigns)[keyof typeof decimalSigns]

/** How a file is written, where it is not the plain form: UTF-8, commas between cells, points before decimals. */
export interface CsvShape {
  readonly separator: Separator
  readonly decimal: DecimalSign
}

export const plainCsv: CsvShape = { separator: ',', decimal: '.' }

const said: Readonly<Record<Separator, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' }
const nameOf: Readonly<Record<Separator, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' }
const decimalComma = /(^|[;\t"])\s*-?\d{1,3}(\.?\d{3})*,\d+\s*($|[;\t"\r])/m
const linesLookedAt = 100

/** The line `sep=;` before the header, by which a spreadsheet is told the separator. It is no row of the file. */
export function isSeparatorLine(line: string): boolean {
  return /^"?sep=[,;\t|]?"?[,;\t]*$/i.test(line.trim())
}

/** What separates the cells of a file whose header has columns only when it is split at another sign; null elsewhere. */
export function otherSeparator(
  text: string,
  { separator, isColumn }: { readonly separator: Separator; readonly isColumn: (name: string) => boolean },
): { readonly found: string; readonly remedy: string } | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, linesLookedAt)
  const head = lines.find((line) => line.trim() !== '' && !isSeparatorLine(line)) ?? ''
  const bare = (name: string) => name.trim().replaceAll('"', '')
  const sign = Object.values(separators).find(
    (each) => each !== separator && head.includes(each) && head.split(each).some((name) => isColumn(bare(name))),
  )
  if (sign === undefined) return null
  const comma = sign !== ',' && decimalComma.test(lines.slice(1).join('\n'))
  const also = comma ? ', and its amounts have a decimal comma' : ''
  return {
    found: `The file is separated by ${said[sign]}, not by ${said[separator]}${also}`,
    remedy: `Save it with ${said[separator]}${comma ? ' and decimal points' : ''}, or say how it is written: separator ${nameOf[sign]}${comma ? ', decimal comma' : ''}`,
  }
}
