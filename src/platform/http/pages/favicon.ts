import { Resvg } from '@resvg/resvg-js'

const size = 32

/**
 * An icon file, for browsers and programs that ask for `/favicon.ico` and read no page first: one picture of 32 by 32
 * dots, as PNG inside the container that Windows and every browser since 2008 read.
 */
export function faviconOf(svg: string): Buffer {
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng()
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2) // An icon, not a cursor,
  head.writeUInt16LE(1, 4) // of one picture.
  head.writeUInt8(size, 6)
  head.writeUInt8(size, 7)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(png.length, 14)
  head.writeUInt32LE(head.length, 18)
  return Buffer.concat([head, png])
}
