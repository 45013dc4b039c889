const nowhere = 'http://store.invalid'
const longest = 500

/**
 * The path when it leads to a page of this store, else null: an address that somebody put into a link must not take a
 * person who has just signed on to another site.
 */
export function localPathOf(text: string | null | undefined): string | null {
  if (!text?.startsWith('/') || text.length > longest) return null
  // Browsers read a backslash as a slash and drop control characters, so what looks local may not be.
  if (/[\\\p{Cc}]/u.test(text) || text.startsWith('//') || !URL.canParse(text, nowhere)) return null
  const url = new URL(text, nowhere)
  if (url.origin !== nowhere || url.pathname.startsWith('//') || waysIn.test(url.pathname)) return null
  return `${url.pathname}${url.search}`
}

// Back to where one signs on would go round in a circle, and the API answers no browser.
const waysIn = /^\/(sso|api|webhooks|sign-in|sign-off|signed-off|choose-account)(\/|$)/

/** Where a browser goes once it is signed on. */
export function landingOf(signOn: { readonly staff: boolean; readonly returnTo: string | null }): string {
  const { staff, returnTo } = signOn
  const forStaff = returnTo !== null && /^\/admin(\/|\?|$)/.test(returnTo)
  if (staff) return forStaff ? returnTo : '/admin'
  return returnTo === null || forStaff ? '/products' : returnTo
}
