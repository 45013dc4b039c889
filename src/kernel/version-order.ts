import { previews, spelledAlike } from './version-spelling.ts'

/**
 * Orders versions as people read them: negative when the left one is older, zero when both say the same version. Letters
 * before a number say nothing about age (`v2.1` is newer than `2.0`); 1.10 is newer than 1.9; 1.0-rc.1 is older than 1.0,
 * and 1.0a, 1.0-1, 1.0 SP1 and 1.0+build are newer, but older than 1.0.1. A total order over any texts.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)]
  return compareRuns(a.numbers, b.numbers) || compareRuns(a.rest, b.rest)
}

/** Compared up to the longer one's end, with ends in place of what the shorter one lacks. */
function compareRuns(a: readonly Step[], b: readonly Step[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = compareSteps(a[i] ?? end, b[i] ?? end)
    if (order !== 0) return order
  }
  return 0
}

/**
 * What may stand at one place of two versions, the older first. The end stands for a zero too, so that 1.0 is 1.0.0; a word
 * after another of a preview (`alpha.beta`) comes after a number there.
 * @see Semantic Versioning 2.0.0, 11.4
 */
const ranks = { preview: 0, end: 1, addition: 2, number: 3, wordOfPreview: 4 } as const

/** One step of a version: its rank, and what tells two steps of one rank apart. */
interface Step {
  readonly rank: (typeof ranks)[keyof typeof ranks]
  readonly within: bigint | string
}
const end: Step = { rank: ranks.end, within: '' }

/** What is added to a finished version, the smallest first. Every other word counts like a letter. */
const additions: readonly (readonly string[])[] = [
  ['-'],
  ['+'],
  ['build'],
  ['p', 'pl', 'patch', 'patchlevel', 'fix', 'hotfix', 'hf', 'post'],
  ['u', 'up', 'update', 'cu'],
  ['sp'],
  ['r', 'rel', 'release', 'rev', 'revision'],
]

/** Words that only say that a version is finished. */
const finished = new Set(['final', 'ga', 'rtm', 'rtw', 'gold', 'stable', 'lts', 'release', 'version', 'ver', 'v'])

/** The numbers with which a version begins decide before all that follows them: 2.0 SP1 is older than 2.0.1. */
function partsOf(version: string): { readonly numbers: readonly Step[]; readonly rest: readonly Step[] } {
  const { epoch, text } = spelledAlike(version)
  const steps: Step[] = [{ rank: ranks.number, within: epoch }]
  let [afterPlus, afterPreview] = [false, false]
  for (const { 0: token, index } of text.matchAll(/\d+|\p{L}+|[-+~]/gu)) {
    const around = { before: text.slice(0, index), after: text.slice(index + token.length), afterPlus, afterPreview }
    const step = /^\d/.test(token) ? numberStep(token) : wordStep(token, around)
    if (step !== null) steps.push(step)
    afterPlus ||= token === '+'
    afterPreview = step?.rank === ranks.preview || step?.rank === ranks.wordOfPreview
  }
  const words = steps.findIndex(({ rank }) => rank !== ranks.number && rank !== ranks.end)
  const numbers = words === -1 ? steps : steps.slice(0, words)
  return { numbers, rest: withoutIdleZeros(steps.slice(numbers.length)) }
}

interface Around {
  readonly before: string
  readonly after: string
  /** After a plus sign everything is an addition: `1.0+rc1` is Debian's word for what came after 1.0. */
  readonly afterPlus: boolean
  readonly afterPreview: boolean
}

/** Null for a word that says nothing about age. */
function wordStep(token: string, { before, after, afterPlus, afterPreview }: Around): Step | null {
  // A hyphen counts between numbers only, where it sets a revision apart: 1.10-1 is older than 1.10.1.
  if (token === '-') return /\d$/.test(before) && /^\d/.test(after) ? addition(token) : null
  if (afterPlus || token === '+') return addition(token)
  const numbered = token.length === 1 ? /^\d/.test(after) : /^[\s.#-]*\d/.test(after)
  const word = numbered ? fullWord(token) : token
  const isLetter = token.length === 1 && token !== '~' && !numbered && !before.endsWith('-')
  if (isLetter) return letters(token)
  const preview = previewOf(word)
  if (afterPreview && before.endsWith('.'))
    return { rank: ranks.wordOfPreview, within: preview === -1 ? word : String.fromCharCode(0x100 + preview) }
  if (preview !== -1) return { rank: ranks.preview, within: String.fromCharCode(0x100 + preview) }
  if (finished.has(word) && !numbered) return null
  if (namesPreview(word, after)) return null
  if (before.endsWith('-') && !additions.some((words) => words.includes(word)))
    return { rank: ranks.preview, within: word }
  return addition(word)
}

function previewOf(word: string): number {
  return previews.findIndex((words) => words.includes(word))
}

/** In `technical preview` and `public beta` the second word says it all. An addition stays one: SP beta comes after the version. */
function namesPreview(word: string, after: string): boolean {
  const next = /^[\s-]+(\p{L}+)/u.exec(after)?.[1] ?? ''
  return next !== '' && previewOf(next) !== -1 && !additions.some((words) => words.includes(word))
}

/** 1.0a1, 1.0b2 and 1.0c3 are Python's alpha, beta and candidate; 1.0a without a number is a letter of its own. */
function fullWord(token: string): string {
  return (
    new Map([
      ['a', 'alpha'],
      ['b', 'beta'],
      ['c', 'rc'],
    ]).get(token) ?? token
  )
}

function addition(word: string): Step {
  const place = additions.findIndex((words) => words.includes(word))
  return place === -1 ? letters(word) : { rank: ranks.addition, within: `${place + 1}` }
}

/** A letter of a revision comes by its length first, so that AA comes after Z. */
function letters(word: string): Step {
  return { rank: ranks.addition, within: `0${Math.min(word.length, 3)}${word}` }
}

function numberStep(digits: string): Step {
  const within = BigInt(digits)
  return within === 0n ? end : { rank: ranks.number, within }
}

/** 2.0-beta.0 is 2.0-beta: a zero counts only where a number follows it. */
function withoutIdleZeros(steps: readonly Step[]): Step[] {
  const kept: Step[] = []
  let zeros: Step[] = []
  for (const step of steps) {
    if (step.rank === ranks.end) zeros.push(step)
    else {
      kept.push(...(step.rank === ranks.number ? zeros : []), step)
      zeros = []
    }
  }
  return kept
}

function compareSteps(a: Step, b: Step): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  return a.within < b.within ? -1 : a.within > b.within ? 1 : 0
}
