import { Resvg } from '@resvg/resvg-js'
import { type FontSet, ownFonts } from '../../platform/fonts/font-set.ts'
import { labelFonts } from './fonts.ts'

export type Face = 'regular' | 'bold' | 'mono'

export interface Room {
  readonly face: Face
  /** Millimetres. */
  readonly width: number
  readonly largest: number
  readonly smallest: number
  readonly lines: number
  /** Where a line may end; after a blank unless told. */
  readonly breakAfter?: RegExp
  /** Those of the program unless told. */
  readonly fonts?: FontSet
}

export interface FittedText {
  readonly size: number
  readonly lines: readonly string[]
}

/**
 * The largest size at which the text fits its room, broken into as few lines as keep that size up. Text that does
 * not fit at the smallest size is cut with an ellipsis.
 */
export function fitText(text: string, room: Room): FittedText {
  const words = text.split(room.breakAfter ?? /(?<= )/).filter((word) => word !== '')
  if (words.length === 0) return { size: room.smallest, lines: [] }
  let best: FittedText = { size: 0, lines: [] }
  for (let count = 1; count <= Math.min(room.lines, words.length); count++) {
    const lines = balanced(words, count, room)
    const widest = Math.max(...lines.map((line) => widthOf(line, room.face, room.fonts)))
    const size = Math.min(room.largest / (1 + (count - 1) * 0.6), room.width / widest)
    // A second line must win clearly, else one calm line is better.
    if (size > best.size * 1.15) best = { size, lines }
  }
  if (best.size >= room.smallest) return { size: rounded(best.size), lines: best.lines }
  const lines = cut(text, room)
  return { size: room.smallest, lines }
}

/** Width in millimetres at size 1, without kerning, which would only make it narrower. */
export function widthOf(text: string, face: Face, fonts: FontSet = ownFonts): number {
  // Letters that join are narrower or wider together than alone.
  if (joins.test(text)) return drawnWidth(text, face, fonts)
  let width = 0
  for (const character of text) width += advanceOf(character, face, fonts)
  return width
}

const joins =
  /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{M}]/u

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const advances = new WeakMap<FontSet, Map<string, number>>()

// Measured by the renderer itself, once for each character: between two letters that kern with none, because it
// ignores outer blanks.
function advanceOf(character: string, face: Face, fonts: FontSet): number {
  const measured = advances.get(fonts) ?? new Map<string, number>()
  advances.set(fonts, measured)
  const key = `${face} ${character}`
  const known = measured.get(key)
  if (known !== undefined) return known
  const advance = drawnWidth(`H${character}H`, face, fonts) - drawnWidth('HH', face, fonts)
  measured.set(key, advance)
  return advance
}

function drawnWidth(text: string, face: Face, fonts: FontSet): number {
  const family = face === 'mono' ? 'DejaVu Sans Mono' : 'DejaVu Sans'
  const weight = face === 'bold' ? 'bold' : 'normal'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="200"><text x="0" y="100" font-size="100" font-family="${family}" font-weight="${weight}">${escapeXml(text)}</text></svg>`
  return (new Resvg(svg, { font: labelFonts(text, fonts) }).getBBox()?.width ?? 0) / 100
}

/** Breaks into `count` lines of which the widest is as narrow as can be. */
function balanced(words: readonly string[], count: number, room: Pick<Room, 'face' | 'fonts'>): string[] {
  if (count === 1) return [words.join('').trim()]
  let best: string[] = []
  let bestWidth = Number.POSITIVE_INFINITY
  for (let first = 1; first <= words.length - count + 1; first++) {
    const lines = [words.slice(0, first).join('').trim(), ...balanced(words.slice(first), count - 1, room)]
    const width = Math.max(...lines.map((line) => widthOf(line, room.face, room.fonts)))
    if (width < bestWidth) {
      best = lines
      bestWidth = width
    }
  }
  return best
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Cuts between what people take for letters: half an emoji is another one, and a vowel sign without its letter is none. */
function cut(text: string, { face, width, smallest, lines: count, fonts }: Room): string[] {
  const lines: string[] = []
  let rest = [...graphemes.segment(text)].map(({ segment }) => segment)
  while (rest.length > 0 && lines.length < count) {
    const last = lines.length === count - 1
    const upTo = (length: number) => rest.slice(0, length).join('')
    let length = rest.length
    while (length > 1 && widthOf(upTo(length) + (last ? '…' : ''), face, fonts) * smallest > width) length--
    const whole = length === rest.length
    lines.push(whole ? upTo(length) : upTo(length).trimEnd() + (last ? '…' : ''))
    rest = rest.slice(length)
    while (rest[0]?.trim() === '') rest = rest.slice(1)
  }
  return lines
}

function rounded(size: number): number {
  return Math.floor(size * 100) / 100
}
