/** Whose store it is, to the person who looks at it. */
export interface Brand {
  readonly name: string
  /** `#rrggbb`; text in it can be read on white, and white text on it. */
  readonly colour: string
  /** Who sells, for the foot of every page, as a sentence. */
  readonly legalSeller: string
  readonly helpAddress: string
  /** Where the company is registered and taxed; null when it does not say. */
  readonly registration: string | null
  /** Where money is sent; null when it does not say. On papers only. */
  readonly bankAccount: string | null
  /** A sentence of the company's own under the others. */
  readonly footer: string | null
  readonly logo: Logo | null
}

export type Logo =
  | { readonly kind: 'address'; readonly address: string; readonly origin: string }
  | {
      readonly kind: 'picture'
      readonly type: 'image/png' | 'image/jpeg' | 'image/svg+xml'
      readonly bytes: Buffer
      readonly width: number
      readonly height: number
    }

type Rgb = readonly [red: number, green: number, blue: number]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
/** The darkest ground of the light scheme and the lightest of the dark one, as the style sheet has them. */
const lightGround: Rgb = [238, 241, 245]
const darkGround: Rgb = [35, 43, 54]
/** WCAG 2.2, 1.4.3: text needs 4.5 to 1 against its ground. */
export const neededContrast = 4.5

/** Of `#rrggbb`, from 1 to 21. */
export function contrastOnWhite(colour: string): number {
  return contrast(rgbOf(colour), white)
}

/** The brand as custom properties, each colour moved only as far as contrast asks for, in light and dark. */
export function brandStyle({ colour }: Brand): string {
  const light = moved(rgbOf(colour), lightGround, black)
  const dark = moved(rgbOf(colour), darkGround, white)
  return [
    `:root{--brand:${hexOf(light)};--on-brand:${hexOf(inkOn(light))};--brand-disc:${colour}}`,
    `@media (prefers-color-scheme:dark){:root{--brand:${hexOf(dark)};--on-brand:${hexOf(inkOn(dark))}}}`,
    '',
  ].join('\n')
}

/** The brand's colour for text on white paper, darkened only as far as contrast asks for. */
export function brandInk({ colour }: Pick<Brand, 'colour'>): string {
  return hexOf(moved(rgbOf(colour), white, black))
}

function moved(from: Rgb, ground: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share <= 1; share += 0.02) {
    const candidate = mix(from, towards, share)
    if (contrast(candidate, ground) >= neededContrast) return candidate
  }
  return towards
}

function inkOn(ground: Rgb): Rgb {
  return contrast(white, ground) >= neededContrast ? white : black
}

function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** @see WCAG 2.2, relative luminance */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(from: Rgb, towards: Rgb, share: number): Rgb {
  const at = (a: number, b: number) => Math.round(a + (b - a) * share)
  return [at(from[0], towards[0]), at(from[1], towards[1]), at(from[2], towards[2])]
}

function rgbOf(hex: string): Rgb {
  const at = (start: number) => Number.parseInt(hex.slice(start, start + 2), 16)
  return [at(1), at(3), at(5)]
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
