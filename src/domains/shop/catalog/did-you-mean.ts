import type { Item } from './item.ts'
import { wordsOf } from './match-text.ts'

/**
 * What somebody may have meant: each typed word as the nearest word of the items that were found. Only what the viewer may
 * see can be among them. Null when that is what was typed, or nothing is near.
 */
export function didYouMean(
  q: string,
  found: readonly Pick<Item, 'title' | 'partNumber' | 'productName'>[],
): string | null {
  const known = new Set(
    found.flatMap(({ title, partNumber, productName }) =>
      wordsOf(`${title} ${partNumber} ${productName ?? ''}`.toLowerCase()),
    ),
  )
  const typed = wordsOf(q.toLowerCase())
  const meant = typed.map((word) => nearest(word, known))
  return meant.includes(null) || meant.join(' ') === typed.join(' ') ? null : meant.join(' ')
}

function nearest(word: string, known: ReadonlySet<string>): string | null {
  let best: string | null = null
  let most = 0
  for (const candidate of known) {
    if (candidate.startsWith(word)) return word
    const likeness = likenessOf(word, candidate)
    if (likeness > most) [best, most] = [candidate, likeness]
  }
  return most >= nearEnough ? best : null
}

const nearEnough = 0.3

/** Shared trigrams of all trigrams, as PostgreSQL counts them; a swap of two letters counts as near in a short word. */
function likenessOf(a: string, b: string): number {
  const [left, right] = [trigramsOf(a), trigramsOf(b)]
  const shared = [...left].filter((trigram) => right.has(trigram)).length
  const isSwapped = a.length === b.length && [...a].sort().join('') === [...b].sort().join('')
  return Math.max(shared / (left.size + right.size - shared), isSwapped ? nearEnough : 0)
}

function trigramsOf(word: string): Set<string> {
  const padded = `  ${word} `
  return new Set(Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3)))
}
