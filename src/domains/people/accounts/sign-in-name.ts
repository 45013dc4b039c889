const longest = 254
// Nothing that is not seen, and no half of a pair: two names that look alike must not both be names.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/**
 * A sign-in name as members are kept and found by, in lower case; null for a text that is nobody's name, and whoever the
 * platform lists under it is a contact and no member. Nothing stands in for a name, not an e-mail address either: several
 * people may have one address. A text that is not in normal form C is refused and not mended, because signs such as
 * KELVIN SIGN would become letters by it, and somebody else's name.
 */
export function signInNameOf(text: string): string | null {
  const isName = text !== '' && text.length <= longest && text === text.trim() && !unseen.test(text)
  if (!isName || text !== text.normalize('NFC')) return null
  const name = text.toLowerCase()
  return name === name.normalize('NFC') ? name : null
}
