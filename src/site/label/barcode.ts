import bwipjs from 'bwip-js'

export interface Bar {
  /** Millimetres from the left edge of the label. */
  readonly x: number
  readonly width: number
}

/** Printer dots of 300 dpi on 120 mm; bars lie on whole dots, so that no edge is blurred. */
export const dots = 1417
const dot = 120 / dots

// Ten modules of white on each side, ISO/IEC 15417 4.5.
const quietModules = 10

/**
 * The bars of a Code 128 symbol, centred on the label, with the widest module (of at most 4 dots, 0.34 mm) that leaves the
 * quiet zones within `room` millimetres.
 */
export function code128(text: string, room: number): readonly Bar[] {
  const [symbol] = bwipjs.raw({ bcid: 'code128', text })
  if (symbol === undefined || !('sbs' in symbol)) throw new Error(`No Code 128 symbol for ${JSON.stringify(text)}`)
  const modules = symbol.sbs.reduce((a, b) => a + b, 0)
  const moduleDots = Math.max(1, Math.min(4, Math.floor(room / dot / (modules + 2 * quietModules))))
  let at = Math.round((dots - modules * moduleDots) / 2)
  const bars: Bar[] = []
  for (const [index, width] of symbol.sbs.entries()) {
    if (index % 2 === 0) bars.push({ x: at * dot, width: width * moduleDots * dot })
    at += width * moduleDots
  }
  return bars
}
