import { formatAddress } from 'localized-address-format'

/** The parts of a postal address; country is ISO 3166-1 alpha-2, and any other part may be empty. */
export interface AddressParts {
  readonly recipient: string
  readonly organisation: string
  readonly line1: string
  readonly line2: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly country: string
}

type Part = Exclude<keyof AddressParts, 'country'>

// In order. Each stands for a part while the lines are laid out: what a line holds is then known, whatever was typed.
const marks: Readonly<Record<Part, string>> = {
  recipient: '\ue000',
  organisation: '\ue001',
  line1: '\ue002',
  line2: '\ue003',
  city: '\ue004',
  region: '\ue005',
  postalCode: '\ue006',
}
const parts = Object.keys(marks) as readonly Part[]

// A person whose name is in Japanese letters may live at an address in Latin ones, and the other way round.
const placeParts = ['line1', 'line2', 'city', 'region'] as const

/**
 * The lines of an address in the order of its country, without the country, from the address data of libaddressinput. In
 * countries that write it in two orders, its own letters have the one and Latin letters the other. Nothing that was typed
 * is left out: a part that the country's form does not have stands where it stands in most countries.
 */
export function addressLinesOf(address: AddressParts): string[] {
  const given = parts.filter((part) => address[part] !== '')
  const isLatin = !placeParts.some((part) => /(?![\p{Script=Latin}\p{Script=Common}])\p{L}/u.test(address[part]))
  const lines = completed(given, joined(layOut(address.country, given, isLatin)))
  return withoutRepeats(lines, address).map((line) =>
    line.replace(/[\ue000-\ue006]/g, (mark) => address[parts[mark.charCodeAt(0) - 0xe000] ?? 'recipient']),
  )
}

/** The library begins a line after the street, also where the form has a comma there. */
function joined(lines: readonly string[]): string[] {
  const whole: string[] = []
  for (const line of lines)
    if (line.startsWith(', ')) whole.push(`${whole.pop() ?? ''}${line}`)
    else whole.push(line)
  return whole
}

/** Without what the country's form writes and the person has typed too: `FI-` before a postal code, `SINGAPORE`, `PR`. */
function withoutRepeats(lines: readonly string[], address: AddressParts): string[] {
  const plain = withTypedPrefix(lines, address.postalCode)
  return withTyped(withTyped(plain, address, 'city'), address, 'region')
}

/** A town or region that the form writes itself stands as it was typed, in the form's place. */
function withTyped(lines: readonly string[], address: AddressParts, part: 'city' | 'region'): string[] {
  const written = wordOf(address[part].toUpperCase())
  if (written === null || !lines.some((line) => written.test(line))) return [...lines]
  const others = lines.map((line) => line.replace(marks[part], '').replace(/^[ ,]+|[ ,]+$/g, ''))
  return others.filter((line) => line !== '').map((line) => line.replace(written, marks[part]))
}

function wordOf(name: string): RegExp | null {
  return /^\p{Lu}{2,}$/u.test(name) ? new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u') : null
}

/** A postal code that was typed with letters or a sign before its number keeps those and gets no other. */
function withTypedPrefix(lines: readonly string[], postalCode: string): string[] {
  const prefix = /(?:〒|(?<!\p{L})[A-Z]{1,2}[- ]?)(?=\ue006)/u
  return lines.map((line) => {
    const [written] = prefix.exec(line) ?? []
    if (written === undefined) return line
    const typed = postalCode.toUpperCase()
    const letters = written.replace(/[- ]/g, '')
    const isTyped = typed.startsWith(letters) || (letters !== '〒' && /^\p{L}{1,3}[- ]?\d/u.test(typed))
    return isTyped ? line.replace(written, '') : line
  })
}

function layOut(country: string, given: readonly Part[], isLatin: boolean): string[] {
  const mark = (part: Part) => (given.includes(part) ? marks[part] : '')
  const streets = (['line1', 'line2'] as const).map(mark)
  const lay = (street: readonly string[], city: string) =>
    formatAddress(
      {
        postalCountry: country,
        name: mark('recipient'),
        organization: mark('organisation'),
        addressLines: street.filter((line) => line !== ''),
        locality: city,
        administrativeArea: mark('region'),
        postalCode: mark('postalCode'),
      },
      isLatin ? 'latin' : 'local',
    )
  const lines = lay(streets, mark('city'))
  if (lines.some((line) => line.includes(marks.city))) return lines
  // Where the town is part of the street's lines, as in Japan, it is the wider part of them.
  return lay(isLatin ? [...streets, mark('city')] : [mark('city'), ...streets], '')
}

/** With the parts that the country's form has no place for: a postal code before its town, a region after it. */
function completed(given: readonly Part[], laidOut: readonly string[]): string[] {
  const lines = [...laidOut]
  const lost = given.filter((part) => !lines.some((line) => line.includes(marks[part])))
  for (const part of lost) {
    const town = lines.findIndex((line) => line.includes(marks.city))
    if (part === 'postalCode' && town >= 0) lines[town] = `${marks.postalCode} ${lines[town]}`
    else if (part === 'region' && town >= 0) lines.splice(town + 1, 0, marks.region)
    else lines.push(marks[part])
  }
  return lines
}
