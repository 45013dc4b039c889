import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Eta } from 'eta'
import type { Manifest } from '../../domains/fulfilment/production/site-contract.ts'
import { missingIn } from '../../platform/fonts/font-runs.ts'
import { type FontSet, ownFonts } from '../../platform/fonts/font-set.ts'
import { code128 } from './barcode.ts'
import { fitText, type Room, widthOf } from './fit-text.ts'

export interface DiscLabel {
  readonly text: Manifest['label']
  readonly serial: string
  readonly discNumber: number
  readonly discCount: number
}

/**
 * The label as SVG, 120 x 120 mm with millimetres as user units. Nothing is drawn inside 46 mm diameter (the hub) or
 * outside 116 mm (the printable edge).
 */
export function renderLabel(label: DiscLabel, fonts: FontSet = ownFonts): string {
  const { text } = label
  const { stacked, centred, one, notice } = setter(fonts)
  return eta.renderString(template, {
    colour: text.brand.colour,
    // One of white and black always reaches 4.5 to 1; a dark grey does not on the greys between.
    onColour: isDark(text.brand.colour) ? '#ffffff' : '#000000',
    ink: isDark(text.brand.colour) ? text.brand.colour : '#1a1a1a',
    brand: stacked(text.brand.name, { face: 'bold', width: 56, largest: 6.4, smallest: 2.2, lines: 2 }, 13.6),
    title: stacked(text.title, { face: 'bold', width: 84, largest: 8.4, smallest: 2.6, lines: 2 }, 30.2),
    version: stacked(text.version, { face: 'bold', width: 29, largest: 9, smallest: 1.6, lines: 2, breakAfter }, 53.6),
    disc: centred(
      `${label.discNumber} of ${label.discCount}`,
      { face: 'bold', width: 29, largest: 9, smallest: 2, lines: 1 },
      53.6,
    ),
    bars: code128(label.serial, 84),
    serial: one(label.serial, { face: 'mono', width: 66, largest: 3, smallest: 2, lines: 1 }),
    order: stacked(text.orderNumber, { ...number, breakAfter }, 73),
    part: stacked(text.partNumber, { ...number, breakAfter }, 73),
    notice: notice(text.brand.licenceNotice),
  })
}

const number: Room = { face: 'bold', width: 29, largest: 3.1, smallest: 1.3, lines: 2 }

// Numbers and versions have no blanks; a long one goes on in a second line rather than be cut.
const breakAfter = /(?<=[-._+/ ])/

interface Line {
  readonly text: string
  readonly size: number
}

// The height of a capital in DejaVu Sans, in em.
const capital = 0.73

function setter(fonts: FontSet) {
  const fitted = (text: string, room: Room) => {
    const clean = printable(text)
    const { size, lines } = fitText(clean, { ...room, fonts })
    return { size, lines: lines.map((line) => directed(line, clean)) }
  }

  function one(text: string, room: Room): Line {
    const { size, lines } = fitted(text, room)
    return { text: lines[0] ?? '', size }
  }

  function centred(text: string, room: Room, middle: number): Line & { y: number } {
    const line = one(text, room)
    return { ...line, y: middle + (line.size * capital) / 2 }
  }

  /** Lines with their baselines, centred as a block on `middle`. */
  function stacked(text: string, room: Room, middle: number): (Line & { y: number })[] {
    const { size, lines } = fitted(text, room)
    const step = size * 1.25
    const first = middle - ((lines.length - 1) * step) / 2 + (size * capital) / 2
    return lines.map((line, index) => ({ text: line, size, y: first + index * step }))
  }

  /** The licence notice runs along the lower rim, on one arc or on two. */
  function notice(text: string): Arc[] {
    const clean = printable(text)
    if (clean === '') return []
    const room = (radius: number) => (radius * Math.PI * arcDegrees) / 180
    const size = room(outerRadius) / widthOf(clean, 'regular', fonts)
    if (size >= 1.8) return [{ text: directed(clean, clean), size: Math.min(2.1, size), path: rim(outerRadius) }]
    const inner = outerRadius - 2.4
    const arcs = fitted(clean, { face: 'regular', width: room(inner), largest: 2.4, smallest: 1.4, lines: 2 })
    // The second line reads below the first, which on the lower rim is further out.
    return arcs.lines.map((line, index) => ({ text: line, size: arcs.size, path: rim(inner + index * 2.4) }))
  }

  return { one, centred, stacked, notice }
}

const fromTheRight = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * The renderer takes every line for one that is read from the left. In a text whose first letter is read from the right
 * the words of a line would then stand in the order of writing, so such a line says so. @see UAX 9, 2.1 and P2
 */
function directed(line: string, text: string): string {
  const first = /\p{L}/u.exec(text)?.[0] ?? ''
  return fromTheRight.test(first) ? `\u202b${line}\u202c` : line
}

/** Letters of the label that no font has, by the part in which they stand. */
export function missingOnLabel(text: DiscLabel['text'], fonts: FontSet): Readonly<Record<string, string>> {
  const { brand, title, version, orderNumber, partNumber } = text
  const parts = { title, version, orderNumber, partNumber, brand: brand.name, licenceNotice: brand.licenceNotice }
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, words]) => {
      const missing = missingIn(printable(words), fonts)
      return missing === '' ? [] : [[part, missing]]
    }),
  )
}

interface Arc extends Line {
  readonly path: string
}

const arcDegrees = 168
const outerRadius = 57

/** From the left over the bottom to the right, in hundredths of a millimetre: the renderer rounds positions on a path. */
function rim(radius: number): string {
  const angle = ((arcDegrees / 2) * Math.PI) / 180
  const x = Math.round(radius * Math.sin(angle) * 100)
  const y = Math.round(6000 + radius * Math.cos(angle) * 100)
  const r = Math.round(radius * 100)
  return `M ${6000 - x} ${y} A ${r} ${r} 0 0 0 ${6000 + x} ${y}`
}

/** XML 1.0 has no place for control characters; blanks of all kinds become one. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .trim()
}

/** Whether white text on the colour reaches the contrast of 4.5 to 1. @see WCAG 2.2, 1.4.3 */
function isDark(colour: string): boolean {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5
}

const eta = new Eta({ autoEscape: true })
const template = readFileSync(templatePath(import.meta.dirname), 'utf8')

// The program runs from its source and from its build, whose folders differ in depth.
function templatePath(from: string): string {
  const path = join(from, 'views', 'labels', 'disc.eta')
  if (existsSync(path)) return path
  if (dirname(from) === from) throw new Error('views/labels/disc.eta is missing')
  return templatePath(dirname(from))
}
