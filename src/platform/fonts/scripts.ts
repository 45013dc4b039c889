import type { FontSet } from './font-set.ts'

/** Scripts that people's names and addresses are written in, each with letters that a font for it has. */
const scripts: readonly (readonly [name: string, letters: string])[] = [
  ['Latin', 'aZßőŁ'],
  ['Greek', 'αΩ'],
  ['Cyrillic', 'яЖ'],
  ['Arabic', 'عربي'],
  ['Hebrew', 'שלום'],
  ['Armenian', 'ա'],
  ['Georgian', 'ა'],
  ['Thai', 'ไทย'],
  ['Devanagari', 'हिन्दी'],
  ['Bengali', 'বাংলা'],
  ['Tamil', 'தமிழ்'],
  ['Han (Chinese)', '中国漢字'],
  ['Kana (Japanese)', 'あア取扱'],
  ['Hangul (Korean)', '한국어'],
]

/** Which scripts can be printed, and which cannot. */
export function coveredScripts(fonts: FontSet): { readonly covered: string[]; readonly missing: string[] } {
  const faces = fonts.faces()
  const isCovered = (letters: string) =>
    faces.some((face) => [...letters].every((letter) => face.has(letter.codePointAt(0) ?? 0)))
  const named = scripts.map(([name, letters]) => ({ name, covered: isCovered(letters) }))
  return {
    covered: named.filter(({ covered }) => covered).map(({ name }) => name),
    missing: named.filter(({ covered }) => !covered).map(({ name }) => name),
  }
}

const scriptNames = [
  ...([
    'Han',
    'Hiragana',
    'Katakana',
    'Hangul',
    'Thai',
    'Devanagari',
    'Bengali',
    'Tamil',
    'Telugu',
    'Gujarati',
  ] as const),
  ...([
    'Arabic',
    'Hebrew',
    'Armenian',
    'Georgian',
    'Ethiopic',
    'Khmer',
    'Lao',
    'Myanmar',
    'Sinhala',
    'Kannada',
  ] as const),
  ...(['Malayalam', 'Gurmukhi', 'Tibetan', 'Greek', 'Cyrillic', 'Latin'] as const),
] as const
const scriptOf = scriptNames.map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const)

/** The scripts that letters belong to, as people name them; `other signs` for what belongs to none. */
export function scriptsIn(letters: string): string[] {
  const found = [...letters].map((letter) => scriptOf.find(([, is]) => is.test(letter))?.[0] ?? 'other signs')
  return [...new Set(found)]
}

/** Letters as the numbers that Unicode gives them: `U+53D6 U+6271`. */
export function codePointsOf(letters: string): string {
  return [...letters]
    .map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')
}
