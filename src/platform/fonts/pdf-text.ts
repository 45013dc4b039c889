import LineBreaker from 'linebreak'
import { fontRuns } from './font-runs.ts'
import { type FontSet, shippedFiles } from './font-set.ts'
import { codePointsOf } from './scripts.ts'
import { type Paragraph, paragraphOf, type VisualRun } from './visual-runs.ts'

export interface TextStyle {
  readonly size: number
  readonly bold: boolean
  readonly align: 'left' | 'right'
  readonly width: number
}

type Doc = PDFKit.PDFDocument

// Scripts that are read from the right, and those whose letters change places or shape by their neighbours.
const needsShaping =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/**
 * Letters that no font has are written as their numbers in brackets: a box says nothing, and a letter that is left out is
 * not missed.
 */
export function withoutMissing(text: string, fonts: FontSet): string {
  const clean = text.normalize('NFC')
  return fontRuns(clean, fonts, false)
    .map(({ text: piece, face }) => (face === null ? `[${codePointsOf(piece)}]` : piece))
    .join('')
}

/** Whether pdfkit's own layout is enough: one font, from the left. */
export function isPlain(text: string, fonts: FontSet): boolean {
  const [house] = fonts.faces()
  if (needsShaping.test(text)) return false
  return house === undefined || fontRuns(text, { ...fonts, faces: () => [house] }, false).every(({ face }) => face)
}

/** Sets a text that is not plain at a place, and gives the height that it takes; draws nothing where `at` is null. */
export function setText(
  doc: Doc,
  text: string,
  { fonts, style, at }: { fonts: FontSet; style: TextStyle; at: { x: number; y: number } | null },
): number {
  const house = style.bold ? 'bold' : 'regular'
  const lineHeight = doc.font(house).fontSize(style.size).currentLineHeight(true) + style.size * 0.25
  const baseline = (ascentOf(doc) / 1000) * style.size
  let used = 0
  for (const paragraph of text.split('\n').map((line) => paragraphOf(line, fonts, style.bold)))
    for (const [start, end] of linesOf(doc, paragraph, style)) {
      if (at) drawLine(doc, paragraph.line(start, end), { style, x: at.x, baseline: at.y + used + baseline })
      used += lineHeight
    }
  doc.font(house).fontSize(style.size)
  return used
}

function ascentOf(doc: Doc): number {
  const font: unknown = Reflect.get(doc, '_font')
  const ascender: unknown = typeof font === 'object' && font !== null ? Reflect.get(font, 'ascender') : undefined
  return typeof ascender === 'number' ? ascender : 928
}

/** Start and end of each line: filled up to its width, cut within a word only where a word is wider than a line. */
function linesOf(doc: Doc, paragraph: Paragraph, style: TextStyle): [number, number][] {
  const { text } = paragraph
  const lines: [number, number][] = []
  const fits = (start: number, end: number) =>
    widthOf(doc, paragraph.line(start, endWithoutBlanks(text, start, end)), style) <= style.width
  let start = 0
  let good = 0
  for (const place of breaksOf(text)) {
    if (fits(start, place)) {
      good = place
      continue
    }
    if (good > start) {
      lines.push([start, endWithoutBlanks(text, start, good)])
      start = good
    }
    while (!fits(start, place)) {
      let end = start
      for (const { segment, index } of graphemes.segment(text.slice(start, place)))
        if (end === start || fits(start, start + index + segment.length)) end = start + index + segment.length
        else break
      if (end >= place) break
      lines.push([start, end])
      start = end
    }
    good = place
  }
  lines.push([start, endWithoutBlanks(text, start, text.length)])
  return lines
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function breaksOf(text: string): number[] {
  const breaker = new LineBreaker(text)
  const places: number[] = []
  for (let found = breaker.nextBreak(); found !== null; found = breaker.nextBreak()) places.push(found.position)
  return places.length > 0 ? places : [text.length]
}

function endWithoutBlanks(text: string, start: number, end: number): number {
  let last = end
  while (last > start && text[last - 1] === ' ') last -= 1
  return last
}

function widthOf(doc: Doc, runs: readonly VisualRun[], style: TextStyle): number {
  return runs.reduce((sum, run) => sum + widthOfRun(doc, run, style), 0)
}

// As the font lays out the whole run: word by word, pdfkit would put the words of Arabic in the order of writing.
const wholeRun = { features: [] satisfies PDFKit.Mixins.OpenTypeFeatures[] }

function widthOfRun(doc: Doc, run: VisualRun, { size }: TextStyle): number {
  useFace(doc, run)
  return doc.fontSize(size).widthOfString(drawnBy(run), wholeRun)
}

function drawLine(
  doc: Doc,
  runs: readonly VisualRun[],
  { style, x, baseline }: { style: TextStyle; x: number; baseline: number },
): void {
  let from = style.align === 'right' ? x + style.width - widthOf(doc, runs, style) : x
  for (const run of runs) {
    const width = widthOfRun(doc, run, style)
    if (isReadOtherwise(run)) drawAs(doc, run, { from, baseline, size: style.size })
    else doc.text(drawnBy(run), from, baseline, { ...wholeRun, lineBreak: false, baseline: 'alphabetic' })
    from += width
  }
}

// Their letters change places or melt together, so that the signs of the file in their order are not the text.
const rearranged =
  /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u

function isReadOtherwise({ drawn, text }: VisualRun): boolean {
  return drawn !== text || rearranged.test(text)
}

interface PdfFont {
  readonly id: string
  readonly ref: () => unknown
  readonly encode: (
    text: string,
    features: readonly string[],
  ) => [string[], { xAdvance: number; xOffset: number; yOffset: number }[]]
}

/**
 * Draws a run and says beside it which text it stands for. By hand, because the text counts where the drawing state is
 * that of the signs, and pdfkit has left it by the time that the mark can be closed. @see ISO 32000-2 14.9.4
 */
function drawAs(doc: Doc, run: VisualRun, at: { from: number; baseline: number; size: number }): void {
  useFace(doc, run)
  const font: PdfFont = Reflect.get(doc, '_font')
  const fonts: Record<string, unknown> = Reflect.get(doc.page, 'fonts')
  fonts[font.id] ??= font.ref()
  const [signs, places] = font.encode(drawnBy(run), [])
  const scale = at.size / 1000
  const number = (value: number) => String(Math.round(value * 1000) / 1000)
  doc.save().transform(1, 0, 0, -1, 0, doc.page.height)
  doc.markContent('Span', { actual: run.text })
  doc.addContent(`BT /${font.id} ${number(at.size)} Tf 0 Tr`)
  let x = at.from
  for (const [index, sign] of signs.entries()) {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = places[index] ?? {}
    const y = doc.page.height - at.baseline + yOffset * scale
    doc.addContent(`1 0 0 1 ${number(x + xOffset * scale)} ${number(y)} Tm <${sign}> Tj`)
    x += xAdvance * scale
  }
  doc.addContent('ET')
  doc.endMarkedContent().restore()
}

const strong = /[\p{L}\p{N}]/u

/** The font turns a run round when its letters are read from the right; one of signs alone is turned here. */
function drawnBy({ drawn, isRightToLeft }: VisualRun): string {
  return isRightToLeft && !strong.test(drawn) ? [...drawn].reverse().join('') : drawn
}

function useFace(doc: Doc, { face }: VisualRun): void {
  if (face.path === shippedFiles.regular) doc.font('regular')
  else if (face.path === shippedFiles.bold) doc.font('bold')
  else if (face.name === null) doc.font(face.path)
  else doc.font(face.path, face.name)
}
