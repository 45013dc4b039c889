import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe } from 'vitest'

/** What `FONT_DIR` names in tests. */
export const debianFonts = '/usr/share/fonts/truetype'
const needed = [
  `${debianFonts}/droid/DroidSansFallbackFull.ttf`,
  `${debianFonts}/nanum/NanumGothic.ttf`,
  `${debianFonts}/lohit-devanagari/Lohit-Devanagari.ttf`,
  '/usr/bin/pdftotext',
]
const packages = 'fonts-droid-fallback fonts-nanum fonts-lohit-deva poppler-utils'
const areInstalled = needed.every((path) => existsSync(path))

// Where tests decide what lands, nothing may be left out.
if (!areInstalled && process.env['CI'] === 'true') throw new Error(`Missing: apt-get install ${packages}`)

/** Tests that need fonts for Chinese, Japanese, Korean and Hindi. Without them they are counted as skipped, and say how to have them run. */
export function describeWithFonts(title: string, tests: () => void): void {
  if (areInstalled) describe(title, tests)
  else describe.skip(`${title} (left out: apt-get install ${packages} to run them)`, tests)
}

/** The text of a PDF as a reader takes it out, without the marks of direction that it adds. */
export function extractedText(pdf: Buffer): string {
  const { stdout, stderr, status } = spawnSync('/usr/bin/pdftotext', ['-layout', '-', '-'], { input: pdf })
  if (status !== 0) throw new Error(`pdftotext: ${stderr.toString()}`)
  return stdout.toString('utf8').replaceAll(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '')
}
