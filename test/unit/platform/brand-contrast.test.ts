import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { brandInk, brandStyle } from '../../../src/platform/http/pages/brand.ts'
import { drawHead, drawLink, renderPage } from '../../../src/platform/pdf/page.ts'
import { renderLabel } from '../../../src/site/label/disc-label.ts'
import { brandOfBox } from '../../support/seller.ts'

// WCAG 2.2, 1.4.3: 4.5 to 1 for text.
const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const grey = fc.integer({ min: 0, max: 255 }).map((value) => `#${value.toString(16).padStart(2, '0').repeat(3)}`)
const colours = fc.oneof(hex, grey, fc.constantFrom('#ffe600', '#777777', '#ffffff', '#000000'))

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

it('text on the brand colour, and text in it, keeps its contrast on pages, papers and discs, whatever the colour is', () => {
  fc.assert(
    fc.property(colours, (colour) => {
      const style = brandStyle({ ...brandOfBox, colour })
      const found = [...style.matchAll(/--brand:(#\w{6});--on-brand:(#\w{6})/g)]
      expect(found).toHaveLength(2)
      for (const [, brand = '', ink = ''] of found)
        expect([colour, contrast(brand, ink)]).toEqual([colour, expect.toSatisfy((ratio: number) => ratio >= 4.5)])
      expect([colour, contrast(brandInk({ colour }), '#ffffff') >= 4.5]).toEqual([colour, true])
      const text = { title: 'Kit', version: '1', orderNumber: 'SO-1', partNumber: 'K-1' }
      const brand = { name: 'Acme', colour, licenceNotice: '' }
      const svg = renderLabel({ text: { ...text, brand }, serial: 'S-1', discNumber: 1, discCount: 1 })
      const [, onColour = ''] = /<g id="brand"[^>]* fill="(#\w{6})"/.exec(svg) ?? []
      expect([colour, contrast(colour, onColour) >= 4.5]).toEqual([colour, true])
    }),
    { numRuns: 300 },
  )
})

it('the address on a paper is not written in a brand colour that white paper swallows', async () => {
  const brand = { ...brandOfBox, colour: '#ffe600' }
  const pdf = await renderPage({ title: 'T', reference: 'R', on: new Date(0), brand }, (pen) => {
    drawHead(pen, { kind: 'Receipt', name: 'Order', sentence: 'Placed.' }, brand)
    drawLink(pen, 'https://store.example/orders/ord_1', brand)
  })
  const drawn = streamsOf(pdf).join('\n')
  // The disc of the brand is yellow; no text is.
  expect(drawn.match(/^1 0\.90\d* 0 scn$/gm)).toHaveLength(1)
})

function streamsOf(pdf: Buffer): string[] {
  const streams: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('\nendstream', at)
    if (end < 0) continue
    try {
      streams.push(inflateSync(pdf.subarray(at + 7, end)).toString('latin1'))
    } catch {
      // A font or a stream that is not packed.
    }
  }
  return streams
}
