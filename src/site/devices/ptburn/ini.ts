/** Sections and keys in lower case; a later value wins. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>

/**
 * Reads what there is. The device may be writing at this moment, so a last line without its line end is not believed, and
 * lines that make no sense are passed over.
 */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>()
  let current = new Map<string, string>()
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split(/\r?\n/)) {
    const heading = /^\s*\[(.+)\]\s*$/.exec(line)?.[1]
    if (heading !== undefined) {
      current = sections.get(heading.toLowerCase()) ?? new Map()
      sections.set(heading.toLowerCase(), current)
      continue
    }
    const [, key, value] = /^\s*([^=;[\]]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) current.set(key.toLowerCase(), value)
  }
  return sections
}

/** The values of `Name0`, `Name1`, ... up to the first that is missing. */
export function numbered(section: ReadonlyMap<string, string> | undefined, name: string): string[] {
  const values: string[] = []
  for (let index = 0; ; index++) {
    const value = section?.get(`${name.toLowerCase()}${index}`)
    if (value === undefined) return values
    values.push(value)
  }
}

export function numberOf(section: ReadonlyMap<string, string> | undefined, key: string): number | null {
  const text = section?.get(key.toLowerCase())
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : null
}
