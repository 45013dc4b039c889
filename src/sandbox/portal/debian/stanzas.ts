import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** One package of a Debian `Packages` index; fields under their names in the file, continuation lines joined. */
export type Stanza = Readonly<Record<string, string>>

/**
 * Reads an index stanza by stanza, so that its size does not matter.
 * @see Debian policy 5.1: fields are `Name: value` in any case, continuation lines start with a blank, and a line that is
 * empty or holds only blanks and tabs ends a stanza.
 */
export async function* readStanzas(file: string): AsyncGenerator<Stanza> {
  let fields: Record<string, string> = {}
  let last = ''
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (/^[ \t]*$/.test(line)) {
      if (last !== '') yield fields
      fields = {}
      last = ''
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (last !== '') fields[last] += `\n${line.slice(1)}`
    } else {
      const colon = line.indexOf(':')
      if (colon < 1) continue
      last = spellingOf(line.slice(0, colon).trim())
      fields[last] = line.slice(colon + 1).trim()
    }
  }
  if (last !== '') yield fields
}

const spellings = new Map(
  [
    'Package',
    'Version',
    'Section',
    'Depends',
    'Installed-Size',
    'Filename',
    'Size',
    'MD5sum',
    'SHA256',
    'Description',
  ].map((name) => [name.toLowerCase(), name]),
)

/** A field that the box reads, as Debian spells it; every other field as it stands. */
function spellingOf(field: string): string {
  return spellings.get(field.toLowerCase()) ?? field
}

/** The package names that a Depends field asks for directly: the first of each group of alternatives, each once. */
export function directDependencies(depends: string | undefined): readonly string[] {
  const names = (depends ?? '')
    .split(',')
    .map((group) => /^\s*([a-z0-9][a-z0-9+.-]+)/.exec(group)?.[1])
    .filter((name) => name !== undefined)
  return [...new Set(names)]
}
