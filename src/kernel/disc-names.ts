/**
 * Names that every system can read from a disc, in its own view of it: Windows reads Joliet, Linux Rock Ridge, a Mac either.
 * @see Joliet Specification 1995, File names; Microsoft, Naming Files, Paths, and Namespaces
 */
export type UnfitBecause =
  | 'empty-name'
  | 'reserved-name'
  | 'trailing-dot-or-blank'
  | 'forbidden-character'
  | 'unpaired-surrogate'
  | 'name-too-long'
  | 'path-too-long'
  | 'path-too-deep'
  | 'same-name'

export interface UnfitName {
  readonly path: string
  readonly because: UnfitBecause
  /** Which system cannot hold it and why, to be read after the name. */
  readonly reason: string
}

const limits = {
  /** UTF-16 units of a name in Joliet, as image builders write it (`-joliet-long`); the standard itself says 64. */
  nameUnits: 103,
  /** Rock Ridge and the file systems of Linux and macOS. */
  nameBytes: 255,
  /** Of the manifest; Windows stops at 260 with the drive before it, Joliet at 240. */
  pathUnits: 200,
  /** The root counts as the first of the eight levels of ISO 9660, so a path has seven folders and the file. */
  pathParts: 8,
}

/** The first reason against each path that some system cannot hold, beside the others; none when all fit. */
export function unfitNames(paths: readonly string[]): readonly UnfitName[] {
  const taken = new Map<string, { readonly spelling: string; readonly isFile: boolean }>()
  return paths.flatMap((path) => {
    const found = unfitPath(path) ?? twinOf(path, taken)
    return found === null ? [] : [{ path, ...found }]
  })
}

/** Two names that a system takes for one have one key: case is no difference to Windows, normal form none to a Mac. */
export function nameKey(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

type Finding = Omit<UnfitName, 'path'>

function unfitPath(path: string): Finding | null {
  const parts = path.split('/')
  if (parts.length > limits.pathParts)
    return { because: 'path-too-deep', reason: `ISO 9660 has ${limits.pathParts} levels` }
  if (path.normalize('NFC').length > limits.pathUnits)
    return { because: 'path-too-long', reason: `a path may have ${limits.pathUnits} characters` }
  for (const part of parts) {
    const found = unfitPart(part.normalize('NFC'))
    if (found !== null) return found
  }
  return null
}

function unfitPart(name: string): Finding | null {
  if (name === '') return { because: 'empty-name', reason: 'a file or folder needs a name' }
  if (/\p{Cs}/u.test(name))
    return { because: 'unpaired-surrogate', reason: 'it holds half a character, which no text can be made of' }
  const forbidden = /[<>:"|?*\\;\p{Cc}\ufffe\uffff]/u.exec(name)?.[0]
  if (forbidden !== undefined)
    return { because: 'forbidden-character', reason: `Windows or Joliet has no ${shown(forbidden)} in a name` }
  const beyond = /[\u{10000}-\u{10ffff}]/u.exec(name)?.[0]
  if (beyond !== undefined)
    return { because: 'forbidden-character', reason: `Joliet has no ${shown(beyond)}: its characters end at U+FFFD` }
  if (/[. ]$/.test(name)) return { because: 'trailing-dot-or-blank', reason: 'Windows drops a dot or blank at the end' }
  // Windows looks at what stands before the first dot, without the blanks there.
  const stem = /^[^.]*/.exec(name)?.[0].trimEnd() ?? ''
  if (/^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$|clock\$)$/i.test(stem))
    return { because: 'reserved-name', reason: `Windows keeps the name ${stem} for a device` }
  if (name.length > limits.nameUnits)
    return {
      because: 'name-too-long',
      reason: `Joliet holds ${limits.nameUnits} characters, and it has ${name.length}`,
    }
  const bytes = new TextEncoder().encode(name).length
  return bytes <= limits.nameBytes
    ? null
    : { because: 'name-too-long', reason: `Rock Ridge holds ${limits.nameBytes} bytes, and it has ${bytes}` }
}

/** Looks at the folders of a path too: `Docs/a` and `docs/b` want two folders that are one to Windows. */
function twinOf(
  path: string,
  taken: Map<string, { readonly spelling: string; readonly isFile: boolean }>,
): Finding | null {
  const parts = path.split('/')
  for (const depth of parts.keys()) {
    const spelling = parts.slice(0, depth + 1).join('/')
    const isFile = depth === parts.length - 1
    const twin = taken.get(nameKey(spelling))
    if (twin === undefined) taken.set(nameKey(spelling), { spelling, isFile })
    else if (isFile || twin.isFile || twin.spelling !== spelling)
      return { because: 'same-name', reason: `to some system it is the name of ${shown(twin.spelling)}` }
  }
  return null
}

/** A name for a message, with invisible and half characters as their numbers. */
export function shown(text: string): string {
  const visible = [...text].map((character) =>
    /[\p{C}\p{Zl}\p{Zp}]/u.test(character)
      ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
      : character,
  )
  return JSON.stringify(visible.join('')).replaceAll('\\\\', '\\')
}
