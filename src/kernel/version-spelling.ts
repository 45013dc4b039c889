import { dated, withYearFirst } from './version-dates.ts'

/** Words of a version that is not out yet, the earliest first; `~` is Debian's sign for one. */
export const previews: readonly (readonly string[])[] = [
  ['~'],
  ['dev', 'nightly', 'snapshot', 'canary', 'unstable', 'experimental', 'draft', 'test'],
  ['prealpha'],
  ['alpha'],
  ['beta'],
  ['milestone', 'm'],
  ['pre', 'preview', 'prerelease', 'ea', 'eap', 'ctp'],
  ['rc', 'cr', 'candidate'],
]

/**
 * A version without what only looks different: width and case of letters, digits of other scripts, underscores, words
 * before the number, words of two parts, and the spelling of a date. The epoch is the number before a colon, with which a vendor begins to count again.
 */
export function spelledAlike(version: string): { readonly epoch: bigint; readonly text: string } {
  const plain = version
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/\p{Nd}/gu, digitOf)
    .replaceAll('_', ' ')
    .replace(/(?<!\p{L})[αβ](?!\p{L})/gu, (letter) => (letter === 'α' ? 'alpha' : 'beta'))
    .replace(/service[ -]?pack/g, 'sp')
    .replace(/pre[ -]?alpha/g, 'prealpha')
    .replace(/release[ -]candidate/g, 'rc')
    .replace(/early[ -]?access/g, 'ea')
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(plain) ?? []
  return { epoch: BigInt(epoch), text: dated(withoutPrefix(withYearFirst(rest))) }
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

/** The digit of any script as 0 to 9: each script has its ten in a row. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return `${value}`
}
