import { readFileSync } from 'node:fs'
import { missingIn } from '../fonts/font-runs.ts'
import { type FontSet, ownFonts, shippedFiles } from '../fonts/font-set.ts'
import { isPlain, setText, withoutMissing } from '../fonts/pdf-text.ts'
import { codePointsOf, scriptsIn } from '../fonts/scripts.ts'
import { type Brand, brandInk } from '../http/pages/brand.ts'
import type { Log } from '../log/log.ts'
import { type Mark, markOf } from './page-mark.ts'

// Shipped with the program, because the fonts that every PDF reader has know Western European letters only.
const { regular, bold } = shippedFiles

export const ink = '#1c2530'
export const quiet = '#5a6472'
const hairline = '#d5dbe3'

/** A4 in points. */
export const left = 56
const right = 539
const top = 56
const footTop = 788
/** Printers leave about so much of the lower edge white. */
const lowest = 828

/** A file on A4 in the house's type. The same drawing with the same facts gives the same bytes. */
export async function renderPage(
  facts: {
    readonly title: string
    readonly reference: string
    readonly on: Date
    readonly brand: Brand
    readonly press?: Press | undefined
  },
  draw: (pen: Pen) => void,
): Promise<Buffer> {
  // Loaded when the first file is asked for: pdfkit and its fonts take longer to load than the store to start.
  const { default: PdfDocument } = await import('pdfkit')
  const doc = new PdfDocument({
    size: 'A4',
    margin: 0,
    font: regular,
    lang: 'en',
    displayTitle: true,
    // Read aloud in the order of writing, each text by what it is.
    tagged: true,
    pdfVersion: '1.5',
    bufferPages: true,
    info: {
      Title: facts.title,
      Author: facts.brand.name,
      CreationDate: facts.on,
    },
  })
  doc.registerFont('regular', readFileSync(regular)).registerFont('bold', readFileSync(bold))
  const parts: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
  })
  const root = doc.struct('Document')
  doc.addStructure(root)
  const mark = facts.brand.logo ? await markOf(facts.brand.logo) : null
  const given = { doc, y: top, fonts: facts.press?.fonts ?? ownFonts, missing: new Set<string>(), within: root, mark }
  const foot = footOf({ ...given, bottom: 0 }, facts.brand)
  const pen: Pen = { ...given, bottom: foot.top - 26 }
  draw(pen)
  const scripts = drawMissing(pen)
  if (scripts.length > 0)
    facts.press?.log.warn({ page: facts.reference, scripts }, 'no font has every letter of a paper; set FONT_DIR')
  root.end()
  drawFeet(pen, facts.reference, foot)
  doc.end()
  return whole
}

/** What a paper is printed with, and where it is told what that does not have. */
export interface Press {
  readonly fonts: FontSet
  readonly log: Log
}

export interface Pen {
  readonly doc: PDFKit.PDFDocument
  y: number
  readonly fonts: FontSet
  /** Letters of the paper that no font has. */
  readonly missing: Set<string>
  /** What is written stays above it; below is who sells. */
  readonly bottom: number
  /** The seller's logo; null where it has none that can be printed. */
  readonly mark: Mark | null
  /** The part of the paper that what is written belongs to; null for what is on every page. */
  readonly within: PDFKit.PDFStructureElement | null
}
export interface Place {
  readonly x: number
  readonly width: number
}
interface Type {
  readonly size: number
  readonly font?: 'regular' | 'bold'
  readonly colour?: string
  readonly align?: 'left' | 'right'
  /** What it is to who has the paper read aloud; a paragraph unless given. */
  readonly tag?: 'H1' | 'H2' | 'TH' | 'TD' | 'LI'
}

/** Writes at the pen without moving it; gives the height that was used. */
export function write(pen: Pen, text: string, place: Place, type: Type): number {
  let height = 0
  const draw = () => {
    height = writeUntagged(pen, text, place, type)
  }
  if (pen.within) pen.within.add(pen.doc.struct(type.tag ?? 'P', {}, draw))
  else draw()
  return height
}

/** What is drawn for the eye alone. */
function decorate({ doc }: Pen, draw: () => unknown): void {
  doc.markContent('Artifact')
  draw()
  doc.endMarkedContent()
}

function writeUntagged(pen: Pen, text: string, place: Place, type: Type): number {
  const { doc, y, fonts } = pen
  const written = writable(pen, text)
  const align = type.align ?? 'left'
  doc.fillColor(type.colour ?? ink)
  if (!isPlain(written, fonts)) {
    const style = { size: type.size, bold: type.font === 'bold', align, width: place.width }
    return setText(doc, written, { fonts, style, at: { x: place.x, y } })
  }
  const options = { width: place.width, align, lineGap: type.size * 0.25 } as const
  doc.font(type.font ?? 'regular').fontSize(type.size)
  const height = doc.heightOfString(written, options)
  doc.text(written, place.x, y, options)
  return height
}

/** The height that a text would use. */
export function heightOf(pen: Pen, text: string, width: number, { size, font = 'regular' }: Type): number {
  const { doc, fonts } = pen
  const written = writable(pen, text)
  if (!isPlain(written, fonts))
    return setText(doc, written, { fonts, style: { size, bold: font === 'bold', align: 'left', width }, at: null })
  return doc
    .font(font)
    .fontSize(size)
    .heightOfString(written, { width, lineGap: size * 0.25 })
}

function writable({ fonts, missing }: Pen, text: string): string {
  const composed = text.normalize('NFC')
  const letters = missingIn(composed, fonts)
  if (letters === '') return composed
  for (const letter of letters) missing.add(letter)
  return withoutMissing(composed, fonts)
}

/** Who reads the paper has to know that it does not have every letter, and who runs the store how that is mended. */
function drawMissing(pen: Pen): readonly string[] {
  const [first] = pen.missing
  if (first === undefined) return []
  const scripts = scriptsIn([...pen.missing].join(''))
  breakPage(pen, 60)
  pen.y += 16
  pen.y += write(pen, 'Letters that could not be printed', wide, { size: 9.5, font: 'bold' }) + 2
  const words = `The seller has no font for: ${scripts.join(', ')}. Those letters stand above as their Unicode numbers in brackets, such as [${codePointsOf(first)}]. The seller's record has them as they were written.`
  pen.y += write(pen, words, wide, { size: 9.5 })
  return scripts
}

export function rule(pen: Pen, colour = hairline, thickness = 0.75, from = left): void {
  const { doc, y } = pen
  decorate(pen, () => doc.moveTo(from, y).lineTo(right, y).lineWidth(thickness).strokeColor(colour).stroke())
}

export const wide: Place = { x: left, width: right - left }

/** The brand at the left, what kind of paper it is at the right, then its name and a sentence. */
export function drawHead(
  pen: Pen,
  head: { readonly kind: string; readonly name: string; readonly sentence: string },
  brand: Brand,
): void {
  const { doc, mark } = pen
  decorate(pen, () => {
    if (mark !== null) return doc.image(mark.bytes, left, pen.y, { width: mark.width, height: mark.height })
    doc.circle(left + 9, pen.y + 9, 9).fill(brand.colour)
    return doc.circle(left + 9, pen.y + 9, 3.2).fill('#ffffff')
  })
  pen.y += 2
  write(pen, brand.name, { x: left + (mark?.width ?? 18) + 10, width: 300 }, { size: 11, font: 'bold' })
  write(pen, head.kind, wide, { size: 11, colour: quiet, align: 'right' })
  pen.y += 48
  pen.y += write(pen, head.name, wide, { size: 20, font: 'bold', tag: 'H1' })
  pen.y += write(pen, head.sentence, wide, { size: 10, colour: quiet })
  pen.y += 22
}

/** Who has to do with it, three in a row. */
export function drawParties(pen: Pen, parties: readonly (readonly [title: string, text: string])[]): void {
  const width = (right - left) / 3
  let start = pen.y
  let end = start
  for (const [index, [title, text]] of parties.entries()) {
    if (index > 0 && index % 3 === 0) start = end + 14
    const place = { x: left + (index % 3) * width, width: width - 16 }
    pen.y = start
    pen.y += write(pen, title, place, { size: 8, colour: quiet, tag: 'H2' }) + 2
    pen.y += write(pen, text, place, { size: 9.5 })
    end = Math.max(end, pen.y)
  }
  pen.y = end + 26
}

/** An address that can be clicked. */
export function drawLink(pen: Pen, address: string, brand: Brand): void {
  const start = pen.y
  pen.y += write(pen, address, wide, { size: 9.5, colour: brandInk(brand) })
  pen.doc.link(left, start, right - left, pen.y - start, address)
}

/** Goes on to another page when what follows would not fit on this one. */
export function breakPage(pen: Pen, needed: number, afterwards: () => void = () => {}): void {
  if (pen.y + needed <= pen.bottom) return
  pen.doc.addPage()
  pen.y = top
  afterwards()
}

interface Foot {
  readonly top: number
  readonly lines: readonly string[]
}
const footPlace: Place = { x: left, width: 320 }
const footType = { size: 8, colour: quiet } as const

/** Who sells and where money is sent. The more there is of it, the higher it begins. */
function footOf(pen: Pen, { legalSeller, helpAddress, registration, bankAccount, footer }: Brand): Foot {
  const said = [`${legalSeller} Questions: ${helpAddress}`, registration, bankAccount, footer]
  const lines = said.filter((text) => text !== null)
  const height = lines.reduce((sum, text) => sum + heightOf(pen, text, footPlace.width, footType), 8)
  return { top: Math.min(footTop, lowest - height), lines }
}

/** Last, because only then it is known how many pages there are. */
function drawFeet(page: Pen, reference: string, { top: start, lines }: Foot): void {
  const { doc } = page
  const { count } = doc.bufferedPageRange()
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(index)
    const pen = { ...page, y: start, within: null }
    rule(pen)
    pen.y += 8
    const where = `${reference}, page ${index + 1} of ${count}`
    decorate(pen, () => {
      write(pen, where, { x: 376, width: right - 376 }, { ...footType, align: 'right' })
      for (const text of lines) pen.y += write(pen, text, footPlace, footType)
    })
  }
}
