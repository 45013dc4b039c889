/**
 * Negative when Debian counts the left version as older, zero when both are one version.
 * @see Debian policy 5.6.12: epoch, upstream version and revision, each compared by runs of other characters and of digits
 */
export function compareDebianVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)]
  return compareRuns(a.epoch, b.epoch) || compareRuns(a.upstream, b.upstream) || compareRuns(a.revision, b.revision)
}

/** Whether a version takes the place of the one held so far, if any; of two spellings of one version the later stays. */
export function isNewest(version: string, held: string | undefined): boolean {
  return held === undefined || compareDebianVersions(version, held) >= 0
}

/** The epoch stands before the first colon, the revision after the last hyphen; where one is missing, zero is meant. */
function partsOf(version: string): { readonly epoch: string; readonly upstream: string; readonly revision: string } {
  const [, epoch, rest] = /^(?:(\d+):)?(.*)$/s.exec(version.trim()) ?? []
  const [, upstream, revision] = /^(.*?)(?:-([^-]*))?$/s.exec(rest ?? '') ?? []
  return { epoch: epoch ?? '', upstream: upstream ?? '', revision: revision ?? '' }
}

/** A run of characters that are no digits and a run of digits, in turn, until one differs. */
function compareRuns(left: string, right: string): number {
  let [a, b] = [left, right]
  while (a !== '' || b !== '') {
    const [, wordA = '', numberA = '', restA = ''] = /^(\D*)(\d*)(.*)$/s.exec(a) ?? []
    const [, wordB = '', numberB = '', restB = ''] = /^(\D*)(\d*)(.*)$/s.exec(b) ?? []
    const order = compareWords(wordA, wordB) || compareNumbers(numberA, numberB)
    if (order !== 0) return order
    a = restA
    b = restB
  }
  return 0
}

function compareWords(left: string, right: string): number {
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const order = weightOf(left[i]) - weightOf(right[i])
    if (order !== 0) return order
  }
  return 0
}

/** A tilde comes before the end, the end before letters, letters before everything else. */
function weightOf(character: string | undefined): number {
  if (character === '~') return -1
  if (character === undefined) return 0
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 0x10000
}

// As text of equal length, because a version may hold a date with its time, which a number does not.
function compareNumbers(left: string, right: string): number {
  const [a, b] = [left.replace(/^0+/, ''), right.replace(/^0+/, '')]
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : a > b ? 1 : 0
}
