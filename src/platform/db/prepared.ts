/**
 * Says which statements are worth preparing: those that only read and come again, so many texts at most, because
 * postgres.js never lets go of a prepared one. Without it, each call is parsed and planned anew, in two round trips
 * (measured on a page of the catalog: five times the time).
 */
export function worthPreparing(mostTexts = 100): (text: string) => boolean {
  const seenOnce = new Set<string>()
  const chosen = new Set<string>()
  return (text) => {
    if (chosen.has(text)) return true
    if (chosen.size >= mostTexts || text.length > longest || !onlyReads.test(text)) return false
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

const longest = 10_000
const onlyReads = /^[\s(]*(select|with)\b/i
