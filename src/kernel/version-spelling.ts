/** Words of a version that is not out yet, the earliest first; `~` is Debian's sign for one. */
export const previews: readonly (readonly string[])[] = [
  ...[['~'], ['dev', 'nightly', 'snapshot', 'canary'], ['prealpha'], ['alpha'], ['beta'], ['milestone', 'm']],
  ...[
    ['pre', 'preview', 'prerelease', 'ea', 'ctp'],
    ['rc', 'cr', 'candidate'],
  ],
]

const months = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, month)).toLowerCase(),
)

/**
 * A version without what only looks different: width and case of letters, underscores, words before the number, words of
 * two parts, and the spelling of a date. The epoch is the number before a colon, with which a vendor begins to count again.
 */
export function spelledAlike(version: string): { readonly epoch: bigint; readonly text: string } {
  const plain = version
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replaceAll('_', ' ')
    .replace(/service[ -]?pack/g, 'sp')
    .replace(/pre[ -]?alpha/g, 'prealpha')
    .replace(/release[ -]candidate/g, 'rc')
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(plain) ?? []
  return { epoch: BigInt(epoch), text: dated(withoutPrefix(rest)) }
}

/** Words before the first number name the thing, not its age. A preview that is named first (`beta 1.8`) stays one. */
function withoutPrefix(text: string): string {
  const [, prefix = '', rest = ''] = /^((?:\p{L}[\p{L}\s.:#&()+-]*)?)(\.?\d.*)$/su.exec(text) ?? []
  if (rest === '') return text
  const number = rest.replace(/^\./, '0.')
  const isPreview = (word: string) => word.length > 1 && previews.some((words) => words.includes(word))
  const word = prefix.match(/\p{L}+/gu)?.find(isPreview)
  if (word === undefined) return number
  return /^\d+$/.test(number) ? `${word} ${number}` : `${number} ${word}`
}

/** A day as year, month and day, whether it is written 20240501, 2024-05-01, 2024-May-01 or 2024.5.1. */
function dated(text: string): string {
  return text
    .replace(/^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/, '$1.$2.$3')
    .replace(/^((?:19|20)\d\d)[-/. ](\d\d?)[-/](\d\d?)(?!\d)/, '$1.$2.$3')
    .replace(/^((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d.])/, '$1.$2')
    .replace(/^((?:19|20)\d\d)[-/. ]?(\p{L}{3,9})(?!\p{L})[-. ]?/u, (whole, year: string, word: string) => {
      const month = months.findIndex((name) => name === word || name.slice(0, 3) === word)
      return month === -1 ? whole : `${year}.${month + 1}.`
    })
}
