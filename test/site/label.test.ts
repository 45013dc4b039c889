import { decode } from 'bmp-ts'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { openFonts, ownFonts } from '../../src/platform/fonts/font-set.ts'
import { code128, dots } from '../../src/site/label/barcode.ts'
import { type DiscLabel, missingOnLabel, renderLabel } from '../../src/site/label/disc-label.ts'
import { fitText } from '../../src/site/label/fit-text.ts'
import { labelBmp, labelPreviewPng } from '../../src/site/label/rasterize.ts'
import { debianFonts, describeWithFonts } from '../support/debian-fonts.ts'

const plain: DiscLabel = {
  text: {
    brand: { name: 'Acme Software', colour: '#0b5cad', licenceNotice: 'Licensed, not sold.' },
    title: 'Paint Pro',
    version: '5.2',
    orderNumber: 'SO-2026-000123',
    partNumber: 'KIT-4711',
  },
  serial: 'SO-2026-000123-1-D2',
  discNumber: 2,
  discCount: 3,
}

const worst: DiscLabel = {
  text: {
    brand: {
      name: 'Österreichische Präzisions-Werkzeuge & Söhne <GmbH> "international"',
      colour: '#f5c400',
      licenceNotice: 'Use is subject to the licence agreement; copying without permission is forbidden. '.repeat(6),
    },
    title: `Enterprise Reservoir Simulation Suite with ${'Visualisation & Analytics '.repeat(6)}`,
    version: '2026.11.0-beta.3+build.4711',
    orderNumber: 'SO-2026-000123-AMENDMENT-7-OF-2026',
    partNumber: 'KIT-4711-ENTERPRISE-EUROPE-REVISION-C',
  },
  serial: 'SO-2026-000123-LINE-2-R12345-D12',
  discNumber: 12,
  discCount: 14,
}

/** What the element shows, its lines joined. */
function textOf(svg: string, id: string): string {
  const element = new RegExp(`id="${id}"[^>]*>(.*?)</text>`).exec(svg)?.[1] ?? ''
  const text = element.replace(/<[^>]*>/g, '')
  return new XMLParser({ trimValues: false, htmlEntities: true, parseTagValue: false }).parse(`<t>${text}</t>`)['t']
}

describe('disc label', () => {
  it('holds the order number of the job [S54]', () => {
    expect(textOf(renderLabel(plain), 'order')).toBe('SO-2026-000123')
  })

  it.each([
    ['a flag of several signs', '🏳️‍🌈'],
    ['a letter with its vowel sign', 'नि'],
    ['a letter with marks', 'q\u0301\u0323'],
    ['a face with its colour', '👩🏽'],
  ])('cuts no letter in two where a line ends: %s', (_what, letter) => {
    const { lines } = fitText(letter.repeat(120), { face: 'bold', width: 60, largest: 6, smallest: 3, lines: 2 })
    expect(lines.length).toBe(2)
    for (const line of lines) expect(line.replaceAll(letter, '')).toMatch(/^…?$/)
  })

  it('holds part number and version as in the manifest [S55]', () => {
    const svg = renderLabel(plain)
    expect(textOf(svg, 'part')).toBe('KIT-4711')
    expect(textOf(renderLabel({ ...plain, text: { ...plain.text, version: '7.0.1' } }), 'version')).toBe('7.0.1')
    expect(textOf(svg, 'version')).toBe('5.2')
  })

  it('shows long numbers whole, in a second line if need be [S54] [S55]', () => {
    const svg = renderLabel(worst)
    expect(textOf(svg, 'order')).toBe(worst.text.orderNumber)
    expect(textOf(svg, 'part')).toBe(worst.text.partNumber)
    expect(textOf(svg, 'version')).toBe(worst.text.version)
  })

  it('holds brand, title, serial, disc number and licence notice', () => {
    const svg = renderLabel(plain)
    for (const text of ['Acme Software', 'Paint Pro', 'Licensed, not sold.']) expect(svg).toContain(`>${text}<`)
    expect(textOf(svg, 'serial')).toBe('SO-2026-000123-1-D2')
    expect(textOf(svg, 'disc')).toBe('2 of 3')
    expect(svg).toContain('fill="#0b5cad"')
  })

  it('is well-formed whatever the texts are, and shows them as they are', () => {
    const svg = renderLabel({ ...plain, text: { ...plain.text, title: 'A<b> & "c"\u0007', partNumber: `X'&<1>` } })
    expect(XMLValidator.validate(svg)).toBe(true)
    expect(textOf(svg, 'part')).toBe(`X'&<1>`)
    expect(XMLValidator.validate(renderLabel(worst))).toBe(true)
  })

  it.each([
    ['usual', plain],
    ['longest', worst],
  ])('leaves the hub and the rim free with the %s texts', (_name, label) => {
    const printed = decode(labelBmp(renderLabel(label)))
    expect(printed.width).toBe(dots)
    // The decoder gives alpha, blue, green, red.
    const { data } = printed
    expect(inkOutside(data, printed.width)).toBe(0)
  })

  it.each([plain.serial, worst.serial, 'A-D1'])(
    'has a barcode of whole printer dots with quiet zones: %s',
    (serial) => {
      const bars = code128(serial, 84)
      for (const { x, width } of bars)
        for (const edge of [x, x + width]) expect((edge / 120) * dots).toBeCloseTo(Math.round((edge / 120) * dots), 6)
      const first = bars[0]?.x ?? 0
      const last = bars.at(-1)
      const module = Math.min(...bars.map(({ width }) => width))
      expect(first - 10 * module).toBeGreaterThanOrEqual(18)
      expect((last?.x ?? 120) + (last?.width ?? 0) + 10 * module).toBeLessThanOrEqual(102)
      expect(module).toBeGreaterThan(0.16)
    },
  )

  it('is the same bitmap for the same label', () => {
    expect(labelBmp(renderLabel(plain)).equals(labelBmp(renderLabel(plain)))).toBe(true)
  })

  it('has a preview small enough for the report', () => {
    const png = labelPreviewPng(renderLabel(worst))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.length).toBeLessThan(200_000)
  })
})

/** Dots with ink inside 46 mm diameter or outside 116 mm, but for the soft edge of a dot. */
function inkOutside(abgr: Uint8Array, width: number): number {
  const middle = width / 2
  const inner = (23 / 120) * width - 1
  const outer = (58 / 120) * width + 1.5
  let count = 0
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++) {
      const radius = Math.hypot(x + 0.5 - middle, y + 0.5 - middle)
      if (radius > inner && radius < outer) continue
      const at = (y * width + x) * 4
      if (abgr[at + 1] !== 255 || abgr[at + 2] !== 255 || abgr[at + 3] !== 255) count++
    }
  return count
}

describe('a label in every script', () => {
  const titled = (title: string) => ({ ...plain, text: { ...plain.text, title } })

  it.each([
    ['with a sign before the first word', '(ر) محمدمحمدمحمدمحمدمحمد'],
    ['with a foreign word in it', 'ر Acme محمدمحمدمحمدمحمدمحمد'],
  ])('an Arabic line is read from the right: %s [C28]', (_what, title) => {
    const { data, width } = decode(labelBmp(renderLabel(titled(title))))
    // The rows of the title, from 24 to 37 mm; the widest white gap stands before the short first word.
    const row = (millimetres: number) => Math.round((millimetres / 120) * width)
    const inked = (x: number) => {
      for (let y = row(24); y < row(37); y += 1) if ((data[(y * width + x) * 4 + 1] ?? 255) < 128) return true
      return false
    }
    const columns = Array.from({ length: width }, (_, x) => x).filter(inked)
    const gaps = columns.slice(1).map((x, index) => ({ at: x, wide: x - (columns[index] ?? x) }))
    const widest = gaps.reduce((one, other) => (other.wide > one.wide ? other : one))
    const [first = 0, last = 0] = [columns[0], columns.at(-1)]
    expect(widest.at).toBeGreaterThan((first + last) / 2)
  })

  it('letters that no font has are named by the part that they stand in [C28]', () => {
    expect(missingOnLabel(titled('Paint 取扱').text, ownFonts)).toEqual({ title: '取扱' })
    expect(missingOnLabel(titled('Краска χρώμα صبغ צבע').text, ownFonts)).toEqual({})
  })
})

describeWithFonts('a label with fonts of FONT_DIR', () => {
  const fonts = openFonts(debianFonts)

  it.each(['取扱説明書ガイド', '北京大学', '한국어 안내', 'हिन्दी', 'χρώμα', 'Краска', 'صبغ'])(
    'prints %s with its own signs [C28]',
    (title) => {
      const label = { ...plain, text: { ...plain.text, title } }
      expect(missingOnLabel(label.text, fonts)).toEqual({})
      const svg = renderLabel(label, fonts)
      expect(textOf(svg, 'order')).toBe('SO-2026-000123')
      expect(svg.replaceAll(/[\u202b\u202c]/g, '')).toContain(`>${title}<`)
      // Boxes would be the same picture for another text of the same length.
      const other = renderLabel({ ...label, text: { ...label.text, title: [...title].reverse().join('') } }, fonts)
      expect(labelBmp(svg, fonts).equals(labelBmp(other, fonts))).toBe(false)
    },
  )
})
