const nowhere = 'http://store.invalid'
/** Room for a list with its search and cursor; an address in a cookie has to fit. */
const longest = 1000

// Back to where one signs on would go round in a circle, and the API answers no browser.
const waysIn = /^\/(sso|api|webhooks|sign-in|sign-off|signed-off|choose-account|another-person)(\/|$)/i

/**
 * The path when it leads to a page of this store, else null: an address that somebody put into a link must not take a
 * person who has just signed on to another site. The one judge of every way back. May be asked of anything, and gives
 * what it gave once when it is asked about that.
 */
export function localPathOf(text: unknown): string | null {
  if (typeof text !== 'string' || !text.startsWith('/') || text.length > longest) return null
  // Browsers read a backslash as a slash and drop control characters, so what looks local may not be. What stands behind
  // escapes is judged too: a proxy may take them away.
  const plain = unescaped(text)
  if (plain === null || isElsewhere(text) || isElsewhere(plain) || !URL.canParse(text, nowhere)) return null
  const url = new URL(text, nowhere)
  const path = unescaped(url.pathname)
  if (url.origin !== nowhere || path === null || isElsewhere(path) || waysIn.test(path)) return null
  const found = `${url.pathname}${url.search}`
  return found.length > longest ? null : found
}

function isElsewhere(text: string): boolean {
  const [path = ''] = text.split(/[?#]/, 1)
  return /[\p{Cc}\p{Cs}]/u.test(text) || path.includes('\\') || path.startsWith('//')
}

/** Without its escapes, however deep they are; null when an escape is none. */
function unescaped(text: string): string | null {
  let plain = text
  for (;;) {
    try {
      const next = decodeURIComponent(plain)
      if (next === plain) return plain
      plain = next
    } catch {
      // Of a text that had escapes before, `%` may be a character that was written as one.
      return plain === text ? null : plain
    }
  }
}
