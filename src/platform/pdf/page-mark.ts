import type { Logo } from '../http/pages/brand.ts'

/** A picture as it stands on a paper: PNG, and its size in points. */
export interface Mark {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

const highest = 22
const widest = 160
/** Dots for each point, so that a logo is sharp in print: 288 to the inch. */
const sharpness = 4

/**
 * The seller's logo for papers. Null for one at an https address: a paper is drawn without asking the network, and has the
 * plain mark then. Every picture is drawn again as PNG, so that one that is broken inside leaves a gap and stops no paper.
 */
export async function markOf(logo: Logo): Promise<Mark | null> {
  if (logo.kind === 'address') return null
  const scale = Math.min(highest / logo.height, widest / logo.width)
  const width = Math.max(1, Math.round(logo.width * scale))
  const height = Math.max(1, Math.round(logo.height * scale))
  // Loaded when the first paper with a logo is asked for.
  const { Resvg } = await import('@resvg/resvg-js')
  const address = `data:${logo.type};base64,${logo.bytes.toString('base64')}`
  const size = `width="${width * sharpness}" height="${height * sharpness}"`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><image href="${address}" ${size}/></svg>`
  return { bytes: new Resvg(drawing).render().asPng(), width, height }
}
