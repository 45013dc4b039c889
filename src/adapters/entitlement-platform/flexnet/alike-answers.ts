import type { Answer } from './read-envelope.ts'

const answersAtMost = 50
/** Answers of more bytes than this are alike to no others, and too large to be held on to. */
export const alikeBytesAtMost = 2_048

/**
 * Reads the same bytes once: most products have no relations, and a hundred thousand answers say so in the same words.
 * What it gives was perhaps given before, so nobody may change it. To be asked about up to `alikeBytesAtMost` bytes.
 */
export function alikeAnswers(): (bytes: Buffer, read: () => Answer | null) => Answer | null {
  const known = new Map<string, Answer | null>()
  return (bytes, read) => {
    const text = bytes.toString('latin1')
    const before = known.get(text)
    if (before !== undefined) return before
    const answer = read()
    const [oldest] = known.keys()
    if (oldest !== undefined && known.size >= answersAtMost) known.delete(oldest)
    known.set(text, answer)
    return answer
  }
}
