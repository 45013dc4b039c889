import { type SQL, sql } from 'drizzle-orm'
import { items, joiningCharacters, similarText } from './tables.ts'

/** `all`: nothing was typed. `words`: what was typed is there. `alike`: only something like it is. */
export type Match = 'all' | 'words' | 'alike'

export interface TextMatch {
  readonly match: Match
  readonly condition: SQL | undefined
  /** A whole number of the row alone, so that a page can go on after it. */
  readonly score: SQL<number>
}

/** How alike a text has to be that is none of the words, of 1. The same in the function `items_like`. */
const alikeEnough = 0.4
/** Two or three letters are like everything. */
const lettersToBeAlike = 4
// From description to title; a word in the title is worth twenty of those in the description.
const weights = '{0.05, 0.2, 0.5, 1.0}'

/** Null when something was typed, but nothing that can be looked for: nothing is found. */
export function textMatch(q: string | undefined, wanted: Exclude<Match, 'all'>): TextMatch | null {
  const typed = q?.trim().toLowerCase() ?? ''
  if (typed === '') return { match: 'all', condition: undefined, score: sql<number>`0` }
  const words = wordsOf(typed)
  if (words.length === 0) return null
  if (wanted === 'words') return wordMatch(typed, words)
  return words.some((word) => [...word].length >= lettersToBeAlike) ? alikeMatch(words.join(' ')) : null
}

export function wordsOf(text: string): string[] {
  const spaced = [...text].map((character) => (joiningCharacters.includes(character) ? ' ' : character)).join('')
  return spaced.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
}

/** Every word, from its beginning. The part number itself first, then what begins with what was typed, then by weight. */
function wordMatch(typed: string, words: readonly string[]): TextMatch {
  const query = sql`to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(' & ')})`
  const begins = (text: SQL) => sql`left(lower(${text}), length(${typed}::text)) = ${typed}::text`
  return {
    match: 'words',
    condition: sql`${items.search} @@ ${query}`,
    score: sql<number>`(case when lower(${items.partNumber}) = ${typed}::text then 3000000
      when ${begins(sql`${items.partNumber}`)} then 2000000
      when ${begins(sql`${items.title}`)} then 1000000 else 0 end
      + least(999999, round(ts_rank(${weights}, ${items.search}, ${query}) * 100000)))::int`,
  }
}

function alikeMatch(typed: string): TextMatch {
  const likeness = sql`word_similarity(${typed}, ${sql.raw(similarText)})`
  return {
    match: 'alike',
    // The first for what is open to all, from an index; the second for what rights open, which is little.
    condition: sql`(${items.requiresAnyOf} = '{}' and ${items.partNumber} in (select alike.part_number from items_like(${typed}) alike)
      or ${items.requiresAnyOf} <> '{}' and ${likeness} >= ${alikeEnough})`,
    score: sql<number>`round(${likeness} * 100000)::int`,
  }
}
