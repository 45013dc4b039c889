import { fontRuns } from '../../platform/fonts/font-runs.ts'
import { type FontSet, shippedFiles } from '../../platform/fonts/font-set.ts'

/**
 * What the renderer is given for a text: the fonts of the program, and of the folder only those that the text needs,
 * because it opens them again for each picture. System fonts differ by machine, and with them the label.
 */
export function labelFonts(text: string, fonts: FontSet) {
  const needed = fontRuns(text, fonts, true).flatMap(({ face }) => (face === null ? [] : [face.path]))
  return {
    loadSystemFonts: false,
    defaultFontFamily: 'DejaVu Sans',
    sansSerifFamily: 'DejaVu Sans',
    monospaceFamily: 'DejaVu Sans Mono',
    fontFiles: [...new Set([...Object.values(shippedFiles), ...needed])],
  }
}
