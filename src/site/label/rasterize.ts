import { Resvg } from '@resvg/resvg-js'
import { encode } from 'bmp-ts'
import { type FontSet, ownFonts } from '../../platform/fonts/font-set.ts'
import { dots } from './barcode.ts'
import { labelFonts } from './fonts.ts'

// 300 dots per inch in the unit of a BMP header.
const dotsPerMetre = 11_811

/** A bitmap of 24 bits and 1417 x 1417 dots: 120 mm at 300 dpi, with the hub left white for the printer to mask. */
export function labelBmp(svg: string, fonts: FontSet = ownFonts): Buffer {
  const image = render(svg, dots, fonts)
  // The encoder wants the four bytes of a dot the other way round.
  const abgr = Buffer.from(image.pixels).swap32()
  return encode({ data: abgr, width: image.width, height: image.height, bitPP: 24, hr: dotsPerMetre, vr: dotsPerMetre })
    .data
}

/** The label as it lies on the disc, for people: cut round, with the hole, on nothing. */
export function labelPreviewPng(svg: string, width = 600, fonts: FontSet = ownFonts): Buffer {
  const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  const disc = 'M60 .5a59.5 59.5 0 1 0 .01 0zM60 52.5a7.5 7.5 0 1 1-.01 0z'
  const preview = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120"><defs><clipPath id="preview-disc"><path d="${disc}" clip-rule="evenodd"/></clipPath></defs>
<g clip-path="url(#preview-disc)"><rect width="120" height="120" fill="#fff"/>${body}
<circle cx="60" cy="60" r="18" fill="none" stroke="#d4d7da" stroke-width=".3"/><circle cx="60" cy="60" r="7.5" fill="none" stroke="#b9bec3" stroke-width=".8"/>
<circle cx="60" cy="60" r="59.3" fill="none" stroke="#c3c8cc" stroke-width=".5"/></g></svg>`
  return new Resvg(preview, { fitTo: { mode: 'width', value: width }, font: labelFonts(svg, fonts) }).render().asPng()
}

function render(svg: string, width: number, fonts: FontSet) {
  return new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    background: 'white',
    font: labelFonts(svg, fonts),
  }).render()
}
