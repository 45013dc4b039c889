import { breakPage, heightOf, ink, left, type Pen, quiet, rule, write } from './page.ts'

const columns = {
  quantity: { x: left, width: 38 },
  item: { x: left + 50, width: 254 },
  unit: { x: 366, width: 82 },
  net: { x: 454, width: 85 },
} as const

function drawTableHead(pen: Pen, table: PDFKit.PDFStructureElement): void {
  const row = rowOf(pen, table)
  const type = { size: 8, colour: quiet, tag: 'TH' } as const
  write(row, 'Qty', columns.quantity, { ...type, align: 'right' })
  write(row, 'Item', columns.item, type)
  write(row, 'Unit price', columns.unit, { ...type, align: 'right' })
  pen.y += write(row, 'Net', columns.net, { ...type, align: 'right' }) + 4
  row.within?.end()
  rule(pen, ink, 1)
}

/** A pen for a row of the table, at the same place. */
function rowOf(pen: Pen, table: PDFKit.PDFStructureElement): Pen {
  const within = pen.doc.struct('TR')
  table.add(within)
  return { ...pen, within }
}

function heightOfLine(pen: Pen, title: string, small: readonly string[]): number {
  const { width } = columns.item
  return small.reduce(
    (sum, text) => sum + heightOf(pen, text, width, { size: 8 }),
    heightOf(pen, title, width, { size: 9.5, font: 'bold' }) + 18,
  )
}

export interface PageLine {
  readonly quantity: number
  readonly title: string
  readonly unitPrice: string
  readonly net: string
  /** In small print under the title. */
  readonly facts: readonly string[]
  /** What happens with it now; empty when nothing is to be said. */
  readonly now: string
  /** Where that leads when it is clicked. */
  readonly nowLink?: string | null
}

/** The table of lines, over as many pages as it takes. */
export function drawLines(pen: Pen, lines: readonly PageLine[]): void {
  const table = pen.doc.struct('Table')
  pen.within?.add(table)
  drawTableHead(pen, table)
  for (const line of lines) {
    breakPage(pen, heightOfLine(pen, line.title, [...line.facts, line.now]), () => drawTableHead(pen, table))
    pen.y += 9
    pen.y = drawLine(rowOf(pen, table), line)
    rule(pen)
  }
  table.end()
}

/** In the order in which it is read: how many of what, then what it costs. Gives where the row ends. */
function drawLine(row: Pen, { quantity, title, unitPrice, net, facts, now, nowLink }: PageLine): number {
  const start = row.y
  const cell = { size: 9.5, align: 'right', tag: 'TD' } as const
  write(row, String(quantity), columns.quantity, cell)
  row.y += write(row, title, columns.item, { size: 9.5, font: 'bold', tag: 'TD' }) + 1
  for (const fact of facts) row.y += write(row, fact, columns.item, { size: 8, colour: quiet, tag: 'TD' })
  if (now !== '') {
    const nowStart = row.y
    row.y += write(row, now, columns.item, { size: 8, tag: 'TD' })
    if (nowLink) row.doc.link(columns.item.x, nowStart, columns.item.width, row.y - nowStart, nowLink)
  }
  const end = row.y + 8
  row.y = start
  write(row, unitPrice, columns.unit, cell)
  write(row, net, columns.net, cell)
  row.within?.end()
  return end
}

/** What it comes to. */
export function drawTotals(pen: Pen, { net, freight, tax, total }: Sums): void {
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
  rule(pen, ink, 1, label.x)
  pen.y += 7
  write(pen, 'Total', label, { size: 11, font: 'bold' })
  pen.y += write(pen, total, figure, { size: 11, font: 'bold', align: 'right' }) + 30
}

/** Amounts as people read them; freight null when none is charged. */
export interface Sums {
  readonly net: string
  readonly freight: string | null
  readonly tax: string
  readonly total: string
}
