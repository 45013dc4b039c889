/**
 * By what a purchase order number is known: two spellings that a person reads as one number have one key. Letter case,
 * full-width and other compatibility forms, kinds of dash, blanks around and beside each other or beside a dash, and
 * characters that nobody sees do not make another number. For comparing only; what was typed is what is shown.
 *
 * The key of a key is the key itself. Empty for text without a visible character.
 */
export function purchaseOrderKey(number: string): string {
  return number
    .normalize('NFKC')
    .replace(unseen, '')
    .toUpperCase()
    .normalize('NFKC')
    .replace(blanks, ' ')
    .replace(dashes, '-')
    .trim()
}

// Zero width characters, soft hyphens, marks of direction, variation selectors, fillers, control characters but blanks.
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?!\s)\p{Cc}/gu
// Braille has a blank of its own.
const blanks = /[\s\u2800]+/gu
// The minus, the hyphen bullet and the modifier minus are no punctuation to Unicode.
const dashes = / ?[\p{Pd}\u2212\u2043\u02d7] ?/gu
