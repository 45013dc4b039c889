const loneSurrogate = /\p{Cs}/u
// Deep enough for everything that a route or a partner sends.
const deepest = 20

export interface Unfit {
  /** RFC 6901, from the value's own root. */
  readonly pointer: string
  readonly detail: string
}

/**
 * What keeps a value that came from outside from being checked or kept, and where it stands; null for one that is fit.
 *
 * - NUL and halves of surrogate pairs, in texts and in names, which PostgreSQL does not take.
 * - An object or a list where a length or a size belongs. The checks of schemas compare `length` and `size` of anything
 *   that has them, before the type is known to be wrong, and a comparison calls what such a value has put in place of its
 *   methods: `{"length":{"toString":1}}` ends in a TypeError instead of a refusal.
 * - More nesting than anybody needs.
 *
 * Without `atTexts`, texts are left to whoever mends them.
 */
export function unfitIn(value: unknown, looked: { readonly atTexts: boolean } = { atTexts: true }): Unfit | null {
  return found(value, looked, '', 0)
}

function found(value: unknown, looked: { readonly atTexts: boolean }, pointer: string, depth: number): Unfit | null {
  if (typeof value === 'string')
    return !looked.atTexts || isStorable(value)
      ? null
      : { pointer, detail: 'Leave out NUL characters and halves of surrogate pairs' }
  if (typeof value !== 'object' || value === null) return null
  if (depth > deepest) return { pointer, detail: 'is nested too deeply' }
  for (const [key, inner] of Object.entries(value)) {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const isMeasure = (key === 'length' || key === 'size') && typeof inner === 'object' && inner !== null
    const unfit =
      found(key, looked, pointer, depth) ??
      (isMeasure ? { pointer: at, detail: 'is no number' } : found(inner, looked, at, depth + 1))
    if (unfit) return unfit
  }
  return null
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && !loneSurrogate.test(text)
}

/** The text with the sign for what cannot be read in place of what no database keeps; for what cannot be refused. */
export function storableText(text: string): string {
  return text.replaceAll(/[\0\p{Cs}]/gu, '\ufffd')
}
