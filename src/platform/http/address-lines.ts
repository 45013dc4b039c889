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
  ...{ recipient: '\ue000', organisation: '\ue001', line1: '\ue002', line2: '\ue003' },
  ...{ city: '\ue004', region: '\ue005', postalCode: '\ue006' },
}
const parts = Object.keys(marks) as readonly Part[]

/**
 * The lines of an address in the order of its country, without the country, from the address data of libaddressinput. In
 * countries that write it in two orders, its own letters have the one and Latin letters the other. Nothing that was typed
 * is left out: a part that the country's form does not have stands where it stands in most countries.
 */
export function addressLinesOf(address: AddressParts): string[] {
  const given = parts.filter((part) => address[part] !== '')
  const isLatin = !given.some((part) => /(?!\p{Script=Latin})\p{L}/u.test(address[part]))
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

/** Without what the country's form writes and the person has typed too: `FI-` before a postal code, `SINGAPORE`. */
function withoutRepeats(lines: readonly string[], { city, postalCode }: AddressParts): string[] {
  const prefix = /([A-Z]{1,2}[- ]?)\ue006/
  const town = city.toUpperCase()
  const writesTown = /^\p{Lu}{3,}$/u.test(town) && lines.some((line) => line.includes(town))
  return lines
    .filter((line) => !writesTown || line !== marks.city)
    .map((line) => (writesTown ? line.replace(town, marks.city) : line))
    .map((line) =>
      line.replace(prefix, (written, before: string) =>
        postalCode.toUpperCase().startsWith(before) ? marks.postalCode : written,
      ),
    )
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
