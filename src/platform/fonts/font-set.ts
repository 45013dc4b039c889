import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Font, openSync } from 'fontkit'

/** One face of a font file. */
export interface Face {
  readonly path: string
  /** PostScript name, by which a face is found in a file of several; null in a file of one. */
  readonly name: string | null
  readonly isBold: boolean
  readonly has: (codePoint: number) => boolean
}

export interface FontSet {
  /** In the order in which they are asked for a letter. */
  readonly faces: () => readonly Face[]
  /** Files of `FONT_DIR` that are no fonts, or the folder where it cannot be read. */
  readonly unreadable: () => readonly string[]
  /** The folder, for words to a person; null when none is set. */
  readonly folder: string | null
}

const shipped = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
/** Shipped with the program: the fonts of a machine differ, and with them what is printed. */
export const shippedFiles = {
  regular: join(shipped, 'DejaVuSans.ttf'),
  bold: join(shipped, 'DejaVuSans-Bold.ttf'),
  mono: join(shipped, 'DejaVuSansMono.ttf'),
}

/**
 * The fonts of the program, then those of a folder and of its folders, by name: of two that have a letter the first is
 * used. They are opened when a text first needs them, and kept.
 */
export function openFonts(folder: string | null): FontSet {
  const unreadable: string[] = []
  let faces: readonly Face[] | null = null
  const open = (path: string): Face[] => {
    try {
      return facesOf(path)
    } catch {
      unreadable.push(path)
      return []
    }
  }
  const files = () => {
    if (folder === null) return []
    try {
      return fontFilesIn(folder)
    } catch {
      unreadable.push(folder)
      return []
    }
  }
  const all = () => {
    faces ??= [shippedFiles.regular, shippedFiles.bold, ...files()].flatMap(open)
    return faces
  }
  return {
    faces: all,
    unreadable: () => {
      all()
      return unreadable
    },
    folder,
  }
}

/** Those of the program alone. */
export const ownFonts = openFonts(null)

function fontFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ttf|otf|ttc|otc)$/i.test(name))
    .sort()
    .map((name) => join(folder, name))
}

function facesOf(path: string): Face[] {
  const opened = openSync(path)
  const fonts = 'fonts' in opened ? opened.fonts : [opened]
  return fonts.map((font) => ({
    path,
    name: 'fonts' in opened ? font.postscriptName : null,
    isBold: isBold(font),
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
  }))
}

function isBold(font: Font): boolean {
  return /bold|black|heavy/i.test(`${font.subfamilyName} ${font.postscriptName}`)
}
