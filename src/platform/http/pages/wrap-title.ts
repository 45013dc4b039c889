/** A title set in lines, with the height of its type; both in the units of the drawing. */
interface SetTitle {
  readonly size: number
  readonly lines: readonly string[]
}

/** Of bold type, in parts of its height: an average letter of the Latin alphabet, a capital, and a letter as wide as it is tall. */
const widths = { letter: 0.58, capital: 0.72, square: 1.02 }

/**
 * The whole title within a box: in the largest type that fits, in lines that break between words, and within a word only
 * when the word alone is wider than the box. Null when it fits in none of the sizes; it is never cut.
 */
export function wrapTitle(
  title: string,
  box: { readonly width: number; readonly height: number; readonly sizes: readonly number[] },
): SetTitle | null {
  for (const size of box.sizes) {
    const most = Math.floor(box.height / (size * 1.2))
    const isLast = size === box.sizes.at(-1)
    // Words are broken only where no smaller type would keep them whole.
    const lines = linesOf(title, box.width / size, isLast)
    if (lines !== null && lines.length <= most) return { size, lines }
  }
  return null
}

function linesOf(title: string, width: number, mayBreakWords: boolean): string[] | null {
  const lines: string[] = []
  let line = ''
  for (const word of title.trim().split(/\s+/u)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    if (widthOf(word) <= width) continue
    if (!mayBreakWords && !isWithoutSpaces(word)) return null
    const pieces = broken(word, width)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return line === '' ? lines : [...lines, line]
}

function broken(word: string, width: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && widthOf(piece + segment) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  return piece === '' ? pieces : [...pieces, piece]
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const square = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u

/** Scripts that are set without spaces between words, so that a line may break anywhere. */
const isWithoutSpaces = (word: string) => square.test(word)

function widthOf(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text))
    width += square.test(segment) ? widths.square : /[\p{Lu}MWmw@%&]/u.test(segment) ? widths.capital : widths.letter
  return width
}
