import { createRequire } from 'node:module'
import type { Bidi, EmbeddingLevels } from 'bidi-js'
import { fontRuns } from './font-runs.ts'
import type { Face, FontSet } from './font-set.ts'

// Its types speak of a module of the new kind, and Node finds one of the old.
const bidiFactory: () => Bidi = createRequire(import.meta.url)('bidi-js')
const bidi = bidiFactory()

/** A piece of a line that one font draws in one direction. */
export interface VisualRun {
  /** As it is handed to the font: in the order of reading, signs that have a left and a right turned where need be. */
  readonly drawn: string
  /** As it was written. */
  readonly text: string
  readonly face: Face
  readonly isRightToLeft: boolean
}

/** A paragraph that is ready to be cut into lines. */
export interface Paragraph {
  readonly text: string
  /** The pieces of a line from left to right. @see UAX 9 */
  readonly line: (start: number, end: number) => readonly VisualRun[]
}

/** Every letter of the text has a font. */
export function paragraphOf(text: string, fonts: FontSet, bold: boolean): Paragraph {
  const faces: Face[] = []
  for (const { text: piece, face } of fontRuns(text, fonts, bold)) {
    if (face === null) throw new Error('a letter without a font is written as its number before')
    for (let at = 0; at < piece.length; at += 1) faces.push(face)
  }
  const embedding = bidi.getEmbeddingLevels(text)
  const mirrored = bidi.getMirroredCharactersMap(text, embedding.levels)
  return { text, line: (start, end) => runsOf({ text, faces, embedding, mirrored }, start, end) }
}

interface Analysed {
  readonly text: string
  readonly faces: readonly Face[]
  readonly embedding: EmbeddingLevels
  readonly mirrored: ReadonlyMap<number, string>
}

function runsOf({ text, faces, embedding, mirrored }: Analysed, start: number, end: number): VisualRun[] {
  const runs: (VisualRun & { readonly level: number })[] = []
  for (let from = start; from < end; ) {
    const face = faces[from]
    const level = embedding.levels[from] ?? 0
    let to = from + 1
    // A turned sign is a piece of its own: it is drawn as one sign and read as another.
    while (
      to < end &&
      faces[to] === face &&
      (embedding.levels[to] ?? 0) === level &&
      !mirrored.has(from) &&
      !mirrored.has(to)
    )
      to += 1
    const piece = text.slice(from, to)
    if (face)
      runs.push({ drawn: mirrored.get(from) ?? piece, text: piece, face, level, isRightToLeft: level % 2 === 1 })
    from = to
  }
  return inVisualOrder(runs)
}

/** From the highest level down to the lowest odd one, what stands together at a level or above it is turned round. */
function inVisualOrder<Run extends { readonly level: number }>(runs: readonly Run[]): Run[] {
  const ordered = [...runs]
  const highest = Math.max(0, ...runs.map(({ level }) => level))
  for (let level = highest; level >= 1; level -= 1)
    for (let from = 0; from < ordered.length; from += 1) {
      let to = from
      while (to < ordered.length && (ordered[to]?.level ?? 0) >= level) to += 1
      if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse())
      from = Math.max(from, to)
    }
  return ordered
}
