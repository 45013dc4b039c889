import type { Face, FontSet } from './font-set.ts'

/** A piece of a text with the face that has all its letters, or null where no font has them. */
export interface FontRun {
  readonly text: string
  readonly face: Face | null
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
// Signs that draw nothing of their own: direction, joining, forms of letters.
const drawsNothing = /[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Variation_Selector}]/u

/**
 * Splits a text at the places where another font has to go on. A letter and its marks stay together. A font that has every
 * foreign letter of the text is taken for all of them, so that Japanese is not written in two hands.
 */
export function fontRuns(text: string, fonts: FontSet, bold: boolean): FontRun[] {
  const faces = [...fonts.faces()].sort((a, b) => Number(b.isBold === bold) - Number(a.isBold === bold))
  const house = faces.slice(0, 1)
  const clusters = [...graphemes.segment(text)].map(({ segment }) => segment)
  const foreign = clusters.filter((cluster) => !house.some((face) => hasAll(face, cluster)))
  const whole = faces.find((face) => foreign.every((cluster) => hasAll(face, cluster)))
  const asked = whole ? [...house, whole, ...faces] : faces
  const runs: FontRun[] = []
  for (const cluster of clusters) {
    const face = asked.find((each) => hasAll(each, cluster)) ?? null
    const last = runs.at(-1)
    if (last && last.face === face) runs[runs.length - 1] = { text: last.text + cluster, face }
    else runs.push({ text: cluster, face })
  }
  return runs
}

/** The letters of a text that no font has. */
export function missingIn(text: string, fonts: FontSet): string {
  return fontRuns(text, fonts, false)
    .flatMap(({ text: letters, face }) => (face === null ? [letters] : []))
    .join('')
}

function hasAll(face: Face, cluster: string): boolean {
  for (const letter of cluster) if (!drawsNothing.test(letter) && !face.has(letter.codePointAt(0) ?? 0)) return false
  return true
}
