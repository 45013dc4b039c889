/**
 * Says which statements are worth preparing: those that are written once (`prepared-query.ts`), of which there are few, and
 * others that come again, so many texts at most, because postgres.js never lets go of a prepared one. Without it, each call
 * is parsed and planned again, in two round trips (measured on a page of the catalog: five times the time).
 */
export function worthPreparing(mostTexts = 200): (text: string) => boolean {
  const seenOnce = new Set<string>()
  const chosen = new Set<string>()
  return (text) => {
    if (chosen.has(text) || text.startsWith(writtenOnce)) return true
    if (chosen.size >= mostTexts || text.length > longest || !mayComeAgain.test(text)) return false
    if (!seenOnce.delete(text)) {
      // Texts of lists of every length come by; those that never come again may not pile up.
      if (seenOnce.size >= 10 * mostTexts) seenOnce.clear()
      seenOnce.add(text)
      return false
    }
    chosen.add(text)
    return true
  }
}

/** Begins a statement that is written once; the database reads it as a comment. */
export const writtenOnce = '/* once */ '

const longest = 10_000
/** Inserts of several rows are not among them: there is a text for each number of rows. */
const mayComeAgain = /^[\s(]*(select|with|update)\b|^insert\b(?!.*\), \()/is
