import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Brand } from '../../platform/http/brand.ts'
import { viewHelpers } from '../../platform/http/view-helpers.ts'
import type { Receipt } from './receipt.ts'

// Shipped with the program, because the fonts that every PDF reader has know Western European letters only.
const fontFolder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
const regular = join(fontFolder, 'DejaVuSans.ttf')
const bold = join(fontFolder, 'DejaVuSans-Bold.ttf')

const ink = '#1c2530'
const quiet = '#5a6472'
const hairline = '#d5dbe3'

/** A4 in points, with room at the foot for the seller and the page number. */
const left = 56
const right = 539
const top = 56
const bottom = 762
const columns = {
  quantity: { x: left, width: 38 },
  item: { x: left + 50, width: 254 },
  unit: { x: 366, width: 82 },
  net: { x: 454, width: 85 },
} as const

/**
 * The receipt on A4, with what happens to each line now. The same facts give the same bytes: the only date inside the
 * file is the order's.
 */
export async function renderReceiptPdf(
  receipt: Receipt,
  progress: ReadonlyMap<number, string>,
  brand: Brand,
): Promise<Buffer> {
  // Loaded when the first receipt is asked for: pdfkit and its fonts take longer to load than the store to start.
  const { default: PdfDocument } = await import('pdfkit')
  const doc = new PdfDocument({
    size: 'A4',
    margin: 0,
    font: regular,
    lang: 'en',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: `Receipt for order ${receipt.orderNumber}`,
      Author: brand.name,
      CreationDate: receipt.placedAt,
    },
  })
  doc.registerFont('regular', readFileSync(regular)).registerFont('bold', readFileSync(bold))
  const parts: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
  })
  const pen: Pen = { doc, y: top }
  drawHead(pen, receipt, brand)
  drawParties(pen, receipt)
  drawLines(pen, receipt, progress)
  drawTotals(pen, receipt)
  drawWayOn(pen, receipt, brand)
  drawFeet(pen, receipt, brand)
  doc.end()
  return whole
}

interface Pen {
  readonly doc: PDFKit.PDFDocument
  y: number
}
interface Place {
  readonly x: number
  readonly width: number
}
interface Type {
  readonly size: number
  readonly font?: 'regular' | 'bold'
  readonly colour?: string
  readonly align?: 'left' | 'right'
}

/** Writes at the pen without moving it; gives the height that was used. */
function write({ doc, y }: Pen, text: string, place: Place, type: Type): number {
  const options = { width: place.width, align: type.align ?? 'left', lineGap: type.size * 0.25 } as const
  doc.font(type.font ?? 'regular').fontSize(type.size)
  const height = doc.heightOfString(text, options)
  doc.fillColor(type.colour ?? ink).text(text, place.x, y, options)
  return height
}

function rule({ doc, y }: Pen, colour = hairline, thickness = 0.75): void {
  doc.moveTo(left, y).lineTo(right, y).lineWidth(thickness).strokeColor(colour).stroke()
}

const wide: Place = { x: left, width: right - left }

function drawHead(pen: Pen, receipt: Receipt, brand: Brand): void {
  const { doc } = pen
  doc.circle(left + 9, pen.y + 9, 9).fill(brand.colour)
  doc.circle(left + 9, pen.y + 9, 3.2).fill('#ffffff')
  pen.y += 2
  write(pen, brand.name, { x: left + 28, width: 300 }, { size: 11, font: 'bold' })
  write(pen, 'Receipt', wide, { size: 11, colour: quiet, align: 'right' })
  pen.y += 48
  pen.y += write(pen, `Order ${receipt.orderNumber}`, wide, { size: 20, font: 'bold' })
  pen.y += write(pen, placedSentence(receipt), wide, { size: 10, colour: quiet })
  pen.y += 22
}

function placedSentence({ placedOn, free, paidByCard, purchaseOrderNumber }: Receipt): string {
  const on = `Placed ${viewHelpers.date(placedOn)}`
  if (free) return `${on}. There is nothing to pay.`
  return paidByCard ? `${on}. Paid by card.` : `${on} on your purchase order ${purchaseOrderNumber ?? ''}.`
}

function drawParties(pen: Pen, receipt: Receipt): void {
  const parties: [string, string][] = [['Ordered by', receipt.orderedBy]]
  if (receipt.rightsFor !== null) parties.push(['Rights for', receipt.rightsFor])
  parties.push([receipt.hasParcel ? 'Goes to' : 'Address', receipt.address.join('\n')])
  const width = (right - left) / 3
  const start = pen.y
  let end = start
  for (const [index, [title, text]] of parties.entries()) {
    const place = { x: left + index * width, width: width - 16 }
    pen.y = start
    pen.y += write(pen, title, place, { size: 8, colour: quiet }) + 2
    pen.y += write(pen, text, place, { size: 9.5 })
    end = Math.max(end, pen.y)
  }
  pen.y = end + 26
}

function drawLines(pen: Pen, receipt: Receipt, progress: ReadonlyMap<number, string>): void {
  drawTableHead(pen)
  for (const line of receipt.lines) {
    const small = factsOf(line)
    const now = progress.get(line.lineNumber) ?? ''
    breakPage(pen, heightOfLine(pen, line.title, [...small, now]), () => drawTableHead(pen))
    pen.y += 9
    const start = pen.y
    write(pen, String(line.quantity), columns.quantity, { size: 9.5, align: 'right' })
    write(pen, line.unitPrice, columns.unit, { size: 9.5, align: 'right' })
    write(pen, line.net, columns.net, { size: 9.5, align: 'right' })
    pen.y = start
    pen.y += write(pen, line.title, columns.item, { size: 9.5, font: 'bold' }) + 1
    for (const fact of small) pen.y += write(pen, fact, columns.item, { size: 8, colour: quiet })
    if (now !== '') pen.y += write(pen, now, columns.item, { size: 8 })
    pen.y += 8
    rule(pen)
  }
}

function drawTableHead(pen: Pen): void {
  const type = { size: 8, colour: quiet } as const
  write(pen, 'Qty', columns.quantity, { ...type, align: 'right' })
  write(pen, 'Item', columns.item, type)
  write(pen, 'Unit price', columns.unit, { ...type, align: 'right' })
  pen.y += write(pen, 'Net', columns.net, { ...type, align: 'right' }) + 4
  rule(pen, ink, 1)
}

function factsOf({ partNumber, activationId, right: dates, priceRule }: Receipt['lines'][number]): string[] {
  const facts = [`Part number ${partNumber}`]
  if (activationId !== null) facts.push(`Activation ID ${activationId}`)
  if (dates) {
    const from = dates.startDate === null ? '' : `from ${viewHelpers.date(dates.startDate)} `
    const until = dates.expirationDate === null ? 'without end' : `until ${viewHelpers.date(dates.expirationDate)}`
    facts.push(`Valid ${from}${until}`)
  }
  return [...facts, priceRule]
}

function heightOfLine({ doc }: Pen, title: string, small: readonly string[]): number {
  const height = (text: string, size: number, font: string) =>
    doc
      .font(font)
      .fontSize(size)
      .heightOfString(text, { width: columns.item.width, lineGap: size * 0.25 })
  return small.reduce((sum, text) => sum + height(text, 8, 'regular'), height(title, 9.5, 'bold') + 18)
}

function drawTotals(pen: Pen, { net, freight, tax, total }: Receipt): void {
  const rows: [string, string][] = [['Net', net]]
  if (freight !== null) rows.push(['Freight', freight])
  rows.push(['Tax', tax])
  breakPage(pen, rows.length * 16 + 50)
  pen.y += 12
  const label = { x: columns.unit.x - 60, width: 100 }
  const figure = { x: columns.net.x - 40, width: columns.net.width + 40 }
  for (const [name, amount] of rows) {
    write(pen, name, label, { size: 9.5, colour: quiet })
    pen.y += write(pen, amount, figure, { size: 9.5, align: 'right' }) + 3
  }
  pen.y += 3
  pen.doc.moveTo(label.x, pen.y).lineTo(right, pen.y).lineWidth(1).strokeColor(ink).stroke()
  pen.y += 7
  write(pen, 'Total', label, { size: 11, font: 'bold' })
  pen.y += write(pen, total, figure, { size: 11, font: 'bold', align: 'right' }) + 30
}

function drawWayOn(pen: Pen, { receiptUrl }: Receipt, brand: Brand): void {
  breakPage(pen, 60)
  pen.y += write(pen, 'Downloads and deliveries', wide, { size: 9.5, font: 'bold' }) + 2
  const words = 'Your downloads, and what is being made and shipped, are on the receipt page:'
  pen.y += write(pen, words, wide, { size: 9.5, colour: quiet }) + 1
  const start = pen.y
  pen.y += write(pen, receiptUrl, wide, { size: 9.5, colour: brand.colour })
  pen.doc.link(left, start, right - left, pen.y - start, receiptUrl)
}

function breakPage(pen: Pen, needed: number, afterwards: () => void = () => {}): void {
  if (pen.y + needed <= bottom) return
  pen.doc.addPage()
  pen.y = top
  afterwards()
}

/** Last, because only then it is known how many pages there are. */
function drawFeet({ doc }: Pen, { orderNumber }: Receipt, { legalSeller, helpAddress }: Brand): void {
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page)
    const pen = { doc, y: 788 }
    rule(pen)
    pen.y += 8
    const type = { size: 8, colour: quiet } as const
    write(pen, `${legalSeller} Questions: ${helpAddress}`, { x: left, width: 320 }, type)
    const where = `${orderNumber}, page ${page + 1} of ${count}`
    write(pen, where, { x: 376, width: right - 376 }, { ...type, align: 'right' })
  }
}
