import { createHash, randomBytes } from 'node:crypto'

// Crockford's alphabet: no i, l, o, u, so an id read over the telephone survives.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new random id: a prefix that says what it names, an underscore, and 24 characters of base 32, which are 120 bits of
 * randomness; unguessable, and not ordered by time.
 */
export function newId(prefix: string): string {
  return `${prefix}_${encode(randomBytes(15))}`
}

/**
 * Equal parts have equal ids, in every process and at every time. Use it where a retry has to meet what the first try made.
 * Parts are joined unambiguously, so `('a', 'bc')` and `('ab', 'c')` differ.
 */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest()
  return `${prefix}_${encode(hash.subarray(0, 15))}`
}

function encode(bytes: Uint8Array): string {
  let bits = 0
  let value = 0
  let text = ''
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      text += alphabet[(value >>> (bits - 5)) & 31]
      bits -= 5
    }
    value &= (1 << bits) - 1
  }
  return text
}
